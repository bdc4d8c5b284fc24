// All select menus, single and multi, on one combobox: what they offer and what they hold.

import { plain } from "../mrkdwn.js";
import { channelName, store } from "../store.js";
import { combobox } from "./combobox.js";
import { ownName, told } from "./told.js";

const text = (words) => ({ type: "plain_text", text: words, emoji: false });
const isMany = (element) => element.type.startsWith("multi_");

function narrowed(groups, typed) {
  const words = typed.trim().toLowerCase().split(/\s+/);
  const fits = (option) => {
    const label = `${plain(option.text)} ${option.description ? plain(option.description) : ""}`.toLowerCase();
    return words.every((word) => label.includes(word));
  };
  return groups.map(({ label, options }) => ({ label, options: options.filter(fits) }));
}

const named = (groups) => groups.map(({ label, options }) => ({ label: label && plain(label), options }));

// `hold` turns options into what the app gets; `key` is where the state keeps it.
function select(element, block, context, { find, initial, key, hold = (option) => option, fallback }) {
  const many = isMany(element);
  const held = (options) => (many ? options.map(hold) : options[0] && hold(options[0]));
  const { node, control, read } = combobox({
    label: context.label ?? ownName(element, fallback),
    placeholder: element.placeholder ? plain(element.placeholder) : fallback,
    initial, many, most: element.max_selected_items, find,
    changed: (options) => told(element, block, context, held(options) ?? null, control),
  });
  return { node, control, key, read: () => held(read()) };
}

const optionKey = (element) => (isMany(element) ? "selected_options" : "selected_option");

function heldOptions(element, context) {
  return [].concat(context.state?.[optionKey(element)] ?? []);
}

export function staticSelect(element, block, context) {
  const groups = named(element.option_groups ?? [{ options: element.options }]);
  return select(element, block, context, {
    find: async (typed) => ({ groups: narrowed(groups, typed) }),
    initial: heldOptions(element, context), key: optionKey(element),
    fallback: isMany(element) ? "Choose options" : "Choose an option",
  });
}

const DEFAULT_LEAST = 3;  // Slack's, when the app does not say

export function externalSelect(element, block, context) {
  const least = element.min_query_length ?? DEFAULT_LEAST;
  let latest = 0;
  const find = async (typed) => {
    const mine = ++latest;
    if (typed.length < least) {
      const missing = least - typed.length;
      return { groups: [], hint: `Type ${missing} more ${missing === 1 ? "character" : "characters"} to search.` };
    }
    // A person types faster than an app answers: only the last word is asked about.
    await new Promise((resolve) => { setTimeout(resolve, typed ? 150 : 0); });
    return { groups: mine === latest ? named(await context.suggest(element, block, typed)) : [] };
  };
  return select(element, block, context, {
    find, initial: heldOptions(element, context), key: optionKey(element), fallback: "Type to search",
  });
}

const people = () => [...store.people.values()].filter((person) => !person.deleted)
  .map((person) => ({ value: person.id, text: text(person.real_name), description: text(`@${person.name}`) }));

const isDirect = (channel) => channel.kind === "im" || channel.kind === "mpim";
const shownName = (channel) => (isDirect(channel) ? channelName(channel.id) : `${channel.is_private ? "🔒 " : "#"}${channel.name}`);

function conversations(wanted) {
  return [...store.channels.values()].filter((channel) => !channel.is_archived && wanted(channel))
    .map((channel) => ({ value: channel.id, text: text(shownName(channel)) }));
}

const SORTS = { im: "im", mpim: "mpim", public_channel: "public", private_channel: "private" };

function passing({ include, exclude_external_shared_channels: inside, exclude_bot_users: human } = {}) {
  return (channel) => {
    if (include && !include.includes(SORTS[channel.kind])) return false;
    if (inside && channel.is_ext_shared) return false;
    return !(human && channel.kind === "im" && channel.members.some((id) => store.people.get(id)?.is_bot));
  };
}

function known(offered, name, fallback) {
  return (element, block, context) => {
    const key = isMany(element) ? `${name}s` : name;
    const held = [].concat(context.state?.[key] ?? []);
    const all = offered(element);
    // Somebody whom this person does not see may be preset all the same: then the id stands for the name.
    const initial = held
      .map((id) => all.find((option) => option.value === id) ?? { value: id, text: text(id) });
    return select(element, block, context, {
      find: async (typed) => ({ groups: narrowed([{ options: all }], typed) }),
      initial, key, hold: (option) => option.value, fallback,
    });
  };
}

export const usersSelect = known(people, "selected_user", "Choose a person");
export const channelsSelect = known(
  () => conversations((channel) => channel.kind === "public_channel"), "selected_channel", "Choose a channel");
export const conversationsSelect = known(
  (element) => conversations(passing(element.filter)), "selected_conversation", "Choose a conversation");
