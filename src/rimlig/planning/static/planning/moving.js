// Alt+↑ and Alt+↓ press the buttons that move the row one is at. Without JavaScript the buttons do it.
"use strict";

document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey) return;
  const wanted = { ArrowUp: "[data-up]", ArrowDown: "[data-down]" }[event.key];
  const row = wanted && event.target.closest("[data-movable]");
  const button = row && row.querySelector(wanted);
  if (!button) return;
  event.preventDefault();
  button.click();
});
