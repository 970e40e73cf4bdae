// Dragging a name to another place does what the form below the board does: it fills the form in
// and sends it. Without a pointer, or without this, the form and the links to it do the same.
//
// <li data-person="…">…</li>  <li data-seat="…" data-full>…</li>  <form data-move>…</form>
const form = document.querySelector("[data-move]");
const people = document.querySelectorAll("[data-board] [data-person]");
const seats = document.querySelectorAll("[data-board] [data-seat]:not([data-full])");
let dragged = null;

const mark = (isDragging) => {
  for (const seat of seats) {
    seat.toggleAttribute("data-target", isDragging && !seat.contains(dragged));
    seat.removeAttribute("data-over");
  }
};

for (const person of form ? people : []) {
  person.draggable = true;
  // The link inside would be dragged as an address.
  for (const link of person.querySelectorAll("a")) link.draggable = false;
  person.addEventListener("dragstart", (event) => {
    dragged = person;
    person.dataset.dragged = "";
    event.dataTransfer.effectAllowed = "move";
    // Nothing of the person leaves the page, should it be dropped elsewhere.
    event.dataTransfer.setData("text/plain", "");
    mark(true);
  });
  person.addEventListener("dragend", () => {
    delete person.dataset.dragged;
    dragged = null;
    mark(false);
  });
}

for (const seat of form ? seats : []) {
  const takes = () => dragged !== null && !seat.contains(dragged);
  seat.addEventListener("dragover", (event) => {
    if (!takes()) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "move";
    seat.dataset.over = "";
  });
  seat.addEventListener("dragleave", (event) => {
    // Over a name within it one is still over it.
    if (!seat.contains(event.relatedTarget)) seat.removeAttribute("data-over");
  });
  seat.addEventListener("drop", (event) => {
    if (!takes()) return;
    event.preventDefault();
    form.elements.signup.value = dragged.dataset.person;
    form.elements.requirement.value = seat.dataset.seat;
    form.requestSubmit();
  });
}
