// The pinned messages of the open channel.

import { look } from "./api.js";
import { dayAndClock } from "./days.js";
import { h, replace } from "./dom.js";
import { closeGoing, goingIsOpen, openGoing } from "./going.js";
import { mrkdwn } from "./mrkdwn.js";
import { pinMark, togglePin } from "./pinning.js";
import { attempt } from "./status.js";
import { on, personName, store } from "./store.js";
import { addressOf } from "./toolbar.js";

const list = h("ul", { class: "pins", tabindex: "-1", "aria-label": "Pinned messages" });

function entry(channel, message) {
  const member = store.channels.get(channel)?.is_member;
  return h("li", {},
    pinMark(channel, message),
    h("p", {}, h("strong", {}, message.username ?? personName(message.user)), h("span", { class: "faint" }, ` ${dayAndClock(message.ts)}`)),
    h("div", { class: "excerpt" }, message.text ? mrkdwn(message.text) : (message.files ?? []).map((file) => file.name).join(", ")),
    h("p", { class: "actions" },
      h("a", { class: "button", href: addressOf(channel, message), on: { click: closeGoing } }, "Go to message"),
      member ? h("button", { type: "button", class: "button", on: { click: () => togglePin(channel, message) } }, "Unpin") : null));
}

async function draw(channel) {
  const query = { person: store.me };
  const answer = await attempt(() => look(`channels/${channel}/pins`, query));
  if (!answer) return;
  const held = list.contains(document.activeElement);
  replace(list, answer.messages.map((message) => entry(channel, message)));
  if (!answer.messages.length) replace(list, h("li", { class: "faint" }, "Nothing is pinned here."));
  if (held) list.focus();
}

export async function showPins(channel) {
  list.dataset.channel = channel;
  openGoing({ title: "Pinned messages", content: list });
  await draw(channel);
}

for (const kind of ["pin.added", "pin.removed"]) {
  on(kind, ({ channel }) => {
    if (goingIsOpen() && list.isConnected && list.dataset.channel === channel) draw(channel);
  });
}
