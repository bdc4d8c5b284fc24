// Telling the app of a press or a choice, once the person has confirmed it.

import { confirmed } from "../confirm.js";

// True when it was told; false when the person thought better of it.
export async function told(element, block, context, value, control) {
  if (element.confirm && !(await confirmed(element.confirm))) return false;
  control?.setAttribute("aria-busy", "true");
  try {
    await context.act(element, block, value);
  } finally {
    control?.removeAttribute("aria-busy");
  }
  return true;
}

// What names an element that stands outside of an input block.
export function ownName(element, fallback) {
  return element.placeholder?.text ?? element.accessibility_label ?? fallback;
}
