// Slack's mrkdwn as DOM nodes: tokens in angle brackets first, entities last, so that escaped text stays text.
//
// Addresses without angle brackets stay text too: what a customer wrote must never become a link by itself.

import { exactTime, formatDate } from "./dates.js";
import { h } from "./dom.js";
import { emoji, withEmoji } from "./emoji.js";
import { channelName, handle, store } from "./store.js";

const INLINE = /<([^<>\n]+)>|`([^`\n]+)`|(?<![\w*])\*([^*\s](?:[^*\n]*[^*\s])?)\*(?![\w*])|(?<![\w_])_([^_\s](?:[^_\n]*[^_\s])?)_(?![\w_])|(?<![\w~])~([^~\s](?:[^~\n]*[^~\s])?)~(?![\w~])|:([a-z0-9_+-]+):(?::skin-tone-([2-6]):)?/g;

export function decoded(text) {
  return text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
}

// What somebody typed whose message says this: handles, names and addresses in place of Slack's tokens.
export function typedText(text) {
  return decoded(text.replace(/<([@#]?)([^<>|]+)(?:\|([^<>]*))?>/g, (_, sign, what, label) => {
    if (sign === "@") return `@${handle(what)}`;
    return sign === "#" ? `#${label || channelName(what)}` : what;
  }));
}

export function mention(label, mine = false) {
  return h("span", { class: mine ? "mention me" : "mention" }, label);
}

// A link, if its address is one a person may safely open.
export function link(address, ...label) {
  if (!/^(https?:|mailto:|tel:)/i.test(address)) return h("span", {}, ...label);
  return h("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, ...label);
}

// A moment in the reader's own zone: Slack's format, its fallback, and the exact time to hover over.
export function moment(timestamp, format, fallback, address) {
  const text = formatDate(timestamp, format) || fallback || "";
  const node = h("time", { class: "date", title: exactTime(timestamp) }, text);
  return address ? link(address, node) : node;
}

function dateToken(what, label) {
  const [, timestamp, format = "", address] = what.split("^");
  return moment(Number(timestamp), decoded(format), decoded(label), address && decoded(address));
}

function token(inside) {
  const bar = inside.indexOf("|");
  const [what, label] = bar < 0 ? [inside, ""] : [inside.slice(0, bar), inside.slice(bar + 1)];
  if (what.startsWith("@")) return mention(`@${handle(what.slice(1))}`, what.slice(1) === store.me);
  if (what.startsWith("#")) return mention(`#${decoded(label) || channelName(what.slice(1))}`);
  if (what.startsWith("!subteam^")) return mention(`@${store.usergroups[what.slice(9)] ?? decoded(label).replace(/^@/, "")}`);
  if (what.startsWith("!date^")) return dateToken(what, label);
  if (what.startsWith("!")) return mention(`@${what.slice(1)}`, true);
  return link(decoded(what), decoded(label || what.replace(/^mailto:/, "")));
}

function inline(text) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    nodes.push(decoded(text.slice(end, match.index)));
    const [all, angle, code, bold, italic, strike, name, tone] = match;
    if (angle !== undefined) nodes.push(token(angle));
    else if (code !== undefined) nodes.push(h("code", {}, decoded(code)));
    else if (bold !== undefined) nodes.push(h("strong", {}, inline(bold)));
    else if (italic !== undefined) nodes.push(h("em", {}, inline(italic)));
    else if (strike !== undefined) nodes.push(h("s", {}, inline(strike)));
    else nodes.push(emoji(name, Number(tone ?? 0)));
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
  for (const [index, line] of all.entries()) {
    const rest = /^(?:&gt;){3} ?/.exec(line);
    if (rest) {  // three of them quote everything that follows
      flush();
      nodes.push(h("blockquote", {}, inline([line.slice(rest[0].length), ...all.slice(index + 1)].join("\n"))));
      return nodes;
    }
    if (line.startsWith("&gt;")) {
      quote.push(line.slice(4).trimStart());
      continue;
    }
    flush();
    nodes.push(inline(line), index < all.length - 1 ? "\n" : "");
  }
  flush();
  return nodes;
}

export function mrkdwn(text) {
  const parts = text.split("```");
  if (parts.length % 2 === 0) {  // a fence without its end is text like any other
    const [before, after] = parts.splice(-2);
    parts.push(`${before}\`\`\`${after}`);
  }
  const drawn = parts.map((part, index) => (index % 2 ? h("pre", {}, decoded(part.replace(/^\n/, ""))) : lines(part)));
  return h("div", { class: "mrkdwn" }, drawn);
}

// A text object: plain_text is shown as it is, except for emoji names.
export function textObject(object) {
  if (!object) return null;
  if (object.type === "mrkdwn") return mrkdwn(object.text);
  return h("span", { class: "plain" }, plain(object));
}

export function plain(object) {
  return object.emoji === false ? object.text : withEmoji(object.text);
}
