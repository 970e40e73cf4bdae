// The number of signatures: counts up once when it is first seen, then follows the server.
//
// <p class="number" data-count-url="/de/petitions/…/count.json"><strong data-count>1.234</strong> …</p>
// The answer is {"count": 1234} ("confirmed" is understood too).
const EVERY_MS = 20_000;
const COUNT_UP_MS = 900;
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
// The server says how this language groups its digits, so that both write a number alike.
const separator = document.documentElement.dataset.group;
const format = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, separator);
const value = (element) => Number(element.textContent.replace(/\D/g, ""));

const countUp = (element) => {
  const target = value(element);
  if (still || target < 2) return;
  // Readers of screens hear the number once, not each step.
  element.ariaHidden = "true";
  const begin = performance.now();
  const step = (now) => {
    const part = Math.min((now - begin) / COUNT_UP_MS, 1);
    element.textContent = format(Math.round(target * (1 - (1 - part) ** 3)));
    if (part < 1) requestAnimationFrame(step);
    else element.ariaHidden = null;
  };
  requestAnimationFrame(step);
};

const seen = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    if (!entry.isIntersecting) continue;
    seen.unobserve(entry.target);
    countUp(entry.target);
  }
});

const follow = async (root) => {
  const answer = await fetch(root.dataset.countUrl, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const { count, confirmed } = await answer.json();
  const text = format(count ?? confirmed);
  for (const element of root.querySelectorAll("[data-count]")) {
    if (element.textContent !== text) element.textContent = text;
  }
};

for (const root of document.querySelectorAll("[data-count-url]")) {
  root.querySelectorAll("[data-count]").forEach((element) => seen.observe(element));
  setInterval(() => {
    if (document.visibilityState === "visible" && navigator.onLine) follow(root).catch(() => {});
  }, EVERY_MS);
}
