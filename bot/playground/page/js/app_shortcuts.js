// The app's shortcuts: those for everywhere hang on a button, those for messages stand in each message's menu.

import { act } from "./api.js";
import { menuButton } from "./menu.js";
import { attempt, say } from "./status.js";
import { store } from "./store.js";

const offered = (kind) => store.app?.shortcuts.filter((each) => each.kind === kind) ?? [];

async function use({ callback_id, name }, place) {
  const channel = store.home ? undefined : store.channel;
  const answer = await attempt(() => act("shortcuts", { person: store.me, callback_id, channel, ...place }));
  if (answer && !answer.ok) say(answer.notice ?? `${name} failed with the error "${answer.error}"`);
}

const entries = (kind, place) => offered(kind).map((each) => ({
  label: each.name || each.callback_id, about: each.description || store.app.name, does: () => use(each, place),
}));

export const shortcutsOn = (channel, message) => entries("message", { channel, ts: message.ts });

// Out of sight while the app has none: fit() looks again.
export function lightning() {
  const [button, menu] = menuButton(
    { class: "lightning", "aria-label": "App shortcuts", title: "App shortcuts", hidden: true }, "⚡",
    { entries: () => entries("global"), side: "left" });
  return { nodes: [button, menu], fit: () => { button.hidden = !offered("global").length; } };
}
