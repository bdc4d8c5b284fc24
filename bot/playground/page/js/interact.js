// What blocks can do: tell the app of a press or a choice, ask it for options, and keep what a person has entered.

import { act } from "./api.js";
import { attempt, say } from "./status.js";
import { store } from "./store.js";

// What was drawn last at each place: place -> Map of "block/action" -> { type, read }.
const drawn = new Map();
let kept = Promise.resolve();

// All values that were only noted have arrived; a press or a submission must not overtake them.
export const allKept = () => kept;

// `state` of the extra gives what the workspace knows of an element; what stands on the page goes before it.
export function contextFor(where, { stateOf, ...extra } = {}) {
  const place = `${store.me}/${where.view_id ?? `${where.channel}/${where.ts}`}`;
  const before = new Map([...drawn.get(place) ?? []].map(([key, { type, entry }]) => [key, { type, ...entry() }]));
  const now = new Map();
  drawn.delete(place);
  const order = (element, block, value) =>
    ({ person: store.me, where, action_id: element.action_id, block_id: block.block_id, value });

  return {
    async act(element, block, value) {
      await kept;
      const answer = await attempt(() => act("actions", order(element, block, value)));
      if (answer?.notice) say(answer.notice);
    },
    keep(element, block, value) {
      // A field that closes with its modal reports its change when there is nothing left to note it in.
      if (extra.gone?.()) return;
      // No word of a failure: the values are sent once more with the submission, which tells.
      kept = kept.then(() => act("actions", order(element, block, value ?? null))).catch(() => null);
    },
    async suggest(element, block, typed) {
      const body = { ...order(element, block), typed };
      return (await attempt(() => act("suggestions", body)))?.groups ?? [];
    },
    stateOf(block, action, type) {
      const held = before.get(`${block}/${action}`);
      if (held?.type === type) return held;
      const noted = stateOf?.(block, action);
      return noted?.type === type ? noted : undefined;
    },
    stands(block, action, type, entry) {
      drawn.set(place, now);
      now.set(`${block}/${action}`, { type, entry });
    },
    ...extra,
  };
}
