// Drawing blocks: one drawer per type. A type without a drawer is named, never dropped.

import { freshId, h } from "../dom.js";
import { mrkdwn, plain, textObject } from "../mrkdwn.js";
import { drawElement } from "./elements.js";
import { picture } from "./picture.js";
import { richText } from "./rich_text.js";
import { chart, table } from "./tables.js";

function section(block, context) {
  const accessory = block.accessory ? drawElement(block.accessory, block, context).node : null;
  const fields = block.fields?.map((field) => h("div", {}, textObject(field)));
  return h("div", { class: "section" },
    h("div", { class: "text" }, textObject(block.text), fields ? h("div", { class: "fields" }, fields) : null),
    accessory);
}

function elements(name) {
  return (block, context) => h("div", { class: name }, block.elements.map((element) =>
    element.type === "mrkdwn" || element.type === "plain_text"
      ? h("span", {}, textObject(element))
      : drawElement(element, block, context).node));
}

// An input: its error stands in the element that setError(block_id, sentence) of the context fills.
function input(block, context) {
  const { element } = block;
  const errorId = freshId("error");
  const dispatching = block.dispatch_action ? context : { ...context, act: async () => {} };
  const label = plain(block.label);
  const { node, read } = drawElement(element, block, { ...dispatching, label });
  const error = h("p", { id: errorId, class: "problem", role: "alert" });
  node.setAttribute("aria-describedby", errorId);
  context.inputs?.set(block.block_id, { read: read ?? (() => undefined), error, node, action: element.action_id });
  return h("div", { class: "input", data: { block: block.block_id } },
    h("label", {}, label, block.optional ? h("span", { class: "optional" }, " (optional)") : null),
    node, error, block.hint ? h("p", { class: "hint" }, plain(block.hint)) : null);
}

function card(block, context) {
  return h("div", { class: "card" },
    block.hero_image ? picture(block.hero_image) : null,
    block.title ? h("strong", {}, textObject(block.title)) : null,
    block.subtitle ? h("div", { class: "faint" }, textObject(block.subtitle)) : null,
    textObject(block.body),
    block.subtext ? h("div", { class: "faint" }, textObject(block.subtext)) : null,
    block.actions ? h("div", { class: "actions" }, block.actions.map((each) => drawElement(each, block, context).node)) : null);
}

function container(block, context) {
  const title = block.title ? textObject(block.title) : richText(block.rich_text_title);
  const inner = drawBlocks(block.child_blocks, context);
  if (!block.is_collapsible) return h("div", { class: "card" }, h("strong", {}, title), inner);
  return h("details", { class: "card", open: !block.default_collapsed }, h("summary", {}, title), inner);
}

const DRAWERS = {
  section,
  header: (block) => h("h3", {}, plain(block.text)),
  divider: () => h("hr"),
  context: elements("context"),
  actions: elements("actions"),
  context_actions: elements("actions"),
  input,
  image: (block) => h("figure", {}, block.title ? h("figcaption", {}, plain(block.title)) : null, picture(block)),
  rich_text: richText,
  markdown: (block) => mrkdwn(block.text),
  table,
  data_table: table,
  data_visualization: chart,
  alert: (block) => h("div", { class: `alert ${block.level ?? ""}` }, textObject(block.text)),
  card,
  carousel: (block, context) => h("div", { class: "actions" }, block.elements.map((each) => card(each, context))),
  container,
};

export function drawBlocks(blocks, context) {
  return h("div", { class: "blocks" }, blocks.map((block) =>
    DRAWERS[block.type]?.(block, context) ?? h("p", { class: "faint" }, `[${block.type}]`)));
}
