// The dialog in which one chooses where to go: another conversation, other people, a channel, a pinned message.

import { h, replace } from "./dom.js";

const dialog = document.getElementById("going");

export const goingIsOpen = () => dialog.open;

export function closeGoing() {
  dialog.close();
}

// first: what takes the focus.
export function openGoing({ title, content, footer, first }) {
  replace(dialog, h("div", {},
    h("header", {}, h("h2", { id: "going-title" }, title),
      h("button", { type: "button", class: "button icon", "aria-label": "Close", on: { click: closeGoing } }, "×")),
    h("div", { class: "content" }, content),
    footer ? h("footer", {}, footer) : null));
  if (!dialog.open) dialog.showModal();
  (first ?? dialog.querySelector("footer button, .content button, header button")).focus();
}

// Go there and leave the dialog; the focus follows into the message field.
export function goTo(channel) {
  closeGoing();
  const address = `#/${channel}`;
  const focus = () => document.getElementById("composer-text").focus();
  if (location.hash === address) return focus();
  // After the page has gone there, since the field may be out of sight here.
  addEventListener("hashchange", () => setTimeout(focus), { once: true });
  location.hash = address;
  return undefined;
}
