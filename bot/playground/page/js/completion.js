// What may be meant by the word before the cursor: commands, people, channels.

import { channelName, isGuest, store } from "./store.js";

const MOST = 8;

const begins = (text, typed) => text.toLowerCase().split(/[\s._-]+/).some((word) => word.startsWith(typed))
  || text.toLowerCase().startsWith(typed);

function commands(typed) {
  return store.app.commands.filter((each) => each.name.toLowerCase().startsWith(typed)).map((each) => ({
    insert: each.name, label: each.name, hint: each.usage_hint, about: each.description,
  }));
}

function people(typed) {
  const fitting = [...store.people.values()].filter((each) => !each.deleted
    && (each.name.toLowerCase().startsWith(typed) || begins(each.real_name, typed)));
  return fitting.map((each) => ({
    insert: `@${each.name}`, label: each.real_name, hint: `@${each.name}`, about: each.is_bot ? "app" : each.title,
  }));
}

function channels(typed) {
  const fitting = [...store.channels.values()].filter((each) => each.name && !each.is_archived
    && each.kind.endsWith("_channel") && begins(each.name, typed));
  return fitting.map((each) => ({ insert: `#${each.name}`, label: `#${channelName(each.id)}`, hint: "", about: each.topic }));
}

// What Slack answers to everybody else.
export const hasCommands = () => !isGuest();

// { start, options } for the text left of the cursor, or null when nothing is offered.
export function completions(before, { threaded }) {
  if (/^\/\S*$/.test(before)) {
    if (threaded || !hasCommands()) return null;
    return { start: 0, options: commands(before.toLowerCase()).slice(0, MOST) };
  }
  const word = /(?:^|[\s(])([@#])([\w.-]*)$/.exec(before);
  if (!word) return null;
  const typed = word[2].toLowerCase();
  const options = word[1] === "@" ? people(typed) : channels(typed);
  return { start: before.length - word[2].length - 1, options: options.slice(0, MOST) };
}

// The command that the text begins with, once its name is complete.
export function commandOf(text) {
  const name = /^(\/\S+)(\s|$)/.exec(text)?.[1];
  return name ? { name, known: store.app.commands.find((each) => each.name === name) } : null;
}

// Whether some command begins with what is typed so far.
export const mayBecome = (name) => commands(name.toLowerCase()).length > 0;
