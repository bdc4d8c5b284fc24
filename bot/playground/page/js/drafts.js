// What was typed and not sent, by person and place; it outlives a reload.

import { keep, kept } from "./kept.js";
import { emit, store } from "./store.js";

const key = ({ channel, thread_ts }) => `draft/${store.me}/${channel}/${thread_ts ?? ""}`;

export const draft = (place) => kept(key(place)) ?? "";

export function keepDraft(place, text) {
  const before = Boolean(draft(place));
  keep(key(place), text.trim() ? text : null);
  if (before !== Boolean(draft(place))) emit("drafts");
}
