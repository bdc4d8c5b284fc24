// The app's home tab, drawn where messages stand.

import { act } from "./api.js";
import { drawBlocks } from "./blocks/index.js";
import { h, replace } from "./dom.js";
import { contextFor } from "./interact.js";
import { attempt } from "./status.js";
import { on, store } from "./store.js";

const list = document.getElementById("messages");

export async function showHome() {
  document.getElementById("title").textContent = store.app.name;
  document.getElementById("topic").textContent = "Home";
  replace(list, h("p", { class: "day" }, "Opening…"));
  const answer = await attempt(() => act("home", { person: store.me }));
  if (store.home && answer?.view) draw(answer.view);
}

function draw(view) {
  const context = contextFor({ view_id: view.id }, {
    stateOf: (block, action) => view.state.values[block]?.[action],
  });
  replace(list, h("div", { class: "message" }, h("div", { class: "body" }, drawBlocks(view.blocks, context))));
}

on("home.updated", ({ view }) => {
  if (store.home) draw(view);
});
