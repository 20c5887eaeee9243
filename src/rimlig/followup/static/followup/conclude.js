// A unit's words with one press into the board's texts. Without it they are read, and copied by hand.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const add = (name, words) => {
    const text = document.querySelector(`form [name=${name}]`);
    if (!text || !words || text.value.includes(words)) return;
    text.value = [text.value.trimEnd(), words].filter(Boolean).join("\n\n");
    text.focus();
  };
  for (const button of document.querySelectorAll("[data-take]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const unit = button.closest("li");
      add("measures", unit.querySelector("[data-words-measures]")?.dataset.wordsMeasures);
      add("result", unit.querySelector("[data-words]")?.dataset.words);
      document.getElementById("announce").textContent = button.textContent;
    });
  }
});
