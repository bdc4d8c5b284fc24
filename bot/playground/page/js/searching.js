// Conversations and people by what is typed of their names, as options of a list.

import { signOf } from "./heading.js";
import { channelName, isGuest, store } from "./store.js";

const text = (words) => ({ type: "plain_text", text: words, emoji: false });

// Every word typed begins a word of the name.
export function fits(name, typed) {
  const parts = name.toLowerCase().split(/[\s,.@#_-]+/);
  return typed.trim().toLowerCase().split(/[\s#@]+/).filter(Boolean)
    .every((word) => parts.some((part) => part.startsWith(word)) || name.toLowerCase().startsWith(word));
}

export function peopleFor(typed) {
  return [...store.people.values()]
    .filter((person) => !person.deleted && !(person.is_bot && isGuest()) && person.id !== store.me && fits(`${person.real_name} ${person.name}`, typed))
    .map((person) => ({
      value: person.id, text: text(person.real_name),
      description: text([`@${person.name}`, person.is_bot ? "app" : person.title, person.team].filter(Boolean).join(" · ")),
    }));
}

export function conversationOption(channel) {
  const unread = store.unread.get(channel.id);
  const notes = [unread ? `${unread} unread` : "", channel.is_member ? "" : "not joined", channel.is_archived ? "archived" : ""];
  return {
    value: channel.id, text: text(`${signOf(channel)}${channelName(channel.id)}`),
    description: text(notes.filter(Boolean).join(" · ")),
  };
}
