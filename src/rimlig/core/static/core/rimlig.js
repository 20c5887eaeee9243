// What HTML and htmx cannot do by themselves. Every page works without it.
"use strict";

// In an edit field: Esc undoes, Enter saves a one-line text, Ctrl+Enter (or Cmd+Enter) saves any.
document.addEventListener("keydown", (event) => {
  const form = event.target.closest("form[data-edit]");
  if (!form || event.isComposing) return;
  if (event.key === "Escape") {
    event.preventDefault();
    form.querySelector("[data-undo]").click();
  } else if (event.key === "Enter" && event.target.matches("textarea")) {
    const oneLine = event.target.hasAttribute("data-line");
    if (event.ctrlKey || event.metaKey || (oneLine && !event.shiftKey)) {
      event.preventDefault();
      form.requestSubmit(form.querySelector("[data-save]"));
    }
  }
});

// After a swap the focus must not fall back to the top of the page, and those who cannot see must hear what happened.
document.addEventListener("htmx:afterSettle", (event) => {
  const part = event.detail.elt;
  if (!part || !part.querySelector) return;
  document.getElementById("problem").hidden = true;
  const alert = part.querySelector("[data-focus]");
  const wanted = alert || part.querySelector("[autofocus]");
  if (wanted) wanted.focus();
  const said = part.matches("[data-say]") ? part : part.querySelector("[data-say]");
  if (said) document.getElementById("announce").textContent = said.dataset.say;
});

// A server that cannot be reached, or that refuses, is said on the page and not only in the console.
const tell = (words) => {
  const problem = document.getElementById("problem");
  problem.textContent = words;
  problem.hidden = false;
  problem.scrollIntoView({ block: "nearest" });
};
document.addEventListener("htmx:sendError", () => tell(document.body.dataset.problem));
document.addEventListener("htmx:responseError", (event) => {
  const words = document.body.dataset;
  tell(event.detail.xhr.status === 401 ? words.signedOut : words.refused);
});

// After a whole page with errors, start at the list of them.
document.addEventListener("DOMContentLoaded", () => {
  const alert = document.querySelector("main [data-focus]");
  if (alert) alert.focus();
});

// On paper nothing can be unfolded: what is folded is opened for the print, and folded again after it.
window.addEventListener("beforeprint", () => {
  document.querySelectorAll("main details:not([open], .no-print, .no-print *)").forEach((one) => {
    one.open = true;
    one.dataset.opened = "";
  });
});
window.addEventListener("afterprint", () => {
  document.querySelectorAll("details[data-opened]").forEach((one) => {
    one.open = false;
    delete one.dataset.opened;
  });
});

// Where there is little room, what is needed seldom is folded. Without this it stands open, and so it does once it is used.
document.addEventListener("DOMContentLoaded", () => {
  if (!window.matchMedia("(max-width: 48rem)").matches) return;
  document.querySelectorAll("details.fold:not([data-in-use])").forEach((one) => {
    if (!one.querySelector(".wrong, .error")) one.open = false;
  });
});

// Who is led to a place on the page sees it, though a telephone has it folded.
const showGoal = () => {
  let name = window.location.hash.slice(1);
  try { name = decodeURIComponent(name); } catch { /* an address that nobody has written so: as it stands */ }
  const goal = document.getElementById(name);
  if (!goal) return;
  goal.querySelectorAll(":scope > .opener").forEach((opener) => { opener.open = true; });
  for (let one = goal; one && one !== document.body; one = one.parentElement) {
    for (const beside of [one.previousElementSibling, one.parentElement.nextElementSibling]) {
      if (beside && beside.matches(".opener, .rest")) beside.open = true;
    }
    if (one.matches("tbody")) one.querySelectorAll(".group-line .opener").forEach((opener) => { opener.open = true; });
  }
  if (goal.offsetParent !== null) goal.scrollIntoView({ block: "nearest" });
};
window.addEventListener("hashchange", showGoal);
document.addEventListener("DOMContentLoaded", showGoal);

// "/" goes to the search field, unless one is writing: to the frame's where it is shown, else by the way to the page.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
  if (event.target.closest("input, textarea, select, [contenteditable], dialog[open]")) return;
  const field = [...document.querySelectorAll("[data-seek]")].find((one) => one.offsetParent !== null);
  const way = document.querySelector(".find-way");
  if (!field && !way) return;
  event.preventDefault();
  if (field) {
    field.focus();
    field.select();
  } else {
    way.click();
  }
});

// A menu of the frame closes by Esc, which gives the focus back to it, and when one goes on somewhere else.
const openMenu = () => document.querySelector(".pull[open]");
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && openMenu();
  if (!menu) return;
  menu.open = false;
  if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
});
["click", "focusin"].forEach((happens) =>
  document.addEventListener(happens, (event) => {
    const menu = openMenu();
    if (menu && !menu.contains(event.target)) menu.open = false;
  }),
);
