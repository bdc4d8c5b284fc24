// What the page knows: the workspace as one person sees it, kept up to date by server-sent events.

import { eventsAddress, look } from "./api.js";

const listeners = new Map();
let source = null;

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
  store.me = state.me;
  store.team = state.team;
  store.app = state.app;
  store.people = new Map(state.people.map((person) => [person.id, person]));
  store.channels = new Map(state.channels.map((channel) => [channel.id, channel]));
  store.usergroups = state.usergroups;
  store.views = state.views;
  sessionStorage.setItem("person", store.me);
  follow(state.change);
  emit("loaded");
}

export async function become(person) {
  store.me = person;
  store.unread.clear();
  await load();
}

function follow(since) {
  source?.close();
  source = new EventSource(eventsAddress(store.me, since));
  source.addEventListener("open", () => emit("connection", { lost: false }));
  source.addEventListener("error", () => emit("connection", { lost: true }));
  source.addEventListener("reset", () => load());
  source.addEventListener("change", (event) => take(JSON.parse(event.data)));
}

function take(change) {
  if (change.kind === "message.posted") countUnread(change);
  if (/^(channel|member)\./.test(change.kind)) refreshChannels();
  if (change.kind.startsWith("view.")) takeView(change);
  emit(change.kind, change);
}

function countUnread({ channel, message }) {
  const here = channel === store.channel && !document.hidden;
  if (here || message.user === store.me) return;
  store.unread.set(channel, (store.unread.get(channel) ?? 0) + 1);
  emit("unread");
  if (!store.channels.has(channel)) refreshChannels();
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

async function refreshChannels() {
  const state = await look("state", { person: store.me });
  store.channels = new Map(state.channels.map((channel) => [channel.id, channel]));
  emit("channels");
}

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
