// What stands inside a line of Markdown: code, emphasis, links, and Slack's own mentions in angle brackets.

import { h } from "../dom.js";
import { emoji } from "../emoji.js";
import { decoded, link, mention } from "../mrkdwn.js";
import { channelName, handle, store } from "../store.js";

const SPAN = new RegExp([
  /\\([\\`*_{}[\]()#+\-.!|<>~])/,  // an escaped sign
  /(`+)([\s\S]+?)\2(?!`)/,  // code
  /!\[([^\]]*)\]\(([^()\s]*)(?:\s+"[^"]*")?\)/,  // a picture
  /\[([^\]]+)\]\(([^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:\s+"[^"]*")?\)/,  // a link
  /<((?:https?:|mailto:)[^<>\s]+|[@#!][^<>\s]+)>/,  // an address or a mention
  /(\*\*|__)(?=\S)([\s\S]*?\S)\9(?![*_])/,  // strong
  /(?<!\w)([*_])(?=\S)((?:(?!\11)[\s\S])*?\S)\11(?!\w)/,  // emphasis
  /~~(?=\S)([\s\S]*?\S)~~/,  // struck out
  /:([a-z0-9_+-]+):/,  // emoji
].map((part) => part.source).join("|"), "g");

// Slack fetches the pictures of Markdown; this page fetches nothing from elsewhere, so their words stand instead.
const picture = (label, address) => link(address, `🖼 ${label || address}`);

function angled(inside) {
  const [what, label = ""] = inside.split("|");
  if (what.startsWith("@")) return mention(`@${handle(what.slice(1))}`, what.slice(1) === store.me);
  if (what.startsWith("#")) return mention(`#${decoded(label) || channelName(what.slice(1))}`);
  if (what.startsWith("!")) return mention(`@${what.slice(1)}`, true);
  return link(decoded(what), decoded(label || what));
}

export function spans(text) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(SPAN)) {
    nodes.push(decoded(text.slice(end, match.index)));
    end = match.index + match[0].length;
    const [, sign, , code, alt, source, label, address, angle, , strong, , emphasis, struck, name] = match;
    if (sign !== undefined) nodes.push(sign);
    else if (code !== undefined) nodes.push(h("code", {}, decoded(code.trim())));
    else if (alt !== undefined) nodes.push(picture(alt, source));
    else if (label !== undefined) nodes.push(link(decoded(address), spans(label)));
    else if (angle !== undefined) nodes.push(angled(angle));
    else if (strong !== undefined) nodes.push(h("strong", {}, spans(strong)));
    else if (emphasis !== undefined) nodes.push(h("em", {}, spans(emphasis)));
    else if (struck !== undefined) nodes.push(h("s", {}, spans(struck)));
    else nodes.push(emoji(name));
  }
  nodes.push(decoded(text.slice(end)));
  return nodes;
}
