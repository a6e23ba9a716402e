// The links to the other languages follow when a script changes the address: the same variant, the same filters.
const follow = () => {
  for (const link of document.querySelectorAll("a[hreflang]")) link.search = location.search;
};

document.addEventListener("htmx:pushedIntoHistory", follow);
document.addEventListener("variant:shown", follow);
