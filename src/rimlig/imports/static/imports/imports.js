// A file may be dropped on the page instead of chosen, and a link to a folded place unfolds it. All works without this too.
"use strict";

const upload = document.querySelector("form[data-upload]");
if (upload) {
  const zone = upload.querySelector("[data-drop]");
  const input = upload.querySelector("input[type=file]");
  const chosen = upload.querySelector("[data-chosen]");
  const show = () => { chosen.textContent = input.files.length ? input.files[0].name : ""; };
  zone.querySelector(".drop-hint").hidden = false;
  input.addEventListener("change", show);
  // The whole page takes the file: who misses the zone must not see the browser open the file instead.
  for (const name of ["dragenter", "dragover"]) {
    document.addEventListener(name, (event) => { event.preventDefault(); zone.classList.add("over"); });
  }
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) zone.classList.remove("over"); });
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    show();
    const board = upload.querySelector("select[name=board]");
    if (!board || board.value) upload.requestSubmit(); else board.focus();
  });
}

const unfold = () => {
  let place = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!place) return;
  for (let part = place; part; part = part.parentElement) if (part.tagName === "DETAILS") part.open = true;
  place.scrollIntoView();
};
window.addEventListener("hashchange", unfold);
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#']");
  if (link && link.hash === location.hash) unfold();
});
unfold();
