// What the keys do.

import { h, replace } from "./dom.js";

const KEYS = [
  ["Everywhere", [
    ["Ctrl + K", "jump to a conversation or a person"],
    ["F6, Shift + F6", "next or previous part of the page"],
    ["Alt + ↓, Alt + ↑", "next or previous conversation"],
    ["Alt + Shift + ↓ or ↑", "next or previous unread conversation"],
    ["Esc", "close what was opened last"],
    ["?  or  Ctrl + /", "these shortcuts"],
  ]],
  ["In the sidebar and among messages", [
    ["↑ ↓ Home End", "from one to the next, to the first, to the last"],
    ["T", "reply in the message's thread"],
    ["R", "add a reaction"],
    ["L", "copy the message's link"],
    ["E, Delete", "edit or delete a message of your own"],
    ["P", "pin the message, or let it go"],
  ]],
  ["In the message field", [
    ["Enter", "send"],
    ["Shift + Enter", "new line"],
    ["/  @  #", "commands, people, channels"],
    ["↑ ↓ then Tab or Enter", "choose what is offered"],
    ["↑ in an empty field", "edit your last message"],
    ["Ctrl + U", "attach files"],
  ]],
];

const dialog = document.getElementById("help");

export function showHelp() {
  replace(dialog, h("div", {},
    h("header", {}, h("h2", { id: "help-title" }, "Keyboard shortcuts")),
    h("div", { class: "content", tabindex: "0", role: "group", "aria-labelledby": "help-title" }, KEYS.map(([title, keys]) => [
      h("h3", {}, title),
      h("dl", { class: "keys" }, keys.map(([key, does]) => h("div", {}, h("dt", {}, h("kbd", {}, key)), h("dd", {}, does)))),
    ])),
    h("footer", {}, h("button", { type: "button", class: "button", on: { click: () => dialog.close() } }, "Close"))));
  dialog.showModal();
}
