// A confirmation dialog, as an element's `confirm` asks for it.

import { h, replace } from "./dom.js";
import { plain, textObject } from "./mrkdwn.js";

const dialog = document.getElementById("confirm");

export function confirmed(confirm) {
  return new Promise((resolve) => {
    const answer = (yes) => () => { dialog.close(); resolve(yes); };
    replace(dialog, h("div", {},
      h("header", { id: "confirm-title" }, plain(confirm.title)),
      h("div", { class: "content" }, textObject(confirm.text)),
      h("footer", {},
        h("button", { type: "button", class: "button", on: { click: answer(false) } }, plain(confirm.deny)),
        h("button", { type: "button", class: `button ${confirm.style ?? "primary"}`, on: { click: answer(true) } },
          plain(confirm.confirm)))));
    dialog.oncancel = () => resolve(false);
    dialog.showModal();
  });
}
