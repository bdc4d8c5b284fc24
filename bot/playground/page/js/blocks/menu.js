// The overflow menu: a button that opens a menu, walked with the arrows or by first letters.

import { h, replace } from "../dom.js";
import { link, plain } from "../mrkdwn.js";
import { popup } from "./popup.js";
import { told } from "./told.js";

export function overflow(element, block, context) {
  const button = h("button", {
    type: "button", class: "button overflow-button", "aria-label": context.label ?? "More actions",
    "aria-haspopup": "menu", "aria-expanded": "false",
  }, h("span", { "aria-hidden": "true" }, "⋯"));
  const menu = h("div", { role: "menu", "aria-label": "More actions" });
  const hanging = popup(button, menu, {
    width: "own", side: "right", gone: () => button.setAttribute("aria-expanded", "false"),
  });

  const leave = () => {
    hanging.close();
    button.focus();
  };
  const take = (option) => {
    leave();
    told(element, block, context, option.value, button);
  };
  const item = (option) => {
    const node = option.url ? link(option.url, plain(option.text)) : h("button", { type: "button" }, plain(option.text));
    node.setAttribute("role", "menuitem");
    node.setAttribute("tabindex", "-1");
    node.addEventListener("click", () => take(option));
    if (option.description) node.append(h("span", { class: "faint" }, plain(option.description)));
    return node;
  };
  replace(menu, element.options.map(item));

  const items = [...menu.children];
  const go = (index) => items[(index + items.length) % items.length].focus();
  const open = (index) => {
    hanging.open();
    button.setAttribute("aria-expanded", "true");
    go(index);
  };
  const startingWith = (letter, from) => {
    const turn = [...items.slice(from + 1), ...items.slice(0, from + 1)];
    turn.find((each) => each.textContent.toLowerCase().startsWith(letter.toLowerCase()))?.focus();
  };

  button.addEventListener("click", () => (hanging.isOpen() ? leave() : open(0)));
  button.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    open(event.key === "ArrowDown" ? 0 : -1);
  });
  menu.addEventListener("keydown", (event) => {
    const at = items.indexOf(document.activeElement);
    const moves = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 };
    if (event.key in moves) go(moves[event.key]);
    else if (event.key === "Escape") leave();
    else if (event.key === "Tab") return hanging.close();
    else if (event.key.length === 1 && event.key !== " ") startingWith(event.key, at);
    else return undefined;
    event.preventDefault();
    event.stopPropagation();
    return undefined;
  });
  return { node: h("span", { class: "overflow" }, button, menu), control: button };
}
