// Up to where this person has read the open channel: told to the playground, so that other windows know.

import { act } from "./api.js";
import { lasting, shown } from "./opened.js";
import { emit, isHere, store } from "./store.js";

let marked = "";

export async function markRead() {
  const last = lasting().at(-1);
  if (!last || shown.hasNewer || shown.waiting || !isHere(shown.channel)) return;
  if (store.unread.delete(shown.channel)) emit("unread");
  const mark = `${shown.me}/${shown.channel}/${last.dataset.ts}`;
  if (mark === marked || !store.channels.get(shown.channel)?.is_member) return;
  marked = mark;
  store.channels.get(shown.channel).read = Number(last.dataset.ts);
  // Missing this is no loss: the next message tells it again.
  await act("reads", { person: shown.me, channel: shown.channel, ts: last.dataset.ts }).catch(() => { marked = ""; });
}

document.addEventListener("visibilitychange", () => markRead());
