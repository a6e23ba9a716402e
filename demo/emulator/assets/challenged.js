// The bank's page inside the shop's: tells the page around that the answer was given, and nothing else.
if (parent !== window) parent.postMessage({ emulator: "challenged" }, "*");
