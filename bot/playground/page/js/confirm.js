// A confirmation dialog, as an element's `confirm` asks for it.

import { h, replace } from "./dom.js";
import { rememberFocus } from "./blocks/focus.js";
import { plain, textObject } from "./mrkdwn.js";

const dialog = document.getElementById("confirm");
dialog.setAttribute("role", "alertdialog");
dialog.setAttribute("aria-describedby", "confirm-text");

// Whether the person agrees. Escape means no.
export function confirmed(confirm) {
  const back = rememberFocus();
  return new Promise((resolve) => {
    let agreed = false;
    const answer = (yes) => () => {
      agreed = yes;
      dialog.close();
    };
    const sure = confirm.style === "danger" ? "danger filled" : "primary";
    replace(dialog, h("div", {},
      h("header", {}, h("h2", { id: "confirm-title" }, plain(confirm.title))),
      h("div", { class: "content", id: "confirm-text" }, textObject(confirm.text)),
      h("footer", {},
        h("button", { type: "button", class: "button", on: { click: answer(false) } }, plain(confirm.deny)),
        h("button", { type: "button", class: `button ${sure}`, on: { click: answer(true) } }, plain(confirm.confirm)))));
    dialog.addEventListener("close", () => {
      back();
      resolve(agreed);
    }, { once: true });
    dialog.showModal();
    dialog.querySelector("footer .button:last-child").focus();
  });
}
