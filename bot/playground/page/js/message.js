// One message: who, when, text or blocks, attachments, files, reactions, and the way to its thread.

import { fileAddress } from "./api.js";
import { drawBlocks } from "./blocks/index.js";
import { messageTime } from "./dates.js";
import { h } from "./dom.js";
import { emoji } from "./emoji.js";
import { contextFor } from "./interact.js";
import { mrkdwn } from "./mrkdwn.js";
import { personName } from "./store.js";

function attachment(each, context) {
  const node = h("div", { class: "attachment" },
    each.pretext ? mrkdwn(each.pretext) : null,
    each.title ? h("strong", {}, each.title) : null,
    each.text ? mrkdwn(each.text) : null,
    each.blocks ? drawBlocks(each.blocks, context) : null);
  if (/^#?[0-9a-f]{6}$/i.test(each.color ?? "")) node.style.borderColor = `#${each.color.replace("#", "")}`;
  return node;
}

function file(each) {
  const address = fileAddress(each.id);
  if (each.mimetype.startsWith("image/")) {
    return h("a", { href: address, target: "_blank" },
      h("img", { class: "picture", src: address, alt: each.alt_txt || each.title }));
  }
  return h("a", { href: address, download: each.name }, `📎 ${each.title}`);
}

function replyCount(message, openThread) {
  if (!message.reply_count || !openThread) return null;
  const label = message.reply_count === 1 ? "1 reply" : `${message.reply_count} replies`;
  return h("button", { type: "button", class: "replies", on: { click: () => openThread(message.ts) } }, label);
}

export function drawMessage(message, channel, { openThread } = {}) {
  const name = message.username ?? personName(message.user);
  const context = contextFor({ channel, ts: message.ts });
  const at = messageTime(message.ts);
  const shown = message.blocks?.length ? drawBlocks(message.blocks, context) : mrkdwn(message.text);
  return h("article", { class: `message${message.is_ephemeral ? " ephemeral" : ""}`, data: { ts: message.ts } },
    h("div", { class: "avatar", "aria-hidden": "true" }, name.slice(0, 1).toUpperCase()),
    h("div", { class: "body" },
      h("div", {},
        h("span", { class: "who" }, name),
        message.bot_id ? h("span", { class: "app" }, "APP") : null,
        h("time", { datetime: at.toISOString(), title: at.toLocaleString() },
          at.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" })),
        message.edited ? h("span", { class: "faint" }, " (edited)") : null,
        openThread && !message.is_ephemeral && !message.parent_user_id
          ? h("button", { type: "button", class: "reply-here", on: { click: () => openThread(message.ts) } }, "Reply in thread")
          : null),
      message.is_ephemeral ? h("p", { class: "only" }, "Only visible to you") : null,
      shown,
      (message.attachments ?? []).map((each) => attachment(each, context)),
      (message.files ?? []).map(file),
      message.reactions ? h("div", { class: "reactions" },
        message.reactions.map((each) => h("span", {}, `${emoji(each.name)} ${each.count}`))) : null,
      replyCount(message, openThread)));
}
