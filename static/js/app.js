// Progressive help on every page; each page works without it.
document.documentElement.dataset.js = "";

// After a refused form the reader starts at the list of what to put right.
const focusSummary = (root) => root.querySelector("[data-focus]")?.focus();
// The browser would go on to what the address names, such as the field of an earlier refusal.
if (location.hash && document.querySelector("[data-focus]")) {
  history.replaceState(history.state, "", location.pathname + location.search);
}
focusSummary(document);
document.addEventListener("htmx:after:swap", () => focusSummary(document));

// Menus close on Escape, and when the reader goes elsewhere.
const openMenus = () => document.querySelectorAll("details[data-closes][open]");
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
const closeOthers = (event) => {
  for (const menu of openMenus()) {
    if (!menu.contains(event.target)) menu.open = false;
  }
};
document.addEventListener("click", closeOthers);
document.addEventListener("focusin", closeOthers);

// A page that is the same for everybody doesn't know how one came to it: who reads on in another
// language takes the source along (web/sources.py).
const source = new URLSearchParams(location.search).get("from");
for (const link of source ? document.querySelectorAll(".language-switcher a") : []) {
  const address = new URL(link.href);
  address.searchParams.set("from", source);
  link.href = address;
}

// On a phone the workspace's menu is one line, wider than the page: show where one is.
const here = document.querySelector(".workspace__nav [aria-current]");
here?.scrollIntoView({ block: "nearest", inline: "center", behavior: "instant" });

// A press that waits says so, and a second press does not send twice.
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!button?.matches(".button--primary")) return;
  if (button.ariaBusy === "true") {
    event.preventDefault();
    return;
  }
  button.ariaBusy = "true";
  button.closest("form").addEventListener("htmx:finally:request", () => (button.ariaBusy = null), {
    once: true,
  });
});
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const button of document.querySelectorAll(".button[aria-busy]")) button.ariaBusy = null;
});

// Offline, or a request that did not get through.
const notice = document.querySelector("[data-connection]");
const showConnection = () => {
  if (notice) notice.hidden = navigator.onLine;
};
addEventListener("online", showConnection);
addEventListener("offline", showConnection);
document.addEventListener("htmx:error", () => {
  if (!notice) return;
  notice.hidden = false;
  setTimeout(showConnection, 8000);
});
