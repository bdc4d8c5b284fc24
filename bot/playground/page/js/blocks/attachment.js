// Legacy attachments: what stands beside a coloured bar, below a message.

import { h } from "../dom.js";
import { link, moment, mrkdwn } from "../mrkdwn.js";
import { foldedPart } from "./folded.js";
import { picture } from "./picture.js";

const linked = (words, address) => (address ? link(address, words) : words);

function fields(given) {
  return h("div", { class: "fields", role: "list" }, given.map(({ title, value, short }) =>
    h("div", { role: "listitem", class: short ? null : "wide" }, title ? h("strong", {}, title) : null, mrkdwn(value ?? ""))));
}

function footer({ footer: words, ts }) {
  if (!words && !ts) return null;
  return h("div", { class: "faint subtext" }, words, words && ts ? " | " : null,
    ts ? moment(Number(ts), "{date_short_pretty} at {time}", "") : null);
}

// draw(blocks, context) draws the blocks that newer attachments hold.
export function attachment(each, context, draw) {
  const pictured = (address, size) => picture({ image_url: address, alt_text: each.fallback ?? each.title ?? "A picture" }, size);
  const node = h("div", { class: "attachment" },
    each.author_name ? h("div", { class: "faint" }, linked(each.author_name, each.author_link)) : null,
    each.title ? h("strong", {}, linked(each.title, each.title_link)) : null,
    each.text ? foldedPart(mrkdwn(each.text), each.text, `${context.folds}/attachment ${each.id}`) : null,
    each.fields?.length ? fields(each.fields) : null,
    each.blocks ? draw(each.blocks, context) : null,
    each.image_url ? pictured(each.image_url, "full") : each.thumb_url ? pictured(each.thumb_url, "small") : null,
    footer(each));
  if (/^#?[0-9a-f]{6}$/i.test(each.color ?? "")) node.style.borderColor = `#${each.color.replace("#", "")}`;
  const named = { good: "var(--good)", warning: "var(--warn)", danger: "var(--bad)" }[each.color];
  if (named) node.style.borderColor = named;
  return [each.pretext ? mrkdwn(each.pretext) : null, node];
}
