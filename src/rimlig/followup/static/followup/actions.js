// Dragging a card to another column does what the card's own button for that column does. Every card has its buttons.
"use strict";

let dragged = null;

const stepTo = (column) => dragged && dragged.querySelector(`[data-step="${column.dataset.column}"]`);

document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest ? event.target.closest("[data-card]") : null;
  if (!dragged) return;
  dragged.classList.add("dragged");
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.id);
});

document.addEventListener("dragend", () => {
  if (dragged) dragged.classList.remove("dragged");
  document.querySelectorAll(".column.over").forEach((column) => column.classList.remove("over"));
  dragged = null;
});

document.addEventListener("dragover", (event) => {
  const column = event.target.closest("[data-column]");
  document.querySelectorAll(".column.over").forEach((one) => one.classList.toggle("over", one === column));
  if (!column || !stepTo(column)) return;
  event.preventDefault();
  column.classList.add("over");
});

document.addEventListener("drop", (event) => {
  const column = event.target.closest("[data-column]");
  const step = column && stepTo(column);
  if (!step) return;
  event.preventDefault();
  if (step.matches("form")) step.requestSubmit();
  else window.location.assign(step.href);
});
