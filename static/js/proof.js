// A form from a network past its limit brings a small task along. The device solves it, then the
// form sends itself; without script, or when that fails, the sentence with the waiting time stays.
//
// <div data-proof="{challenge}" data-script="…" data-worker="…" [data-again] hidden>
//   <p role="status" data-working="…" data-done="…" data-ready="…"></p></div>
// Beside it, anywhere: [data-proof-refusal] and [data-proof-told], one of which is shown.
const toggle = (isSolving) => {
  document.querySelector("[data-proof-refusal]").hidden = isSolving;
  document.querySelector("[data-proof-told]").hidden = !isSolving;
};

const solve = async (box) => {
  const form = box.closest("form");
  const status = box.querySelector("[role=status]");
  // Whoever goes on typing presses the button; so does who was sent back with a task before.
  let sendsItself = !("again" in box.dataset);
  form.addEventListener("input", () => (sendsItself = false));
  const giveUp = () => {
    box.hidden = true;
    toggle(false);
  };
  const done = () => {
    status.textContent = sendsItself ? status.dataset.done : status.dataset.ready;
    if (sendsItself) form.requestSubmit(form.querySelector("[type=submit]"));
  };

  if (!globalThis.crypto?.subtle) return;
  box.hidden = false;
  status.textContent = status.dataset.working;
  toggle(true);
  try {
    await import(box.dataset.script);
  } catch {
    return giveUp();
  }
  // It need not watch how people move nor seem slow; its own words and boxes are not shown.
  $altcha.defaults.set({ humanInteractionSignature: false, minDuration: 0 });
  $altcha.algorithms.set("PBKDF2/SHA-256", () => new Worker(box.dataset.worker));
  const widget = document.createElement("altcha-widget");
  widget.hidden = true;
  widget.setAttribute("auto", "onload");
  widget.setAttribute("challenge", box.dataset.proof);
  widget.addEventListener("statechange", ({ detail }) => {
    if (detail.state === "verified") setTimeout(done);
    if (detail.state === "error" || detail.state === "expired") giveUp();
  });
  box.append(widget);
};

const solveAll = () => {
  for (const box of document.querySelectorAll("[data-proof][hidden]:not(:has(altcha-widget))")) solve(box);
};
solveAll();
document.addEventListener("htmx:after:swap", solveAll);
