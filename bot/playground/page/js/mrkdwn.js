// Slack's mrkdwn as DOM nodes: tokens in angle brackets first, entities last, so that escaped text stays text.

import { formatDate } from "./dates.js";
import { h } from "./dom.js";
import { emoji } from "./emoji.js";
import { channelName, handle, store } from "./store.js";

const INLINE = /<([^<>\n]+)>|`([^`\n]+)`|(?<![\w*])\*([^*\n]+)\*(?![\w*])|(?<![\w_])_([^_\n]+)_(?![\w_])|(?<![\w~])~([^~\n]+)~(?![\w~])|:([a-z0-9_+-]+):/g;

export function decoded(text) {
  return text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
}

export function mention(label) {
  return h("span", { class: "mention" }, label);
}

// A link, if its address is one a person may safely open.
export function link(address, ...label) {
  if (!/^(https?:|mailto:)/i.test(address)) return h("span", {}, ...label);
  return h("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, ...label);
}

function token(inside) {
  const bar = inside.indexOf("|");
  const [what, label] = bar < 0 ? [inside, ""] : [inside.slice(0, bar), inside.slice(bar + 1)];
  if (what.startsWith("@")) return mention(`@${handle(what.slice(1))}`);
  if (what.startsWith("#")) return mention(`#${decoded(label) || channelName(what.slice(1))}`);
  if (what.startsWith("!subteam^")) return mention(`@${store.usergroups[what.slice(9)] ?? decoded(label)}`);
  if (what.startsWith("!date^")) {
    const [, timestamp, format] = what.split("^");
    return document.createTextNode(formatDate(Number(timestamp), format ?? "") || decoded(label));
  }
  if (what.startsWith("!")) return mention(`@${what.slice(1)}`);
  return link(decoded(what), decoded(label || what));
}

function inline(text) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    nodes.push(decoded(text.slice(end, match.index)));
    const [all, angle, code, bold, italic, strike, name] = match;
    if (angle !== undefined) nodes.push(token(angle));
    else if (code !== undefined) nodes.push(h("code", {}, decoded(code)));
    else if (bold !== undefined) nodes.push(h("strong", {}, inline(bold)));
    else if (italic !== undefined) nodes.push(h("em", {}, inline(italic)));
    else if (strike !== undefined) nodes.push(h("s", {}, inline(strike)));
    else nodes.push(emoji(name));
    end = match.index + all.length;
  }
  nodes.push(decoded(text.slice(end)));
  return nodes;
}

function lines(text) {
  const nodes = [];
  let quote = [];
  const flush = () => {
    if (quote.length) nodes.push(h("blockquote", {}, inline(quote.join("\n"))));
    quote = [];
  };
  const all = text.split("\n");
  all.forEach((line, index) => {
    if (line.startsWith("&gt;")) {
      quote.push(line.slice(4).trimStart());
      return;
    }
    flush();
    nodes.push(inline(line), index < all.length - 1 ? "\n" : "");
  });
  flush();
  return nodes;
}

export function mrkdwn(text) {
  const parts = text.split("```");
  const drawn = parts.map((part, index) => (index % 2 ? h("pre", {}, decoded(part)) : lines(part)));
  return h("div", { class: "mrkdwn" }, drawn);
}

// A text object: plain_text is shown as it is, except for emoji names.
export function textObject(object) {
  if (!object) return null;
  if (object.type === "mrkdwn") return mrkdwn(object.text);
  return h("span", { class: "plain" }, plain(object));
}

export function plain(object) {
  return object.emoji === false ? object.text : object.text.replace(/:([a-z0-9_+-]+):/g, (_, name) => emoji(name));
}
