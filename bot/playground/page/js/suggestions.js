// The list above a message field. The field keeps the focus; arrows move the choice, Tab and Enter take it.

import { completions } from "./completion.js";
import { freshId, h, replace } from "./dom.js";

export function suggestions(field, { threaded, label }) {
  const list = h("ul", { class: "suggestions", role: "listbox", id: freshId("suggestions"), "aria-label": label, hidden: true });
  let found = null;
  let chosen = 0;
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);

  const close = () => {
    found = null;
    list.hidden = true;
    field.removeAttribute("aria-activedescendant");
  };
  const mark = () => {
    [...list.children].forEach((each, index) => each.setAttribute("aria-selected", String(index === chosen)));
    field.setAttribute("aria-activedescendant", list.children[chosen].id);
    list.children[chosen].scrollIntoView({ block: "nearest" });
  };
  const take = (index) => {
    const end = field.selectionStart;
    field.setRangeText(`${found.options[index].insert} `, found.start, end, "end");
    close();
    field.dispatchEvent(new Event("input"));
    field.focus();
  };
  const option = (each, index) => h("li", {
    role: "option", id: freshId("suggestion"),
    // Before the field loses the focus to the click.
    on: { pointerdown: (event) => { event.preventDefault(); take(index); } },
  }, h("strong", {}, each.label), " ", h("span", { class: "usage" }, each.hint), " ", h("span", { class: "faint" }, each.about));

  const update = () => {
    const before = field.selectionStart === field.selectionEnd ? field.value.slice(0, field.selectionStart) : "";
    found = completions(before, { threaded: threaded() });
    if (!found?.options.length) { close(); return; }
    chosen = 0;
    replace(list, found.options.map(option));
    list.hidden = false;
    mark();
  };
  // True when the key was meant for the list.
  const key = (event) => {
    if (!found) return false;
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const whole = found.options[chosen].insert === field.value.slice(found.start);
    if (by) {
      chosen = (chosen + by + found.options.length) % found.options.length;
      mark();
    } else if (event.key === "Tab" && !event.shiftKey) take(chosen);
    else if (event.key === "Enter" && !event.shiftKey && !whole) take(chosen);
    else if (event.key === "Escape") close();
    else return false;
    return true;
  };
  field.addEventListener("blur", close);
  return { list, update, key, close };
}
