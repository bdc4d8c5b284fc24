// Who somebody is at a glance: an initial on one of eight colours, the same one always.

import { h } from "./dom.js";
import { personName, store } from "./store.js";

function hue(text) {
  let sum = 0;
  for (const character of text) sum = (sum * 31 + character.codePointAt(0)) % 997;
  return sum % 8;
}

export function face(id, name = personName(id), size = "") {
  const bot = store.people.get(id)?.is_bot;
  const look = bot ? "bot" : `hue-${hue(id)}`;
  return h("span", { class: `face ${look} ${size}`, "aria-hidden": "true" }, name.slice(0, 1).toUpperCase());
}
