"use strict";

// "/" goes to the search of the page or, where it has none, to that of the watch-list; Escape
// closes what has been opened. After a list was filtered without a reload, whoever uses the
// keyboard is led to what was found. All of it can be done without this file.

(() => {
  const isWriting = (at) => at.matches("input, select, textarea, [contenteditable]");

  const search = () => document.querySelector('input[type="search"]');

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "/" && !isWriting(event.target)) {
      event.preventDefault();
      const field = search();
      if (field) field.focus();
      else location.assign("/#q");
    }
    if (event.key === "Escape") {
      const open = event.target.closest("details[open]") ?? document.querySelector(".facet[open]");
      if (open) {
        open.open = false;
        open.querySelector("summary").focus();
      }
    }
  });

  document.addEventListener("click", (event) => {
    for (const open of document.querySelectorAll(".facet[open]")) {
      if (!open.contains(event.target)) open.open = false;
    }
  });

  addEventListener("DOMContentLoaded", () => {
    if (location.hash === "#q") search()?.focus();
  });

  // What is left empty is not asked for, and stands in no address.
  document.addEventListener("htmx:configRequest", (event) => {
    const given = event.detail.formData;
    for (const name of new Set(given.keys())) {
      if (given.getAll(name).every((value) => value === "")) given.delete(name);
    }
  });

  // An answer that is no list (a refusal, the page to sign in) is shown as the page that it is.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const answer = event.detail.xhr;
    const list = `id="${event.detail.target.id}"`;
    if (answer.status >= 400 || !answer.responseText.includes(list)) {
      event.detail.shouldSwap = false;
      location.assign(answer.responseURL);
    }
  });

  document.addEventListener("htmx:sendError", (event) => {
    location.assign(event.detail.pathInfo.finalRequestPath);
  });

  document.addEventListener("htmx:afterSettle", () => {
    if (document.activeElement === document.body) document.getElementById("found")?.focus();
  });
})();
