// The overflow menu of an app: options that tell the app, or lead somewhere else.

import { h } from "../dom.js";
import { menuOf } from "../menu.js";
import { link, plain } from "../mrkdwn.js";
import { told } from "./told.js";

export function overflow(element, block, context) {
  const button = h("button", {
    type: "button", class: "button overflow-button", "aria-label": context.label ?? "More actions",
  }, h("span", { "aria-hidden": "true" }, "⋯"));
  const item = (option) => {
    const node = option.url ? link(option.url, plain(option.text)) : h("button", { type: "button" }, plain(option.text));
    node.addEventListener("click", () => {
      leave();
      told(element, block, context, option.value, button);
    });
    if (option.description) node.append(h("span", { class: "faint" }, plain(option.description)));
    return node;
  };
  const { menu, leave } = menuOf(button, { label: "More actions", entries: () => element.options.map(item) });
  return { node: h("span", { class: "overflow" }, button, menu), control: button };
}
