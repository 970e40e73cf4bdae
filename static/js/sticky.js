// The bar "Sign now" at the lower edge of a phone steps aside while the form it leads to is in view.
//
// <div class="sticky-action" data-sticky="#sign">…</div>
for (const bar of document.querySelectorAll("[data-sticky]")) {
  const form = document.querySelector(bar.dataset.sticky);
  if (!form) continue;
  new IntersectionObserver(([entry]) => {
    bar.toggleAttribute("data-away", entry.isIntersecting || entry.boundingClientRect.bottom < 0);
  }).observe(form);
}
