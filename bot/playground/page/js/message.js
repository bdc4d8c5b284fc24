// One message: who, when, text or blocks, attachments, files, reactions, and the way to its thread.

import { attachment } from "./blocks/attachment.js";
import { foldedWhole } from "./blocks/folded.js";
import { drawBlocks } from "./blocks/index.js";
import { messageTime } from "./dates.js";
import { clock, dayAndClock, inSentence } from "./days.js";
import { h } from "./dom.js";
import { face } from "./faces.js";
import { drawFile } from "./files.js";
import { contextFor } from "./interact.js";
import { mrkdwn } from "./mrkdwn.js";
import { pinMark } from "./pinning.js";
import { drawReactions } from "./reactions.js";
import { personName, store } from "./store.js";

const drawn = new WeakMap();
// Editors by the list and message in which they stand, so that they outlive a message that is drawn anew.
const editors = new Map();
// Somebody came or went: told by their own name, not in their own words.
export const isMove = ({ subtype }) => subtype === "channel_join" || subtype === "channel_leave";

// What an article on the page shows: { message, channel, openThread }, and edit(editor) which draws it anew
// with an editor in place of its words, or with its words again.
export const shownBy = (article) => drawn.get(article);

// Words alone are folded as a whole when there are very many of them.
function content({ text = "", blocks }, context) {
  const said = blocks?.length ? drawBlocks(blocks, context) : mrkdwn(text);
  const alone = blocks?.every((block) => block.type === "rich_text") ?? true;
  return alone ? foldedWhole(said, text, context.folds) : said;
}

function replies(message, openThread) {
  if (!message.reply_count || !openThread) return null;
  const label = message.reply_count === 1 ? "1 reply" : `${message.reply_count} replies`;
  return h("button", { type: "button", class: "replies", on: { click: () => openThread(message.ts) } },
    h("span", { class: "faces" }, (message.reply_users ?? []).slice(0, 3).map((id) => face(id, undefined, "small"))),
    h("span", { class: "count" }, label),
    h("span", { class: "faint" }, `Last reply ${inSentence(message.latest_reply)}`));
}

function heading(message, name) {
  const team = store.people.get(message.user)?.team;
  return h("div", { class: "heading" },
    h("span", { class: "who" }, name),
    message.bot_id ? h("span", { class: "app" }, "APP") : null,
    team ? h("span", { class: "team" }, team) : null,
    h("time", { datetime: messageTime(message.ts).toISOString(), title: messageTime(message.ts).toLocaleString() },
      clock(message.ts)));
}

// channel: its id; openThread(ts) where threads can be opened.
export function drawMessage(message, channel, { openThread } = {}) {
  if (message.subtype === "tombstone") return tombstone(message, channel, openThread);
  const place = `${store.me}/${openThread ? "channel" : "thread"}/${channel}/${message.ts}`;
  const name = message.username ?? personName(message.user);
  const context = contextFor({ channel, ts: message.ts }, {
    folds: `${channel}/${message.ts}`,
    // What the person entered in it before the page was loaded.
    stateOf: (block, action) => message.state?.[block]?.[action],
  });
  const whispered = Boolean(message.is_ephemeral);
  // What asks for an act begins anew, so that no two of them look like one.
  const asks = message.bot_id && message.blocks?.some((block) => block.type === "actions");
  const apart = whispered || asks || message.subtype === "thread_broadcast";
  const article = h("article", {
    class: `message${whispered ? " ephemeral" : ""}${isMove(message) ? " move" : ""}`,
    tabindex: "-1",
    "aria-label": `${name}, ${dayAndClock(message.ts)}`,
    data: {
      ts: message.ts, author: `${message.user}/${name}`,
      ...(apart ? { apart: "yes" } : {}), ...(message.user === store.me ? { mine: "yes" } : {}),
    },
  },
  h("div", { class: "gutter", "aria-hidden": "true" }, face(message.user, name), h("span", { class: "at" }, clock(message.ts))),
  h("div", { class: "body" },
    whispered ? h("p", { class: "only" }, "Only visible to you") : null,
    pinMark(channel, message),
    heading(message, name),
    editors.get(place) ?? content(message, context),
    message.edited && !editors.has(place) ? h("span", { class: "edited" }, "(edited)") : null,
    (message.attachments ?? []).map((each) => attachment(each, context, drawBlocks)),
    (message.files ?? []).map(drawFile),
    drawReactions(channel, message),
    replies(message, openThread)));
  const edit = (editor) => {
    if (editor) editors.set(place, editor);
    else editors.delete(place);
    const fresh = drawMessage(message, channel, { openThread });
    fresh.classList.toggle("follows", article.classList.contains("follows"));
    article.replaceWith(fresh);
    return fresh;
  };
  drawn.set(article, { message, channel, openThread, edit });
  return article;
}

// What is left of a message that was deleted while there are replies to it.
function tombstone(message, channel, openThread) {
  const article = h("article", {
    class: "message tombstone", tabindex: "-1", "aria-label": `Deleted message, ${dayAndClock(message.ts)}`,
    data: { ts: message.ts, author: "tombstone", apart: "yes" },
  },
  h("div", { class: "gutter", "aria-hidden": "true" }, h("span", { class: "face" }, "🗑")),
  h("div", { class: "body" }, h("p", { class: "faint" }, message.text), replies(message, openThread)));
  drawn.set(article, { message, channel, openThread });
  return article;
}
