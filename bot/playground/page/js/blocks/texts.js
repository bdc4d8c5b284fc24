// Fields for text: plain, numbers, addresses; and when the app hears of what is typed.

import { h } from "../dom.js";
import { plain } from "../mrkdwn.js";
import { ownName, told } from "./told.js";

const PAUSE_MS = 300;

// In an input block with dispatch_action the app hears on Enter or while typing; otherwise the value is only kept.
export function hears(field, element, block, context, read) {
  const moments = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  if (!block.dispatch_action) {
    field.addEventListener("change", () => context.keep?.(element, block, read()));
    return;
  }
  if (moments.includes("on_enter_pressed")) {
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      told(element, block, context, read() ?? null, field);
    });
  }
  if (moments.includes("on_character_entered")) {
    let timer = 0;
    field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => told(element, block, context, read() ?? null), PAUSE_MS);
    });
  }
}

const KINDS = {
  plain_text_input: { type: "text", fallback: "Text" },
  // Not type=email, url, number: the browser's own sentences would stand in the way of Slack's.
  email_text_input: { type: "text", inputmode: "email", autocomplete: "off", fallback: "Email address" },
  url_text_input: { type: "text", inputmode: "url", autocomplete: "off", fallback: "Address" },
  number_input: { type: "text", inputmode: "decimal", autocomplete: "off", fallback: "Number" },
};

export function textInput(element, block, context) {
  const { fallback, ...attributes } = KINDS[element.type];
  const long = element.multiline;
  const field = h(long ? "textarea" : "input", {
    class: "field", ...(long ? { rows: 4 } : attributes), "aria-label": context.label ?? ownName(element, fallback),
    placeholder: element.placeholder ? plain(element.placeholder) : null,
    maxlength: element.max_length, value: context.state?.value ?? "",
  });
  const read = () => field.value || undefined;
  hears(field, element, block, context, read);
  if (!element.max_length) return { node: field, control: field, key: "value", read };

  const left = h("span", { class: "left faint", "aria-hidden": "true" });
  const count = () => { left.textContent = String(element.max_length - field.value.length); };
  field.addEventListener("input", count);
  count();
  return { node: h("div", { class: "counted" }, field, left), control: field, key: "value", read };
}
