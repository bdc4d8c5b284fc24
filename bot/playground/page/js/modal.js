// The modal that lies on top of the person's stack, with the errors beside its inputs.

import { act } from "./api.js";
import { drawBlocks } from "./blocks/index.js";
import { h, replace } from "./dom.js";
import { contextFor } from "./interact.js";
import { plain } from "./mrkdwn.js";
import { attempt } from "./status.js";
import { on, store } from "./store.js";

const dialog = document.getElementById("modal");
let shown = null;
let inputs = new Map();

function stateOf(view, typed) {
  return (block, action) => typed.get(`${block}/${action}`) ?? view.state.values[block]?.[action];
}

// What stands in the fields now, so that an update of the view does not take it away.
function typedSoFar(view) {
  if (shown?.id !== view.id) return new Map();
  const typed = [...dialog.querySelectorAll("input.field:not([role]), textarea.field")].map((field) => {
    const block = field.closest(".input")?.dataset.block;
    const input = inputs.get(block);
    return input ? [`${block}/${input.action}`, { value: field.value }] : null;
  });
  return new Map(typed.filter(Boolean));
}

function draw() {
  const view = store.views.at(-1);
  if (!view) {
    shown = null;
    if (dialog.open) dialog.close();
    return;
  }
  const typed = typedSoFar(view);
  const focused = document.activeElement?.closest?.(".input")?.dataset.block;
  inputs = new Map();
  shown = view;
  const context = contextFor({ view_id: view.id }, { inputs, stateOf: stateOf(view, typed) });
  replace(dialog, h("form", { method: "dialog", novalidate: true, on: { submit: send } },
    h("header", { id: "modal-title" }, plain(view.title)),
    h("div", { class: "content" }, h("p", { class: "problem", id: "modal-problem", role: "alert" }),
      drawBlocks(view.blocks, context)),
    h("footer", {},
      h("button", { type: "button", class: "button", on: { click: () => dismiss(false) } },
        view.close ? plain(view.close) : "Cancel"),
      view.submit ? h("button", { class: "button primary" }, plain(view.submit)) : null)));
  if (!dialog.open) dialog.showModal();
  if (focused) inputs.get(focused)?.node.focus();
}

async function send(event) {
  event.preventDefault();
  const values = {};
  for (const [block, input] of inputs) {
    const value = input.read();
    values[block] = value === undefined ? null : value;
    input.error.textContent = "";
  }
  const button = dialog.querySelector("footer .primary");
  button.disabled = true;
  const answer = await attempt(() => act("submissions", { person: store.me, view_id: shown.id, values }));
  button.disabled = false;
  if (!answer) return;
  const problem = document.getElementById("modal-problem");
  if (problem) problem.textContent = answer.notice ?? "";
  const [first] = Object.keys(answer.errors);
  for (const [block, sentence] of Object.entries(answer.errors)) {
    const input = inputs.get(block);
    if (input) input.error.textContent = sentence;
  }
  inputs.get(first)?.node.focus();
}

async function dismiss(whole) {
  if (shown) await attempt(() => act("closings", { person: store.me, view_id: shown.id, whole_stack: whole }));
}

dialog.addEventListener("cancel", (event) => {
  event.preventDefault();
  dismiss(false);
});
on("views", draw);
on("loaded", draw);
