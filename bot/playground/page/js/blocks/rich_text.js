// rich_text: sections, lists, quotes and code. Their texts are never read for tokens or entities.

import { formatDate } from "../dates.js";
import { h } from "../dom.js";
import { emoji } from "../emoji.js";
import { link, mention } from "../mrkdwn.js";
import { channelName, handle, store } from "../store.js";

const PARTS = {
  text: (part) => part.text,
  link: (part) => link(part.url, part.text || part.url),
  user: (part) => mention(`@${handle(part.user_id)}`),
  channel: (part) => mention(`#${channelName(part.channel_id)}`),
  usergroup: (part) => mention(`@${store.usergroups[part.usergroup_id] ?? part.usergroup_id}`),
  team: (part) => mention(part.team_id),
  broadcast: (part) => mention(`@${part.range}`),
  emoji: (part) => emoji(part.name),
  color: (part) => h("code", {}, part.value),
  date: (part) => {
    const text = formatDate(part.timestamp, part.format) || part.fallback || "";
    return part.url ? link(part.url, text) : text;
  },
};

function part(element) {
  let node = PARTS[element.type]?.(element) ?? "";
  const style = element.style ?? {};
  if (style.code) node = h("code", {}, node);
  if (style.bold) node = h("strong", {}, node);
  if (style.italic) node = h("em", {}, node);
  if (style.strike) node = h("s", {}, node);
  if (style.underline) node = h("span", { class: "underline" }, node);
  return node;
}

const parts = (element) => element.elements.map(part);

const ELEMENTS = {
  rich_text_section: (element) => h("p", {}, parts(element)),
  rich_text_quote: (element) => h("blockquote", {}, parts(element)),
  rich_text_preformatted: (element) => h("pre", {}, h("code", {}, parts(element))),
  rich_text_list: (element) => {
    const tag = element.style === "ordered" ? "ol" : "ul";
    const list = h(tag, { start: tag === "ol" && element.offset ? element.offset + 1 : null },
      element.elements.map((item) => h("li", {}, parts(item))));
    list.style.marginLeft = `${(element.indent ?? 0) * 24}px`;
    return list;
  },
};

export function richText(block) {
  return h("div", { class: "rich" }, block.elements.map((element) => ELEMENTS[element.type]?.(element)));
}
