// The plan's outline: closing what is open, dragging rows where the pointer is fine, and hiding what does not apply.
// Everything works without it: the same forms are there as pages and buttons.
"use strict";

// One “More” at a time; Esc closes it and gives the focus back.
document.addEventListener("click", (event) => {
  document.querySelectorAll("details.more[open]").forEach((one) => {
    if (!one.contains(event.target)) one.open = false;
  });
});
document.addEventListener("keydown", (event) => {
  const open = event.key === "Escape" && event.target.closest("details.more[open]");
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
});

// The form of a new row is undone where it stands, and the focus goes back to what opened it.
document.addEventListener("click", (event) => {
  const undo = event.target.closest("[data-undo-here]");
  if (!undo) return;
  event.preventDefault();
  const place = undo.closest(".adding");
  place.replaceChildren();
  place.previousElementSibling.focus();
});

// Fields that belong to one choice are shown when it is made: data-when="schedule:once".
const showWhatApplies = () => {
  document.querySelectorAll("[data-when]").forEach((part) => {
    part.hidden = !part.dataset.when.split(" ").some((pair) => {
      const [name, value] = pair.split(":");
      const chosen = document.querySelector(`input[name="${name}"]:checked`);
      return chosen && chosen.value === value;
    });
  });
};
document.addEventListener("change", showWhatApplies);
document.addEventListener("DOMContentLoaded", showWhatApplies);

// Dragging: a row is taken by its grip and put before another row of the same kind under any parent on the page.
const FINE = window.matchMedia("(hover: hover) and (pointer: fine)");
let dragged = null;
const giveGrips = () => {
  if (!FINE.matches) return;
  document.querySelectorAll("[data-movable] > .touch").forEach((bar) => {
    if (bar.querySelector(".grip")) return;
    const grip = document.createElement("span");
    grip.className = "grip";
    grip.draggable = true;
    grip.textContent = "⠿";
    grip.setAttribute("aria-hidden", "true");
    bar.prepend(grip);
  });
};
document.addEventListener("DOMContentLoaded", giveGrips);
document.addEventListener("htmx:afterSettle", giveGrips);
document.addEventListener("dragstart", (event) => {
  if (!event.target.matches || !event.target.matches(".grip")) return;
  dragged = event.target.closest("[data-movable]");
  dragged.classList.add("dragged");
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setDragImage(dragged, 0, 0);
});
const target = (event) => {
  const row = dragged && event.target.closest("[data-movable]");
  return row && row !== dragged && row.dataset.kind === dragged.dataset.kind ? row : null;
};
const unmark = () => document.querySelectorAll(".drop-before").forEach((one) => one.classList.remove("drop-before"));
document.addEventListener("dragover", (event) => {
  const row = target(event);
  unmark();
  if (!row) return;
  event.preventDefault();
  row.classList.add("drop-before");
});
document.addEventListener("drop", (event) => {
  const row = target(event);
  if (!row) return;
  event.preventDefault();
  const form = dragged.querySelector("form.moves");
  const give = (name, value) => {
    const input = document.createElement("input");
    input.type = "hidden";
    input.name = name;
    input.value = value;
    form.append(input);
  };
  give("before", row.dataset.pk);
  if (row.dataset.under && row.dataset.under !== dragged.dataset.under) give("under", row.dataset.under);
  form.requestSubmit();
});
document.addEventListener("dragend", () => {
  unmark();
  if (dragged) dragged.classList.remove("dragged");
  dragged = null;
});
