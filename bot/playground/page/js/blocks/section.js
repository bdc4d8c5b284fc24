// The blocks of running text: section, context, actions, image.

import { freshId, h } from "../dom.js";
import { plain, textObject } from "../mrkdwn.js";
import { drawElement } from "./elements.js";
import { foldedPart } from "./folded.js";
import { picture } from "./picture.js";

// Menus, pickers and boxes beside a text are named by it; buttons have words of their own.
const NAMED_BY_TEXT = /select|picker|checkboxes|radio_buttons/;

export function section(block, context) {
  const { accessory } = block;
  const drawn = accessory ? drawElement(accessory, block, context) : null;
  const text = h("div", { class: "words" }, textObject(block.text));
  if (drawn && block.text && NAMED_BY_TEXT.test(accessory.type) && !accessory.placeholder) {
    text.id = freshId("text");
    (drawn.control ?? drawn.node).setAttribute("aria-labelledby", text.id);
  }
  const told = !block.text || block.expand || !context.folds
    ? text : foldedPart(text, block.text.text, `${context.folds}/${block.block_id}`);
  const fields = block.fields?.map((field) => h("div", { role: "listitem" }, textObject(field)));
  const side = accessory?.type === "image" ? "thumbnail" : `accessory of-${accessory?.type}`;
  return h("div", { class: "section" },
    h("div", { class: "text" }, block.text ? told : null, fields ? h("div", { class: "fields", role: "list" }, fields) : null),
    drawn ? h("div", { class: side }, drawn.node) : null);
}

export function context(block) {
  return h("div", { class: "context" }, block.elements.map((element) =>
    (element.type === "image" ? picture(element, "icon") : h("span", {}, textObject(element)))));
}

export function actions(block, within) {
  return h("div", { class: "actions" }, block.elements.map((element) => drawElement(element, block, within).node));
}

export function image(block) {
  return h("figure", { class: "image" }, block.title ? h("figcaption", {}, plain(block.title)) : null, picture(block));
}
