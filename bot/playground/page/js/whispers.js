// What only this person sees. As in Slack nobody keeps it: it stays until the page is loaded anew.

import { on, store } from "./store.js";

const kept = new Map();

const place = (channel) => `${store.me}/${channel}`;

// thread_ts: those of a thread; without it those of the channel itself.
export function whispersIn(channel, thread_ts) {
  const all = [...(kept.get(place(channel)) ?? new Map()).values()];
  return all.filter((each) => (each.thread_ts ?? undefined) === thread_ts);
}

function take({ to, channel, message }) {
  if (!to) return;
  const here = place(channel);
  if (!kept.has(here)) kept.set(here, new Map());
  kept.get(here).set(message.ts, { ...message, is_ephemeral: true });
}

on("message.posted", take);
on("message.changed", take);
on("message.deleted", ({ channel, message }) => kept.get(place(channel))?.delete(message.ts));
