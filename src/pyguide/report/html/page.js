"use strict";
// Filters the findings and unfolds the one that the address names. Nothing else needs a script.
(() => {
  const form = document.getElementById("filters");

  function reveal() {
    const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const folded = named && named.closest("details");
    if (folded) {
      folded.open = true;
      named.scrollIntoView();
    }
  }

  window.addEventListener("hashchange", reveal);
  reveal();
  if (!form) return;

  const field = (name) => form.elements.namedItem(name);
  const files = [...document.querySelectorAll("section.file")].map((section) => ({
    section,
    number: section.querySelector(".number"),
    folder: section.dataset.folder,
    path: section.dataset.path.toLowerCase(),
    findings: [...section.querySelectorAll("details.finding")],
  }));
  const chapters = new Map();
  for (const option of field("rule").options) chapters.set(option.value, option.dataset.chapter);
  const total = files.reduce((sum, file) => sum + file.findings.length, 0);
  const texts = new Map();

  function textOf(finding, file) {
    if (!texts.has(finding)) {
      const told = finding.querySelector("summary").textContent.toLowerCase();
      texts.set(finding, `${file.path} ${told}`);
    }
    return texts.get(finding);
  }

  function isInside(folder, wanted) {
    return !wanted || folder === wanted || folder.startsWith(`${wanted}/`);
  }

  function filter() {
    const chapter = field("chapter").value;
    const rule = field("rule").value;
    const folder = field("folder").value;
    const fix = field("fix").value;
    const words = field("text").value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const file of files) {
      const inside = isInside(file.folder, folder);
      let here = 0;
      for (const finding of file.findings) {
        const { rule: code, fix: kind } = finding.dataset;
        const wanted = inside
          && (!rule || code === rule)
          && (!chapter || chapters.get(code) === chapter)
          && (!fix || kind === fix)
          && words.every((word) => textOf(finding, file).includes(word));
        finding.hidden = !wanted;
        here += wanted;
      }
      file.section.hidden = here === 0;
      file.number.textContent = here;
      shown += here;
    }
    field("shown").value = shown === total ? `${total} findings` : `${shown} of ${total} findings`;
    document.getElementById("none").hidden = shown > 0;
  }

  function fold(open) {
    for (const file of files) {
      for (const finding of file.findings) if (!finding.hidden) finding.open = open;
    }
  }

  let waiting = 0;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(filter, 100);
  });
  form.addEventListener("reset", () => setTimeout(filter, 0));
  form.addEventListener("submit", (event) => event.preventDefault());
  field("unfold").addEventListener("click", () => fold(true));
  field("fold").addEventListener("click", () => fold(false));
  form.hidden = false;
  filter();
})();
