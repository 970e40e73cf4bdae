// The bar "Sign now" at the lower edge of a phone steps aside while the form it leads to is in view,
// and goes for good once there is nothing left to sign.
//
// <div class="sticky-action" data-sticky="#sign">…</div>
let observer;

const watch = () => {
  observer?.disconnect();
  for (const bar of document.querySelectorAll("[data-sticky]")) {
    const target = document.querySelector(bar.dataset.sticky);
    if (!target?.querySelector("form")) {
      bar.remove();
      continue;
    }
    observer = new IntersectionObserver(([entry]) => {
      bar.toggleAttribute("data-away", entry.isIntersecting || entry.boundingClientRect.bottom < 0);
    });
    observer.observe(target);
  }
};

watch();
// htmx puts a new form in the place of the one that was watched.
document.addEventListener("htmx:after:swap", watch);
