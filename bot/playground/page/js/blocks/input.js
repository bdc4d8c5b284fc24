// The input block: label, element, hint, and the place for an error beside it.

import { freshId, h } from "../dom.js";
import { plain } from "../mrkdwn.js";
import { drawElement } from "./elements.js";

const LABELABLE = new Set(["INPUT", "TEXTAREA", "SELECT"]);

export function input(block, context) {
  const { element } = block;
  const ids = { label: freshId("label"), hint: freshId("hint"), error: freshId("error") };
  // Without dispatch_action the app hears nothing before the modal is sent; the value is kept all the same.
  const within = block.dispatch_action ? context : { ...context, act: async (...value) => context.keep?.(...value) };
  const { node, control, key, read, settled } = drawElement(element, block, { ...within, label: plain(block.label) });
  const field = control ?? node;
  const error = h("p", { id: ids.error, class: "problem", role: "alert" });
  const fail = (sentence) => {
    error.textContent = sentence;
    if (sentence) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  };
  const whole = h("div", { class: "input", data: { block: block.block_id } });
  whole.addEventListener("input", () => error.textContent && fail(""));

  field.setAttribute("aria-describedby", [block.hint ? ids.hint : "", ids.error].join(" ").trim());
  if (!block.optional && field.getAttribute("role") !== "group") field.setAttribute("aria-required", "true");
  const label = [plain(block.label), block.optional ? h("span", { class: "optional" }, " (optional)") : null];
  if (LABELABLE.has(field.tagName)) {
    field.id ||= freshId("field");
    whole.append(h("label", { id: ids.label, class: "label", for: field.id }, label));
  } else {
    whole.append(h("span", { id: ids.label, class: "label" }, label));
    field.setAttribute("aria-labelledby", ids.label);
  }
  whole.append(node, error);
  if (block.hint) whole.append(h("p", { id: ids.hint, class: "hint" }, plain(block.hint)));
  context.inputs?.set(block.block_id, { read: read ?? (() => undefined), fail, field, key, element, settled });
  return whole;
}
