// What blocks can do: tell the app of a press or a choice, and ask it for options.

import { act } from "./api.js";
import { attempt, say } from "./status.js";
import { store } from "./store.js";

export function contextFor(where, extra = {}) {
  return {
    async act(element, block, value) {
      const body = { person: store.me, where, action_id: element.action_id, block_id: block.block_id, value };
      const answer = await attempt(() => act("actions", body));
      if (answer?.notice) say(answer.notice);
    },
    async suggest(element, block, typed) {
      const body = { person: store.me, where, action_id: element.action_id, block_id: block.block_id, typed };
      return (await attempt(() => act("suggestions", body)))?.options ?? [];
    },
    ...extra,
  };
}
