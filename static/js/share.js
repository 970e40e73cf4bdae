// Share by the device's own sheet where it has one, and copy an address.
const prepare = (root) => {
  for (const box of root.querySelectorAll("[data-share-native][hidden]")) {
    box.hidden = !navigator.share;
  }
};
prepare(document);
document.addEventListener("htmx:after:swap", () => prepare(document));

const share = async (box) => {
  const { shareTitle: title, shareUrl: url } = box.dataset;
  try {
    await navigator.share({ title, url });
  } catch {
    // Closing the sheet is an answer too.
  }
};

const copy = async (button) => {
  const source = document.querySelector(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(source.value);
  } catch {
    source.select();
    return;
  }
  const label = button.querySelector("span") ?? button;
  const before = label.textContent;
  if (before === button.dataset.copied) return;
  label.ariaLive = "polite";
  label.textContent = button.dataset.copied;
  setTimeout(() => (label.textContent = before), 3000);
};

document.addEventListener("click", (event) => {
  const native = event.target.closest("[data-share-native] button");
  if (native) share(native.closest("[data-share]"));
  const button = event.target.closest("[data-copy]");
  if (button) copy(button);
});
