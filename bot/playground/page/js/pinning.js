// Pins: who pinned a message, and pinning or letting go.

import { act } from "./api.js";
import { h } from "./dom.js";
import { attempt } from "./status.js";
import { personName, store } from "./store.js";

const known = (channel, ts) => store.channels.get(channel)?.pins.find((pin) => pin.ts === ts);

export const isPinned = (channel, message) => Boolean(known(channel, message.ts));

export function togglePin(channel, message) {
  const on = !isPinned(channel, message);
  return attempt(() => act("pins", { person: store.me, channel, ts: message.ts, on }));
}

export function pinMark(channel, message) {
  const pin = known(channel, message.ts);
  if (!pin) return null;
  const by = pin.by === store.me ? "you" : personName(pin.by);
  return h("p", { class: "pinned-by" }, h("span", { "aria-hidden": "true" }, "📌 "), `Pinned by ${by}`);
}
