// A text field with a list of options that are looked up while typing; for one choice or several.

import { freshId, h, replace } from "../dom.js";
import { plain } from "../mrkdwn.js";

// find(typed) -> Promise of options; changed(options) is called after every choice.
export function combobox({ label, placeholder, initial = [], many = false, find, changed }) {
  const listId = freshId("options");
  let chosen = [...initial];
  let offered = [];
  let active = -1;
  let asked = 0;

  const field = h("input", {
    class: "field", type: "text", role: "combobox", "aria-expanded": "false", "aria-controls": listId,
    "aria-autocomplete": "list", "aria-label": label, placeholder, autocomplete: "off",
  });
  const list = h("ul", { id: listId, role: "listbox", hidden: true });
  const chips = h("div", { class: "chips" });

  const close = () => {
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };
  const show = () => {
    if (many) {
      replace(chips, chosen.map((option) => h("button", {
        type: "button", "aria-label": `Remove ${plain(option.text)}`,
        on: { click: () => set(chosen.filter((each) => each.value !== option.value)) },
      }, `${plain(option.text)} ×`)));
    } else {
      field.value = chosen.length ? plain(chosen[0].text) : "";
    }
  };
  const set = (options) => {
    chosen = options;
    show();
    changed(chosen);
  };
  const choose = (option) => {
    close();
    if (many) field.value = "";
    set(many ? [...chosen.filter((each) => each.value !== option.value), option] : [option]);
  };
  const highlight = (index) => {
    active = offered.length ? (index + offered.length) % offered.length : -1;
    [...list.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === active)));
    const item = list.children[active];
    if (item) field.setAttribute("aria-activedescendant", item.id);
  };
  const look = async () => {
    const mine = ++asked;
    const options = await find(field.value);
    if (mine !== asked) return;
    offered = options;
    const items = options.map((option) => h("li", {
      id: freshId("option"), role: "option", "aria-selected": "false",
      on: { mousedown: (event) => { event.preventDefault(); choose(option); } },
    }, plain(option.text)));
    replace(list, items.length ? items : h("li", { class: "faint" }, "Nothing found"));
    list.hidden = false;
    field.setAttribute("aria-expanded", "true");
    highlight(0);
  };

  field.addEventListener("input", look);
  field.addEventListener("focus", look);
  field.addEventListener("blur", () => { close(); show(); });
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      highlight(active + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && !list.hidden && offered[active]) {
      event.preventDefault();
      choose(offered[active]);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  });
  show();
  return { node: h("div", { class: "combobox" }, many ? chips : null, field, list), read: () => chosen };
}
