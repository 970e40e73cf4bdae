// A form that could not be taken just now sends itself again, after the seconds the server named
// or up to twice as many: thousands who were asked to wait must not all come back at once.
//
// <form data-send-again="15"> <p data-by-hand>…</p> <p role="status" data-countdown hidden></p>
//   <template data-left="10">in about 10 seconds</template> … </form>
// Whoever types meanwhile takes their time and presses the button; so does everyone without script.
const waiting = new WeakSet();

const begin = (form) => {
  if (waiting.has(form)) return;
  waiting.add(form);
  const status = form.querySelector("[data-countdown]");
  const byHand = form.querySelector("[data-by-hand]");
  const steps = [...form.querySelectorAll("template[data-left]")].sort(
    (one, other) => one.dataset.left - other.dataset.left,
  );
  let until = performance.now() + Number(form.dataset.sendAgain) * 1000 * (1 + Math.random());
  let said;

  const stop = () => {
    clearInterval(timer);
    waiting.delete(form);
    form.removeEventListener("input", stop);
    form.removeEventListener("submit", stop);
    status.hidden = true;
    byHand.hidden = false;
  };
  const tick = () => {
    if (!form.isConnected) return clearInterval(timer);
    if (!navigator.onLine) until = Math.max(until, performance.now() + 5000);
    const left = Math.max((until - performance.now()) / 1000, 0);
    // Said a few times only: readers of screens have other things to hear.
    const step = steps.find((one) => one.dataset.left >= left) ?? steps.at(-1);
    if (step !== said) status.textContent = step.content.textContent.trim();
    said = step;
    if (left > 0) return;
    stop();
    form.requestSubmit(form.querySelector("[type=submit]"));
  };
  const timer = setInterval(tick, 500);
  form.addEventListener("input", stop);
  form.addEventListener("submit", stop);
  // The connection broke, or a proxy answered: the form still stands here, so try once more.
  form.addEventListener("htmx:finally:request", () => form.isConnected && begin(form), { once: true });
  byHand.hidden = true;
  status.hidden = false;
  tick();
};

const beginAll = () => document.querySelectorAll("form[data-send-again]").forEach(begin);
beginAll();
document.addEventListener("htmx:after:swap", beginAll);
