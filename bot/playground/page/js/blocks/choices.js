// Checkboxes and radio buttons.

import { freshId, h } from "../dom.js";
import { textObject } from "../mrkdwn.js";
import { told } from "./told.js";

function choices(kind) {
  const many = kind === "checkbox";
  const key = many ? "selected_options" : "selected_option";
  return (element, block, context) => {
    const name = freshId("choice");
    let held = new Set([].concat(context.state?.[key] ?? []).map((option) => option.value));
    const boxes = element.options.map((option) =>
      h("input", { type: kind, name, value: option.value, checked: held.has(option.value) }));
    const rows = element.options.map((option, at) => {
      const about = option.description ? freshId("about") : null;
      if (about) boxes[at].setAttribute("aria-describedby", about);
      return h("div", { class: "choice" },
        h("label", {}, boxes[at], h("span", {}, textObject(option.text))),
        about ? h("div", { id: about, class: "faint" }, textObject(option.description)) : null);
    });
    const picked = () => element.options.filter((_, at) => boxes[at].checked);
    const read = () => (many ? picked() : picked()[0]);
    const changed = async () => {
      if (await told(element, block, context, read() ?? null)) held = new Set(picked().map((option) => option.value));
      else for (const box of boxes) box.checked = held.has(box.value);
    };
    const node = h("div", {
      class: "choices", role: many ? "group" : "radiogroup", "aria-label": context.label ?? "Choices", on: { change: changed },
    }, rows);
    return { node, control: node, key, read };
  };
}

export const checkboxes = choices("checkbox");
export const radioButtons = choices("radio");
