// The rich text field: a text area with marks as in Slack's composer, buttons that set them, and what comes of it.

import { h, replace } from "../dom.js";
import { plain } from "../mrkdwn.js";
import { fromRichText, toRichText } from "./rich_markup.js";
import { richText } from "./rich_text.js";
import { hears } from "./texts.js";
import { ownName } from "./told.js";

// Name, sign on the button, what goes around the selection or before its lines, and the key with Control.
const MARKS = [
  ["Bold", "B", { around: "*" }, "b"],
  ["Italic", "I", { around: "_" }, "i"],
  ["Strikethrough", "S", { around: "~" }],
  ["Code", "</>", { around: "`" }],
  ["Quote", "❝", { before: "> " }],
  ["Bulleted list", "•", { before: "- " }],
  ["Numbered list", "1.", { before: "1. " }],
];

function mark(field, { around, before }) {
  const { selectionStart: from, selectionEnd: to, value } = field;
  const start = before ? value.lastIndexOf("\n", from - 1) + 1 : from;
  const inside = value.slice(start, to);
  field.setRangeText(before ? inside.replace(/^/gm, before) : `${around}${inside}${around}`, start, to, "end");
  if (around && from === to) field.setSelectionRange(from + around.length, from + around.length);
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

export function richTextInput(element, block, context) {
  const field = h("textarea", {
    class: "field", rows: element.min_lines ?? 4, "aria-label": context.label ?? ownName(element, "Text"),
    placeholder: element.placeholder ? plain(element.placeholder) : null,
    value: fromRichText(context.state?.rich_text_value),
  });
  const tools = h("div", { class: "marks", role: "group", "aria-label": "Formatting" }, MARKS.map(([name, sign, how]) =>
    h("button", { type: "button", "aria-label": name, title: name, on: { click: () => mark(field, how) } }, sign)));
  const outcome = h("div", { class: "outcome", hidden: true });
  // Marks that somebody wrote as text would become formatting: what is left alone goes back as it came.
  const [given, asTyped] = [context.state?.rich_text_value, field.value];
  const read = () => (given && field.value === asTyped ? given : toRichText(field.value));
  const show = () => {
    const value = read();
    // Only what differs from its text is worth showing a second time.
    const differs = value && JSON.stringify(value.elements) !== JSON.stringify([{ type: "rich_text_section", elements: [{ type: "text", text: field.value }] }]);
    outcome.hidden = !differs;
    replace(outcome, differs ? richText(value) : null);
  };
  field.addEventListener("input", show);
  field.addEventListener("keydown", (event) => {
    const found = (event.ctrlKey || event.metaKey) && MARKS.find(([, , , key]) => key === event.key);
    if (!found) return;
    event.preventDefault();
    mark(field, found[2]);
  });
  hears(field, element, block, context, read);
  show();
  return { node: h("div", { class: "rich-input" }, tools, field, outcome), control: field, key: "rich_text_value", read };
}
