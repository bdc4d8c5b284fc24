// A text field with a list of options that narrows while typing; for one choice or several.
//
// Follows the combobox pattern of the ARIA practices: the focus stays in the field, the list is walked with the
// arrows, Enter takes, Escape leaves things as they were.

import { freshId, h, replace } from "../dom.js";
import { plain } from "../mrkdwn.js";
import { optionList } from "./option_list.js";
import { popup } from "./popup.js";

// find(typed) -> Promise of { groups: [{ label?, options }], hint? }; changed(options) -> Promise, false to take it back.
export function combobox({ label, placeholder, initial = [], many = false, most = Infinity, find, changed }) {
  const listId = freshId("options");
  let chosen = [...initial];
  let asked = 0;
  let typing = false;

  const field = h("input", {
    class: "field", type: "text", role: "combobox", "aria-expanded": "false", "aria-controls": listId,
    "aria-autocomplete": "list", "aria-label": label, placeholder, autocomplete: "off", spellcheck: "false",
  });
  const list = h("div", { id: listId, role: "listbox", "aria-label": label, "aria-multiselectable": many ? "true" : null });
  const count = h("span", { class: "unseen", role: "status" });
  const chips = h("ul", { class: "chips", "aria-label": "Chosen", hidden: true });
  const box = h("div", { class: `combobox${many ? " many" : ""}` }, h("div", { class: "combo-field" }, many ? chips : null, field), list, count);
  const options = optionList(list, field, (option) => choose(option));
  const hanging = popup(box.firstChild, list, { gone: () => {
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  } });

  const has = (option) => chosen.some((each) => each.value === option.value);
  const close = () => {
    asked += 1;
    if (hanging.isOpen()) hanging.close();
  };
  const show = () => {
    typing = false;
    if (!many) {
      field.value = chosen.length ? plain(chosen[0].text) : "";
      return;
    }
    field.value = "";
    field.placeholder = chosen.length ? "" : placeholder;
    chips.hidden = !chosen.length;
    replace(chips, chosen.map((option) => h("li", {}, h("button", {
      type: "button", "aria-label": `Remove ${plain(option.text)}`, on: { click: () => remove(option) },
    }, plain(option.text), h("span", { "aria-hidden": "true" }, "×")))));
  };
  const set = async (now) => {
    const before = chosen;
    chosen = now;
    show();
    if ((await changed(chosen)) === false) {
      chosen = before;
      show();
    }
  };
  const without = (option) => chosen.filter((each) => each.value !== option.value);
  const remove = (option) => {
    set(without(option));
    field.focus();
  };
  const choose = (option) => {
    if (!many) {
      close();
      set([option]);
    } else if (has(option) || chosen.length < most) {
      set(has(option) ? without(option) : [...chosen, option]);
      look();
    }
  };
  const look = async () => {
    const mine = ++asked;
    field.setAttribute("aria-expanded", "true");
    const waiting = setTimeout(() => mine === asked && options.say("Searching…"), 120);
    hanging.open();
    const { groups, hint } = await find(typing ? field.value : "");
    clearTimeout(waiting);
    if (mine !== asked) return;
    const full = many && chosen.length >= most ? `No more than ${most} can be chosen.` : null;
    const found = options.draw(groups, has, full ?? hint);
    count.textContent = found ? `${found} ${found === 1 ? "option" : "options"}` : hint ?? "Nothing found";
    hanging.open();
  };

  const keys = {
    ArrowDown: () => (hanging.isOpen() ? options.step(1) : look()),
    ArrowUp: () => (hanging.isOpen() ? options.step(-1) : look()),
    Enter: () => (hanging.isOpen() ? options.take() : look()),
    Escape: () => {
      if (!hanging.isOpen()) return false;
      close();
      show();
      return true;
    },
    Backspace: () => {
      if (!many || field.value || !chosen.length) return false;
      remove(chosen.at(-1));
      return true;
    },
  };
  field.addEventListener("keydown", (event) => {
    if (event.isComposing || !keys[event.key] || keys[event.key]() === false) return;
    event.preventDefault();
    event.stopPropagation();
  });
  field.addEventListener("input", () => {
    typing = true;
    look();
  });
  field.addEventListener("click", () => {
    field.select();
    look();
  });
  field.addEventListener("blur", () => {
    close();
    show();
  });
  show();
  return { node: box, control: field, read: () => chosen };
}
