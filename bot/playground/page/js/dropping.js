// Files dragged onto a conversation or a thread go to its message field; anywhere else they do nothing.

const ZONES = "#main, #thread";
const takers = new WeakMap();
let lit = null;

// Let the zone around this form take files: add(files), and what(), a sentence that says what a drop does.
export function takesDrops(form, taker) {
  takers.set(form, taker);
}

function takerAt(target) {
  const zone = target.closest?.(ZONES);
  const form = zone && [...zone.querySelectorAll("form")].find((each) => takers.has(each) && !each.hidden);
  return form && !document.querySelector("dialog[open]") ? { zone, ...takers.get(form) } : null;
}

function light(zone, what) {
  if (lit && lit !== zone) delete lit.dataset.drop;
  if (zone) zone.dataset.drop = what;
  lit = zone;
}

const files = (event) => event.dataTransfer?.types.includes("Files");

document.addEventListener("dragover", (event) => {
  if (!files(event) || event.defaultPrevented) return;
  // Otherwise the browser leaves the page for the file.
  event.preventDefault();
  const found = takerAt(event.target);
  event.dataTransfer.dropEffect = found ? "copy" : "none";
  light(found?.zone ?? null, found?.what());
});
document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) light(null);
});
document.addEventListener("drop", (event) => {
  light(null);
  if (!files(event) || event.defaultPrevented) return;
  event.preventDefault();
  takerAt(event.target)?.add([...event.dataTransfer.files]);
});
