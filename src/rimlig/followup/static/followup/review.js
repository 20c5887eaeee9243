// The board and its panel by keyboard, and questions about marked words. Every page works without it.
"use strict";

const isTyping = (target) => target.closest("input, textarea, select, [contenteditable]") !== null;
const cells = () => [...document.querySelectorAll(".matrix a.cell[href]:not([hx-boost])")];
const isNarrow = () => window.matchMedia("(max-width: 64rem)").matches;

// The cell that the panel shows is marked.
document.addEventListener("htmx:afterSettle", () => {
  const panel = document.querySelector("#panel [data-answer]");
  for (const cell of cells()) cell.removeAttribute("aria-current");
  const cell = panel && document.getElementById(`answer-${panel.dataset.answer}`);
  if (cell) {
    cell.setAttribute("aria-current", "true");
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
});

const step = (forward) => {
  const shown = cells();
  if (!shown.length) {
    document.querySelector(`[data-go=${forward ? "after" : "before"}]`)?.click();
    return;
  }
  // What the panel holds counts, not the mark: that comes a moment after the answer does.
  const panel = document.querySelector("#panel [data-answer]");
  const place = panel ? shown.findIndex((cell) => cell.id === `answer-${panel.dataset.answer}`) : -1;
  const next = shown[place < 0 ? 0 : place + (forward ? 1 : -1)];
  if (next) next.click();
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.isComposing || isTyping(event.target)) return;
  const region = event.target.closest(".scroll");
  if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
    // In the table itself the arrows scroll it, unless an answer is open beside it.
    if (region && region === event.target) return;
    if (!document.querySelector("[data-answer]") && !cells().length) return;
    event.preventDefault();
    step(event.key === "ArrowRight");
  } else if (event.key === "a" || event.key === "b") {
    const button = document.querySelector(`[data-answer] [data-key=${event.key}]`);
    if (!button) return;
    event.preventDefault();
    button.click();
    if (event.key === "b") button.parentElement.querySelector("textarea")?.focus();
  }
});

// A press on a cell fills the panel, and so do “Review next” and the links in it; where there is no room for one, they lead
// to the answer's own page. Not by hx-boost: that would change the address, and “load again” would lose the board.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-review-next], #panel [data-go], .matrix a.cell:not([hx-boost])");
  if (!link || isNarrow() || event.ctrlKey || event.metaKey || event.shiftKey || !document.getElementById("panel")) return;
  event.preventDefault();
  htmx.ajax("GET", link.getAttribute("href"), { target: "#panel", swap: "innerHTML" });
});

// Whoever came to review begins with the first answer that awaits them. The address forgets it, so that “back” leads back here.
if (window.location.hash === "#nasta") {
  history.replaceState(null, "", window.location.pathname + window.location.search);
  document.querySelector("[data-review-next]")?.click();
}

// Words that are marked in a text of the answer can be asked about.
const marked = () => {
  const selection = document.getSelection();
  const words = selection ? selection.toString().trim() : "";
  const node = words && selection.anchorNode ? selection.anchorNode.parentElement : null;
  const text = node && node.closest("[data-quotable]");
  // Three presses mark a paragraph up to where the next text begins: what counts is that the words stand in this one.
  const plain = (some) => some.replace(/\s+/g, " ").trim();
  return text && plain(text.textContent).includes(plain(words)) ? { words, field: text.dataset.quotable } : null;
};
document.addEventListener("selectionchange", () => {
  const ask = document.querySelector("[data-ask]");
  if (ask) ask.hidden = !marked();
});
document.addEventListener("mousedown", (event) => {
  // A press on the button must not take the mark away first.
  if (event.target.closest("[data-ask]")) event.preventDefault();
});
document.addEventListener("click", (event) => {
  const ask = event.target.closest("[data-ask]");
  const found = ask && marked();
  if (!found) return;
  const details = document.querySelector("[data-send-back], [data-comment-form]");
  if (!details) return;
  details.open = true;
  details.querySelector("[name=quote]").value = found.words;
  details.querySelector("[name=field]").value = found.field;
  details.querySelector("[name=text]").focus();
  ask.hidden = true;
});
