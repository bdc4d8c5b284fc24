// Where the keyboard was, so that it can be given back after something was redrawn or closed.

const BY_ACTION = "[data-action]";

// A function that puts the focus back: on the very element, or on its successor of the same block and action.
export function rememberFocus(within = document) {
  const before = document.activeElement;
  if (!before || before === document.body || !within.contains(before)) return () => {};
  const owner = before.closest(BY_ACTION);
  const message = before.closest("[data-ts]")?.dataset.ts;
  const place = before.closest("dialog, #messages, #thread") ?? document.body;
  const { selectionStart, selectionEnd } = before;
  const successor = () => {
    if (before.isConnected) return before;
    const scope = message ? place.querySelector(`[data-ts="${CSS.escape(message)}"]`) : place;
    if (!owner || !scope) return scope && focusable(scope);
    const { block, action } = owner.dataset;
    const same = scope.querySelector(`[data-block="${CSS.escape(block)}"][data-action="${CSS.escape(action)}"]`);
    return same ? focusable(same) : focusable(scope);
  };
  return () => {
    const after = successor();
    if (!after || after === document.activeElement) return;
    after.focus({ preventScroll: true });
    // Only text fields have a caret; others answer null, and some input types refuse the question.
    if (selectionStart !== null && selectionStart !== undefined && after.setSelectionRange) {
      try { after.setSelectionRange(selectionStart, selectionEnd); } catch { /* of a type without a caret */ }
    }
  };
}

const FOCUSABLE = "a[href], button:not([disabled]), input:not([disabled]), textarea, select, summary, [tabindex='0']";

// The element itself, or the first inside it that can take the focus.
export function focusable(node) {
  return node.matches(FOCUSABLE) ? node : node.querySelector(FOCUSABLE);
}
