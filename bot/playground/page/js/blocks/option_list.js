// The options inside a combobox's list: drawing them in their groups, and walking them.

import { freshId, h, replace } from "../dom.js";
import { plain } from "../mrkdwn.js";

export function optionList(list, field, choose) {
  let items = [];
  let active = -1;

  const mark = (index) => {
    items[active]?.node.classList.remove("active");
    active = items.length ? (index + items.length) % items.length : -1;
    const node = items[active]?.node;
    if (!node) {
      field.removeAttribute("aria-activedescendant");
      return;
    }
    node.classList.add("active");
    node.scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", node.id);
  };

  const draw = (groups, has, hint) => {
    const before = items[active]?.option.value;
    items = [];
    const item = (option) => {
      const node = h("div", {
        id: freshId("option"), class: "option", role: "option", "aria-selected": String(has(option)),
        // The field must keep the focus, or the list would close before the click.
        on: { mousedown: (event) => event.preventDefault(), click: () => choose(option) },
      }, h("span", {}, plain(option.text)), option.description ? h("span", { class: "faint" }, plain(option.description)) : null);
      items.push({ option, node });
      return node;
    };
    const drawn = groups.filter(({ options }) => options.length).map(({ label, options }) => {
      if (!label) return options.map(item);
      const id = freshId("group");
      return h("div", { role: "group", "aria-labelledby": id }, h("div", { id, class: "group", role: "presentation" }, label), options.map(item));
    });
    const note = hint ?? (items.length ? null : "Nothing found");
    replace(list, drawn, note ? h("div", { class: "note", role: "presentation" }, note) : null);
    active = -1;
    const held = items.findIndex(({ option }) => option.value === before || (before === undefined && has(option)));
    mark(Math.max(held, 0));
    return items.length;
  };

  const say = (note) => {
    items = [];
    active = -1;
    replace(list, h("div", { class: "note", role: "presentation" }, note));
  };

  return { draw, say, step: (by) => mark(active + by), take: () => items[active] && choose(items[active].option) };
}
