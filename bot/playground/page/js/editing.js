// Changing one's own message in its place, and taking it back. Enter saves, Escape leaves it as it was.

import { act } from "./api.js";
import { confirmed } from "./confirm.js";
import { freshId, h } from "./dom.js";
import { isMove, shownBy } from "./message.js";
import { typedText } from "./mrkdwn.js";
import { attempt, say } from "./status.js";
import { store } from "./store.js";
import { suggestions } from "./suggestions.js";

const plain = (text) => ({ type: "plain_text", text });
const SURE = {
  title: plain("Delete message"), text: plain("Are you sure you want to delete this message? This cannot be undone."),
  confirm: plain("Delete"), deny: plain("Cancel"), style: "danger",
};

// Whether the person whose page this is may change what the article shows.
export function isOwn({ message, channel }) {
  const place = store.channels.get(channel);
  const words = !message.is_ephemeral && message.subtype !== "tombstone" && !isMove(message);
  return words && message.user === store.me && Boolean(place?.is_member) && !place.is_archived;
}

const order = ({ message, channel }) => ({ person: store.me, channel, ts: message.ts });

// back(): where the keyboard goes afterwards; the message itself when it is left out.
export function edit(article, back) {
  const shown = shownBy(article);
  if (!isOwn(shown) || article.querySelector(".editor")) return;
  const before = typedText(shown.message.text);
  const hint = h("p", { class: "usage-hint", id: freshId("hint") }, h("kbd", {}, "Enter"), " saves, ", h("kbd", {}, "Esc"), " cancels");
  const field = h("textarea", { class: "field", rows: 1, "aria-label": "Edit message", "aria-describedby": hint.id, value: before });
  const offered = suggestions(field, { threaded: () => true, label: "Suggestions" });
  const fit = () => {
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight + 2, 260)}px`;
  };
  const done = () => {
    const fresh = shownBy(editor.closest("article")).edit(null);
    if (back) back();
    else fresh.focus({ preventScroll: true });
  };
  const save = async () => {
    const text = field.value.trim();
    if (text === before.trim()) { done(); return; }
    if (!text && !shown.message.files?.length) {
      if (await takeBack(editor.closest("article"))) return;
      field.focus();
      return;
    }
    field.readOnly = true;
    const saved = await attempt(() => act("edits", { ...order(shown), text }));
    field.readOnly = false;
    if (saved) done();
    else field.focus();
  };
  const editor = h("div", { class: "editor" }, offered.list, h("div", { class: "compose" }, field,
    h("button", { type: "button", class: "button", on: { click: done } }, "Cancel"),
    h("button", { type: "button", class: "button primary", on: { click: save } }, "Save")), hint);
  field.addEventListener("input", () => { fit(); offered.update(); });
  editor.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.target === field && offered.key(event)) event.preventDefault();
    else if (event.key === "Escape") { event.preventDefault(); done(); }
    else if (event.key === "Enter" && !event.shiftKey && event.target === field) { event.preventDefault(); save(); }
  });
  shown.edit(editor);
  fit();
  field.focus();
  field.setSelectionRange(before.length, before.length);
  editor.scrollIntoView({ block: "nearest" });
}

// Whether the message is gone.
export async function takeBack(article) {
  const shown = shownBy(article);
  if (!isOwn(shown) || !(await confirmed(SURE))) return false;
  const all = [...article.closest(".rows, .root").querySelectorAll("article.message")];
  const near = all[all.indexOf(article) + 1] ?? all[all.indexOf(article) - 1];
  const gone = await attempt(() => act("deletions", order(shown)));
  if (!gone) return false;
  say("The message is deleted.");
  (near?.isConnected ? near : document.getElementById("messages")).focus({ preventScroll: true });
  return true;
}

// The last message of one's own in the list that this field writes to.
export function editLast(field) {
  const zone = field.closest("main, aside");
  const last = [...zone.querySelectorAll("article[data-mine]")].filter((article) => isOwn(shownBy(article))).at(-1);
  if (last) edit(last, () => field.focus());
  return Boolean(last);
}
