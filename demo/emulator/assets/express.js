// The express button inside the shop's page.
const around = new URLSearchParams(location.search).get("parent");
const channel = location.hash.slice(1);
const tell = (kind, more = {}) => parent.postMessage({ emulator: channel, kind, ...more }, around);

document.getElementById("wallet").addEventListener("click", () => tell("click"));
addEventListener("message", (event) => {
  if (event.source === parent && event.data?.emulator === channel && event.data.kind === "init") {
    tell("ready");
    tell("size", { height: document.body.offsetHeight });
  }
});
tell("loaded");
