// When a text has been saved in place, the outline and what remains are fetched anew beside it. Every page works without it.
"use strict";

document.addEventListener("htmx:afterSettle", (event) => {
  const part = event.detail.elt;
  if (!part || !part.matches || !part.matches("#paper .editable[data-say]")) return;
  htmx.ajax("GET", window.location.pathname, { target: "#beside", select: "#beside", swap: "outerHTML" });
});
