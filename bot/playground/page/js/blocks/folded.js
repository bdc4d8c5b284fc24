// Long texts, folded by the height they take, as Slack does; "See more" shows the rest.

import { freshId, h } from "../dom.js";

// Slack folds what takes more than about five lines of a section or an attachment (700 characters, it says of
// attachments); whole messages later. Shorter texts are not even measured.
const FEW = { look: "few", characters: 200, lines: 5 };
const MANY = { look: "many", characters: 1_200, lines: 24 };

// What a person has unfolded stays so when it is drawn anew.
const unfolded = new Set();

function folded(node, text, key, { look, characters, lines }) {
  if (text.length <= characters && text.split("\n").length <= lines) return node;
  node.id ||= freshId("long");
  node.classList.add("long", look);
  const more = h("button", { type: "button", class: "see-more", "aria-controls": node.id, hidden: true, on: { click: () => turn() } });
  const draw = () => {
    const open = unfolded.has(key);
    node.classList.toggle("folded", !open);
    more.textContent = open ? "See less" : "See more";
    more.setAttribute("aria-expanded", String(open));
  };
  const turn = () => {
    if (!unfolded.delete(key)) unfolded.add(key);
    draw();
  };
  new ResizeObserver(() => {
    more.hidden = !unfolded.has(key) && node.scrollHeight <= node.clientHeight + 1;
  }).observe(node);
  // A link inside that takes the focus, or a word that is searched for, must not stay out of sight.
  node.addEventListener("scroll", () => {
    if (!node.scrollTop || unfolded.has(key)) return;
    node.scrollTop = 0;
    turn();
  });
  draw();
  return h("div", {}, node, more);
}

export const foldedPart = (node, text, key) => folded(node, text, key, FEW);

export const foldedWhole = (node, text, key) => folded(node, text, key, MANY);
