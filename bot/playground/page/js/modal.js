// The person's stack of modals: the topmost is drawn, with the errors beside its inputs.

import { act } from "./api.js";
import { focusable, rememberFocus } from "./blocks/focus.js";
import { drawBlocks } from "./blocks/index.js";
import { h, replace } from "./dom.js";
import { allKept, contextFor } from "./interact.js";
import { plain } from "./mrkdwn.js";
import { attempt } from "./status.js";
import { on, store } from "./store.js";

const dialog = document.getElementById("modal");
let shown = null;
let inputs = new Map();
let focusBefore = () => {};

function draw() {
  const view = store.views.at(-1);
  if (!view) {
    shown = null;
    if (dialog.open) dialog.close();
    return;
  }
  // The workspace announces every change of any view; only one of this view is worth drawing.
  if (shown?.id === view.id && shown.hash === view.hash && dialog.open) return;
  const same = shown?.id === view.id;
  if (!dialog.open) focusBefore = rememberFocus();
  const back = same ? rememberFocus(dialog) : () => {};
  const scrolled = same ? dialog.querySelector(".content")?.scrollTop ?? 0 : 0;
  shown = view;
  inputs = new Map();
  const context = contextFor({ view_id: view.id }, {
    heading: "h3",
    inputs,
    stateOf: (block, action) => view.state.values[block]?.[action],
    gone: () => !store.views.some(({ id }) => id === view.id),
  });
  replace(dialog, form(view, drawBlocks(view.blocks, context)));
  if (!dialog.open) dialog.showModal();
  dialog.querySelector(".content").scrollTop = scrolled;
  if (!same) startingPoint(view).focus();
  back();
}

function form(view, blocks) {
  const deep = store.views.length > 1;
  return h("form", { novalidate: true, on: { submit: send } },
    h("header", {},
      deep ? h("button", { type: "button", class: "button icon", "aria-label": "Back", on: { click: () => dismiss(false) } }, "‹") : null,
      h("h2", { id: "modal-title" }, plain(view.title)),
      h("button", { type: "button", class: "button icon", "aria-label": deep ? "Close all" : "Close", on: { click: () => dismiss(deep) } }, "×")),
    h("div", { class: "content", tabindex: "-1" }, h("p", { class: "problem", id: "modal-problem", role: "alert" }), blocks),
    h("footer", {},
      h("button", { type: "button", class: "button", on: { click: () => dismiss(false) } }, view.close ? plain(view.close) : "Cancel"),
      view.submit ? h("button", { class: "button primary" }, plain(view.submit)) : null));
}

// Where the keyboard begins: where the app wants it, else in the first field, else on the modal's text.
function startingPoint(view) {
  const wanted = view.blocks.find((block) => [block.element, block.accessory, ...block.elements ?? []].some((each) => each?.focus_on_load));
  const place = wanted && dialog.querySelector(`[data-block="${CSS.escape(wanted.block_id)}"]`);
  const [first] = inputs.values();
  return (place && focusable(place)) || (first && focusable(first.field)) || dialog.querySelector(".content");
}

async function send(event) {
  event.preventDefault();
  const button = dialog.querySelector("footer .primary");
  if (!button || button.getAttribute("aria-busy")) return;
  const view = shown;
  busy(button, true);
  await Promise.all([...inputs.values()].map((input) => input.settled?.()));
  const values = {};
  for (const [block, input] of inputs) {
    values[block] = input.read() ?? null;
    input.fail("");
  }
  await allKept();
  const answer = await attempt(() => act("submissions", { person: store.me, view_id: view.id, values }));
  busy(button, false);
  // The stream may have brought the next view already; then this answer speaks of one that is gone.
  if (answer && shown === view) complain(answer);
}

function busy(button, is) {
  if (is) button.setAttribute("aria-busy", "true");
  else button.removeAttribute("aria-busy");
  button.form?.setAttribute("aria-busy", String(is));
}

function complain(answer) {
  const problem = document.getElementById("modal-problem");
  if (problem) problem.textContent = answer.notice ?? "";
  const failed = Object.entries(answer.errors).filter(([block, sentence]) => {
    inputs.get(block)?.fail(sentence);
    return inputs.has(block);
  });
  if (!failed.length) return;
  const { field } = inputs.get(failed[0][0]);
  (focusable(field) ?? field).focus();
  field.closest(".input")?.scrollIntoView({ block: "nearest" });
}

async function dismiss(whole) {
  if (shown) await attempt(() => act("closings", { person: store.me, view_id: shown.id, whole_stack: whole }));
}

dialog.addEventListener("cancel", (event) => {
  event.preventDefault();
  dismiss(false);
});
dialog.addEventListener("close", () => focusBefore());
on("views", draw);
on("loaded", draw);
