// What the page knows: the workspace as one person sees it, kept up to date by the stream of changes.

import { look } from "./api.js";
import { follow } from "./live.js";

const listeners = new Map();

export const store = {
  me: sessionStorage.getItem("person") ?? "",
  team: null,
  app: null,
  people: new Map(),
  channels: new Map(),
  usergroups: {},
  views: [],
  unread: new Map(),
  channel: null,
  home: false,
};

export function on(kind, listener) {
  listeners.set(kind, [...(listeners.get(kind) ?? []), listener]);
}

export function emit(kind, data = {}) {
  for (const listener of listeners.get(kind) ?? []) listener(data);
}

export async function load() {
  const known = store.me || undefined;
  // A person of an earlier run may not exist any more: then the playground chooses.
  const state = await look("state", { person: known }).catch(() => look("state"));
  if (known && store.me !== known) return; // somebody else was chosen in the meantime
  store.me = state.me;
  store.team = state.team;
  store.app = state.app;
  store.people = new Map(state.people.map((person) => [person.id, person]));
  store.usergroups = state.usergroups;
  store.views = state.views;
  takeChannels(state);
  sessionStorage.setItem("person", store.me);
  follow(store.me, state.change, {
    change: take,
    reset: reload,
    connected: (yes) => emit("connection", { lost: !yes }),
  });
  emit("loaded");
}

// The playground started anew, or forgot what happened since: nothing that is shown can be relied on.
async function reload() {
  await load().catch(() => setTimeout(reload, 1_000));
}

export async function become(person) {
  store.me = person;
  await load();
}

function takeChannels(state) {
  store.channels = new Map(state.channels.map((channel) => [channel.id, channel]));
  store.unread = new Map(state.channels
    .filter((each) => each.unread && !isHere(each.id))
    .map((each) => [each.id, each.unread]));
}

function take(change) {
  if (change.kind === "message.posted") countUnread(change);
  if (/^(channel|member)\./.test(change.kind)) refreshChannels();
  if (change.kind.startsWith("pin.")) takePin(change);
  // Another window of the same person has read further.
  if (change.kind === "read" && !(store.channels.get(change.channel)?.read >= change.ts)) refreshChannels();
  if (change.kind.startsWith("view.")) takeView(change);
  emit(change.kind, change);
}

export const isHere = (channel) => channel === store.channel && !store.home && !document.hidden;

function countUnread({ channel, message }) {
  if (!store.channels.get(channel)?.is_open) refreshChannels();
  const reply = message.parent_user_id && message.subtype !== "thread_broadcast";
  const move = message.subtype === "channel_join" || message.subtype === "channel_leave";
  if (reply || move || isHere(channel) || message.user === store.me) return;
  store.unread.set(channel, (store.unread.get(channel) ?? 0) + 1);
  emit("unread");
}

function takePin({ kind, channel, pin }) {
  const place = store.channels.get(channel);
  if (!place) return;
  const others = place.pins.filter((each) => each.ts !== pin.ts);
  place.pins = kind === "pin.added" ? [pin, ...others] : others;
  emit("channels");
}

function takeView(change) {
  if (change.kind === "view.opened") store.views = [change.view];
  if (change.kind === "view.pushed") store.views = [...store.views, change.view];
  if (change.kind === "view.closed") store.views = store.views.filter((view) => view.id !== change.view_id);
  if (change.kind === "view.updated") {
    store.views = store.views.map((view) => (view.id === change.view.id ? change.view : view));
  }
  emit("views");
}

let refreshing = null;

// Several reasons at once are one question.
export function refreshChannels() {
  refreshing ??= (async () => {
    await new Promise((resolve) => { setTimeout(resolve, 50); });
    refreshing = null;
    const me = store.me;
    const state = await look("state", { person: me }).catch(() => null);
    if (!state || me !== store.me) return;
    takeChannels(state);
    emit("channels");
  })();
  return refreshing;
}

// Somebody of another workspace: apps are not there for them, but for what they show in shared channels.
export const isGuest = () => Boolean(store.people.get(store.me)?.team);

export function personName(id) {
  const person = store.people.get(id);
  return person ? person.real_name : id === "USLACKBOT" ? "Slackbot" : id;
}

export function handle(id) {
  return store.people.get(id)?.name ?? id;
}

export function channelName(id) {
  const channel = store.channels.get(id);
  if (!channel) return "private channel";
  if (channel.kind === "im" || channel.kind === "mpim") {
    const others = channel.members.filter((member) => member !== store.me);
    return (others.length ? others : [store.me]).map(personName).join(", ");
  }
  return channel.name;
}
