// Going places: into channels, out of them, to other people.

import { act } from "./api.js";
import { goTo } from "./going.js";
import { attempt } from "./status.js";
import { emit, refreshChannels, store } from "./store.js";

const order = (channel) => ({ person: store.me, channel });

async function done(path, channel) {
  const answer = await attempt(() => act(path, order(channel)));
  // The stream tells of it too; here the next thing to do waits for it.
  if (answer) await refreshChannels();
  return Boolean(answer);
}

export const join = (channel) => done("joinings", channel);
export const leave = (channel) => done("leavings", channel);

// Open the direct conversation with these people.
export async function meet(others) {
  const answer = await attempt(() => act("meetings", { person: store.me, others }));
  if (!answer) return false;
  store.channels.set(answer.channel.id, answer.channel);
  emit("channels");
  goTo(answer.channel.id);
  return true;
}
