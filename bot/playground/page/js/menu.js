// A button that opens a menu, walked with the arrows or by first letters; Escape leaves it for the button.

import { h, replace } from "./dom.js";
import { popup } from "./blocks/popup.js";

// entries() -> nodes that can take the focus, asked for anew each time the menu is opened. Gives the menu's node,
// which must stand beside the button, and leave(), which closes it and gives the focus back.
export function menuOf(button, { label, entries, side = "right" }) {
  const menu = h("div", { role: "menu", "aria-label": label });
  button.setAttribute("aria-haspopup", "menu");
  button.setAttribute("aria-expanded", "false");
  const hanging = popup(button, menu, {
    width: "own", side, gone: () => button.setAttribute("aria-expanded", "false"),
  });
  let items = [];

  const leave = () => {
    hanging.close();
    button.focus();
  };
  const go = (index) => items.at(index % items.length)?.focus();
  const open = (index) => {
    items = entries();
    for (const each of items) {
      each.setAttribute("role", "menuitem");
      each.setAttribute("tabindex", "-1");
    }
    replace(menu, items);
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
    event.stopPropagation();
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
  return { menu, leave };
}

// A button with its menu. entries() -> [{ label, about?, keys?, dangerous?, does }]; what is chosen is done when the
// menu is closed.
export function menuButton(props, sign, { entries, side }) {
  const button = h("button", { type: "button", ...props }, sign);
  const { menu, leave } = menuOf(button, {
    label: props["aria-label"], side,
    entries: () => entries().map(({ label, about, keys, dangerous, does }) => h("button", {
      type: "button", class: dangerous ? "dangerous" : null, "aria-keyshortcuts": keys ?? null,
      on: { click: () => { leave(); does(); } },
    }, label, about ? h("span", { class: "faint" }, about) : null, keys ? h("kbd", { "aria-hidden": "true" }, keys) : null)),
  });
  return [button, menu];
}
