// A message that is drawn anew must not take the focus away from somebody who just pressed a button in it.

const FOCUSABLE = "button, a[href], input, select, textarea, summary";

const label = (node) => node.getAttribute("aria-label") ?? node.textContent;

// Call before replacing; the answer, called with the new element, puts the focus back as near as it can.
export function restoreFocus(old) {
  const held = document.activeElement;
  if (!old.contains(held)) return () => {};
  const wanted = held === old ? null : label(held);
  return (fresh) => {
    const same = wanted === null ? null : [...fresh.querySelectorAll(FOCUSABLE)].find((each) => label(each) === wanted);
    (same ?? fresh).focus({ preventScroll: true });
  };
}
