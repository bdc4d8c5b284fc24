// The message field: Enter sends, a leading slash runs a command of the app.

import { act } from "./api.js";
import { h, replace } from "./dom.js";
import { attempt } from "./status.js";
import { store } from "./store.js";

// place() -> { channel, thread_ts? }
export function composer(form, { label, place, id }) {
  const field = h("textarea", { class: "field", rows: 1, "aria-label": label, placeholder: label, id });
  const hints = h("ul", { class: "hints", hidden: true });

  const suggest = () => {
    const first = field.value.split(/\s/, 1)[0];
    const fitting = !place().thread_ts && field.value.startsWith("/") && !/\s/.test(field.value)
      ? store.app.commands.filter((command) => command.name.startsWith(first))
      : [];
    hints.hidden = !fitting.length;
    replace(hints, fitting.map((command) => h("li", {}, h("button", {
      type: "button",
      on: { click: () => { field.value = `${command.name} `; hints.hidden = true; field.focus(); } },
    }, h("strong", {}, command.name), ` ${command.usage_hint} `, h("span", { class: "faint" }, command.description)))));
  };

  const send = async () => {
    const text = field.value.trim();
    if (!text) return;
    const command = /^(\/\S+)\s*([\s\S]*)$/.exec(text);
    const person = store.me;
    const sent = await attempt(() => (command && !place().thread_ts
      ? act("commands", { person, ...place(), command: command[1], text: command[2] })
      : act("messages", { person, ...place(), text })));
    if (sent) field.value = "";
    suggest();
  };

  field.addEventListener("input", suggest);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      send();
    } else if (event.key === "Escape") {
      hints.hidden = true;
    }
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  replace(form, hints, h("div", { class: "compose" }, field, h("button", { class: "button primary" }, "Send")));
}
