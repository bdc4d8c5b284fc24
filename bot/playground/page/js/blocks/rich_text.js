// rich_text: sections, lists, quotes and code. Their texts are never read for tokens or entities.

import { h } from "../dom.js";
import { emoji } from "../emoji.js";
import { link, mention, moment } from "../mrkdwn.js";
import { channelName, handle, store } from "../store.js";

const PARTS = {
  text: (part) => part.text,
  link: (part) => link(part.url, part.text || part.url),
  user: (part) => mention(`@${handle(part.user_id)}`, part.user_id === store.me),
  channel: (part) => mention(`#${channelName(part.channel_id)}`),
  usergroup: (part) => mention(`@${store.usergroups[part.usergroup_id] ?? part.usergroup_id}`),
  team: (part) => mention(part.team_id),
  broadcast: (part) => mention(`@${part.range}`, true),
  emoji: (part) => emoji(part.name, part.skin_tone),
  color: (part) => [swatch(part.value), h("code", {}, part.value)],
  date: (part) => moment(part.timestamp, part.format, part.fallback, part.url),
};

function swatch(colour) {
  if (!/^#[0-9a-f]{6}$/i.test(colour)) return null;
  const node = h("span", { class: "swatch", "aria-hidden": "true" });
  node.style.backgroundColor = colour;
  return node;
}

function part(element) {
  let node = PARTS[element.type]?.(element) ?? `[${element.type}]`;
  const style = element.style ?? {};
  if (style.code) node = h("code", {}, node);
  if (style.bold) node = h("strong", {}, node);
  if (style.italic) node = h("em", {}, node);
  if (style.strike) node = h("s", {}, node);
  if (style.underline) node = h("u", {}, node);
  if (style.highlight || style.client_highlight) node = h("mark", {}, node);
  return node;
}

const parts = (element) => element.elements.map(part);
const bordered = (element, name) => [name, element.border ? "bordered" : ""].join(" ").trim() || null;

// Slack's bullets and numbers change with the depth: filled, ring, square; 1, a, i.
const BULLETS = ["disc", "circle", "square"];
const NUMBERS = ["decimal", "lower-alpha", "lower-roman"];

function list(element) {
  const ordered = element.style === "ordered";
  const indent = element.indent ?? 0;
  const node = h(ordered ? "ol" : "ul", {
    class: bordered(element, ""), start: ordered && element.offset ? element.offset + 1 : null, data: { indent },
  }, element.elements.map((item) => h("li", {}, parts(item))));
  node.style.marginLeft = `${indent * 24}px`;
  node.style.listStyleType = (ordered ? NUMBERS : BULLETS)[indent % 3];
  return node;
}

const ELEMENTS = {
  rich_text_section: (element) => h("p", {}, parts(element)),
  rich_text_quote: (element) => h("blockquote", { class: bordered(element, "quote") }, parts(element)),
  rich_text_preformatted: (element) => h("pre", {
    class: bordered(element, ""), tabindex: "0", role: "group", "aria-label": "Code",
  }, h("code", {}, parts(element))),
  rich_text_list: list,
};

export function richText(block) {
  return h("div", { class: "rich" }, block.elements.map((element) => ELEMENTS[element.type]?.(element)));
}

// The words alone: for sorting, filtering and names.
export function wordsOf(value) {
  if (Array.isArray(value)) return value.map(wordsOf).join("");
  if (value?.elements) return wordsOf(value.elements);
  return value?.text ?? value?.name ?? value?.url ?? value?.user_id ?? "";
}
