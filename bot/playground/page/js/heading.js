// What stands above the messages: the channel's name, topic and kind; and why one cannot write, if so.

import { replace } from "./dom.js";
import { drawPlaceTools, joinButton } from "./place_tools.js";
import { channelName, store } from "./store.js";

const form = document.getElementById("composer");
const closed = document.getElementById("closed");

export const signOf = (channel) => (channel.kind === "public_channel" ? "#" : channel.is_private ? "🔒 " : "");

function notes(channel) {
  const people = channel.members.length;
  const direct = channel.kind === "im" || channel.kind === "mpim";
  return [
    channel.topic,
    direct ? "" : `${people} ${people === 1 ? "member" : "members"}`,
    channel.is_ext_shared ? "shared with another workspace" : "",
    channel.is_archived ? "archived" : "",
  ].filter(Boolean).join(" · ");
}

function whyNot(channel) {
  const name = `${signOf(channel)}${channelName(channel.id)}`;
  if (channel.is_archived) return `${name} is archived. It can be read, but nobody can write here.`;
  if (!channel.is_member) return `You are looking at ${name}, but you are not in it.`;
  return "";
}

export function headingOf(channel) {
  const name = `${signOf(channel)}${channelName(channel.id)}`;
  document.getElementById("title").textContent = name;
  document.getElementById("topic").textContent = notes(channel);
  document.getElementById("messages").setAttribute("aria-label", `Messages in ${name}`);
  const reason = whyNot(channel);
  drawPlaceTools(channel, name);
  replace(closed, reason, joinButton(channel, name));
  closed.hidden = !reason || store.home;
  form.hidden = Boolean(reason) || store.home;
}
