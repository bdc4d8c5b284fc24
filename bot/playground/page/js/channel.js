// The message list of the open channel: the latest, older ones on the way up, and what happens meanwhile.

import { act, look } from "./api.js";
import { announce } from "./announce.js";
import { h, replace } from "./dom.js";
import { headingOf } from "./heading.js";
import { drawMessage } from "./message.js";
import { Rows } from "./rows.js";
import { atEnd, highlight, oneMoreBelow, showLatest, toEnd, watchScrolling } from "./scrolling.js";
import { attempt } from "./status.js";
import { emit, isHere, on, store } from "./store.js";
import { openThread } from "./thread.js";
import { equip } from "./toolbar.js";
import { whispersIn } from "./whispers.js";

const list = document.getElementById("messages");
const older = h("p", { class: "older" });
const box = h("div", { class: "rows" });
const rows = new Rows(box, (message) => drawMessage(message, shown.channel, { openThread }));
// What happens while messages are on their way is done to them when they are there.
let shown = { channel: null, hasMore: false, hasNewer: false, waiting: null };

export async function showChannel(target) {
  const channel = store.channels.get(store.channel);
  if (!channel) return;
  headingOf(channel);
  const again = shown.channel === channel.id && shown.me === store.me && list.contains(box);
  const own = { channel: channel.id, me: store.me, hasMore: false, hasNewer: false, waiting: [] };
  shown = own;
  if (!again) replace(list, h("p", { class: "hint" }, "Opening…"));
  const query = { person: store.me, around: target };
  const part = await attempt(() => look(`channels/${channel.id}/messages`, query));
  if (shown !== own || store.home) return;
  if (!part) {
    replace(list, h("p", { class: "hint" }, "The messages could not be loaded. ",
      h("button", { type: "button", class: "button", on: { click: () => showChannel(target) } }, "Try again")));
    return;
  }
  own.hasMore = part.has_more;
  own.hasNewer = part.has_newer;
  rows.clear();
  rows.putAll(part.messages);
  if (!own.hasNewer) rows.putAll(whispersIn(channel.id));
  replace(list, box, older);
  if (store.unread.has(channel.id)) rows.markNewFrom(channel.read);
  drawOlder();
  place(target && rows.find(target));
  settle(own);
}

function place(found) {
  toEnd();
  if (found) highlight(found);
  showLatest(shown.hasNewer);
}

function settle(own) {
  const { waiting } = own;
  own.waiting = null;
  waiting.forEach((event) => event());
  markRead();
}

function drawOlder() {
  const start = rows.articles().length ? "This is where it began." : "Nothing has been said here yet.";
  older.textContent = shown.hasMore ? "Older messages…" : start;
  older.hidden = !rows.articles().length && !shown.hasMore ? false : !shown.hasMore && rows.articles().length < 2;
}

let fetching = false;

async function more(direction) {
  const own = shown;
  const all = rows.articles().filter((each) => !each.classList.contains("ephemeral"));
  const edge = direction === "before" ? all[0] : all.at(-1);
  if (fetching || own.waiting || !edge || store.home) return;
  fetching = true;
  const query = { person: own.me, [direction]: edge.dataset.ts };
  const part = await attempt(() => look(`channels/${own.channel}/messages`, query));
  fetching = false;
  if (!part || own !== shown || store.home) return;
  rows.putAll(direction === "before" ? part.messages.reverse() : part.messages);
  if (direction === "before") own.hasMore = part.has_more;
  else own.hasNewer = part.has_newer;
  drawOlder();
  watchEdges();
}

const edges = new IntersectionObserver((entries) => {
  if (!entries.some((entry) => entry.isIntersecting) || !list.contains(box)) return;
  if (entries.some((entry) => entry.target === older && entry.isIntersecting) && shown.hasMore) more("before");
}, { root: list, rootMargin: "1200px 0px 0px 0px" });

// An observer tells of changes only: when the edge is still in view after loading, it must be asked anew.
function watchEdges() {
  edges.unobserve(older);
  edges.observe(older);
}
watchEdges();

watchScrolling({
  newer: () => shown.hasNewer,
  reached: () => markRead(),
  jump: () => (shown.hasNewer ? showChannel() : toEnd()),
});
list.addEventListener("scroll", () => {
  if (shown.hasNewer && list.scrollTop > -600) more("after");
}, { passive: true });

let marked = "";

export async function markRead() {
  const last = rows.articles().filter((each) => !each.classList.contains("ephemeral")).at(-1);
  if (!last || shown.hasNewer || shown.waiting || !isHere(shown.channel)) return;
  if (store.unread.delete(shown.channel)) emit("unread");
  const mark = `${shown.me}/${shown.channel}/${last.dataset.ts}`;
  if (mark === marked || !store.channels.get(shown.channel)?.is_member) return;
  marked = mark;
  store.channels.get(shown.channel).read = Number(last.dataset.ts);
  // Missing this is no loss: the next message tells it again.
  await act("reads", { person: shown.me, channel: shown.channel, ts: last.dataset.ts }).catch(() => { marked = ""; });
}

function add({ message, to }) {
  if (message.parent_user_id && message.subtype !== "thread_broadcast") {
    if (!to) refreshParent(message.thread_ts);
    return;
  }
  if (shown.hasNewer) {
    if (message.user === store.me || to) showChannel();
    else showLatest(true);
    return;
  }
  const follow = atEnd() || Boolean(to) || message.user === store.me;
  const article = rows.put({ ...message, is_ephemeral: Boolean(to) });
  article.classList.add("fresh");
  drawOlder();
  if (follow) toEnd();
  else oneMoreBelow();
  if (message.user !== store.me) announce({ ...message, is_ephemeral: Boolean(to) });
  markRead();
}

async function refreshParent(ts) {
  const own = shown;
  if (!rows.find(ts)) return;
  const query = { person: store.me };
  const thread = await attempt(() => look(`channels/${own.channel}/threads/${ts}`, query));
  if (thread && own === shown && rows.find(ts)) rows.put(thread.messages[0]);
}

function change({ message, to }) {
  if (rows.find(message.ts)) rows.put({ ...message, is_ephemeral: Boolean(to) }).classList.add("edited-now");
}

const doing = {
  "message.posted": add,
  "message.changed": change,
  "message.deleted": ({ message }) => {
    rows.remove(message.ts);
    if (message.thread_ts && message.thread_ts !== message.ts) refreshParent(message.thread_ts);
  },
  "reaction.added": change,
  "reaction.removed": change,
};
for (const [kind, does] of Object.entries(doing)) {
  on(kind, (data) => {
    if (data.channel !== shown.channel || store.home) return;
    if (shown.waiting) shown.waiting.push(() => does(data));
    else does(data);
  });
}
document.addEventListener("visibilitychange", () => markRead());
equip(list);
