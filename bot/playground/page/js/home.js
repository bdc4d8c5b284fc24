// The app's home tab, drawn where messages stand.

import { act } from "./api.js";
import { rememberFocus } from "./blocks/focus.js";
import { drawBlocks } from "./blocks/index.js";
import { h, replace } from "./dom.js";
import { contextFor } from "./interact.js";
import { noPlace } from "./place_tools.js";
import { attempt } from "./status.js";
import { on, store } from "./store.js";

const list = document.getElementById("messages");

export async function showHome() {
  document.getElementById("title").textContent = store.app.name;
  document.getElementById("topic").textContent = "Home";
  noPlace();
  replace(list, h("p", { class: "home-note", role: "status" }, "Opening…"));
  const answer = await attempt(() => act("home", { person: store.me }));
  if (!store.home) return;
  if (answer?.view) draw(answer.view);
  else if (!list.querySelector(".home")) {
    replace(list, h("p", { class: "home-note", role: "status" }, `${store.app.name} has not published a home tab for you yet.`));
  }
}

function draw(view) {
  const back = list.contains(document.activeElement) ? rememberFocus(list) : () => {};
  const scrolled = list.querySelector(".home") ? list.scrollTop : 0;
  const context = contextFor({ view_id: view.id }, { stateOf: (block, action) => view.state.values[block]?.[action] });
  replace(list, h("div", { class: "message home" }, h("div", { class: "body" }, drawBlocks(view.blocks, context))));
  list.scrollTop = scrolled;
  back();
}

on("home.updated", ({ view }) => {
  if (store.home) draw(view);
});
