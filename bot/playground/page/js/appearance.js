// The switch between light, dark and what the system says.

import { h } from "./dom.js";
import { keep, kept } from "./kept.js";

const CHOICES = [["", "System"], ["light", "Light"], ["dark", "Dark"]];

export function themeSwitch() {
  const chosen = kept("theme") ?? "";
  const choose = (event) => {
    keep("theme", event.target.value || null);
    if (event.target.value) document.documentElement.dataset.theme = event.target.value;
    else delete document.documentElement.dataset.theme;
  };
  return h("label", { class: "theme" }, "Theme",
    h("select", { on: { change: choose } }, CHOICES.map(([value, label]) =>
      h("option", { value, selected: value === chosen }, label))));
}
