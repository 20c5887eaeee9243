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

// Dragging: a row is taken by its grip and put before or after another row of its kind, or last under a parent: where
// one adds to it, so also under one that has none yet.
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
const next = (row) => {
  const { kind, under } = row.dataset;
  const rows = [...document.querySelectorAll(`[data-movable][data-kind="${kind}"][data-under="${under}"]`)];
  const after = rows.slice(rows.indexOf(row) + 1).find((one) => one !== dragged);
  return after ? after.dataset.pk : "";
};
const placeAt = (event) => {
  if (!dragged || !event.target.closest) return null;
  const { kind } = dragged.dataset;
  const row = event.target.closest(`[data-movable][data-kind="${kind}"]`);
  if (row === dragged) return null;
  if (row) {
    const box = row.getBoundingClientRect();
    const isBefore = event.clientY < box.top + box.height / 2;
    const before = isBefore ? row.dataset.pk : next(row);
    return { mark: row, look: isBefore ? "drop-before" : "drop-after", under: row.dataset.under, before };
  }
  const last = event.target.closest(`[data-adds="${kind}"]`);
  return last && { mark: last, look: "drop-before", under: last.dataset.under, before: "" };
};
const mark = (place) => {
  document.querySelectorAll(".drop-before, .drop-after").forEach((one) => one.classList.remove("drop-before", "drop-after"));
  if (place) place.mark.classList.add(place.look);
};
document.addEventListener("dragover", (event) => {
  const place = placeAt(event);
  mark(place);
  if (place) event.preventDefault();
});
document.addEventListener("drop", (event) => {
  const place = placeAt(event);
  if (!place) return;
  event.preventDefault();
  const form = dragged.querySelector("form.moves");
  const give = (name, value) => {
    const input = document.createElement("input");
    input.type = "hidden";
    input.name = name;
    input.value = value;
    form.append(input);
  };
  if (place.before) give("before", place.before);
  if (place.under && (!place.before || place.under !== dragged.dataset.under)) give("under", place.under);
  form.requestSubmit();
});
document.addEventListener("dragend", () => {
  mark(null);
  if (dragged) dragged.classList.remove("dragged");
  dragged = null;
});
