// The quick switcher: a few letters of a channel or a person, Enter, and one is there.

import { optionList } from "./blocks/option_list.js";
import { freshId, h } from "./dom.js";
import { closeGoing, goTo, openGoing } from "./going.js";
import { meet } from "./places.js";
import { conversationOption, fits, peopleFor } from "./searching.js";
import { channelName, isGuest, on, store } from "./store.js";

const MOST = 12;
const visited = [];

on("place", () => {
  const here = store.home ? "home" : store.channel;
  visited.splice(0, visited.length, here, ...visited.filter((each) => each !== here));
});

const isDirect = (channel) => channel.kind === "im" || channel.kind === "mpim";
const recency = (id) => (visited.includes(id) ? visited.indexOf(id) : visited.length);

// What is unread first, then where one was of late; where one is comes last.
function weight(channel) {
  if (channel.id === store.channel && !store.home) return 1_000;
  return (store.unread.has(channel.id) ? 0 : 100) + (channel.is_member ? 0 : 500) + recency(channel.id);
}

function conversations(typed) {
  return [...store.channels.values()]
    .filter((channel) => (typed ? fits(channelName(channel.id), typed) : channel.is_member && !channel.is_archived))
    .filter((channel) => !isDirect(channel) || channel.is_open)
    .sort((one, other) => weight(one) - weight(other))
    .map((channel) => ({ ...conversationOption(channel), go: () => goTo(channel.id) }));
}

// People with whom there is a conversation already are found by it.
function others(typed) {
  if (!typed) return [];
  const pairs = [...store.channels.values()].filter((channel) => channel.kind === "im" && channel.is_open);
  return peopleFor(typed)
    .filter((option) => !pairs.some((channel) => channel.members.includes(option.value)))
    .map((option) => ({ ...option, go: () => meet([option.value]) }));
}

function home(typed) {
  if (isGuest() || !fits(`${store.app.name} home`, typed)) return [];
  const go = () => {
    closeGoing();
    location.hash = "#/home";
  };
  const [name, about] = [`${store.app.name}`, "app home"].map((words) => ({ type: "plain_text", text: words }));
  return [{ value: "home", text: name, description: about, go }];
}

export function showSwitcher() {
  const list = h("div", { id: freshId("switcher"), role: "listbox", "aria-label": "Where to", class: "where-to" });
  const count = h("p", { class: "unseen", role: "status" });
  const field = h("input", {
    class: "field", type: "text", role: "combobox", "aria-expanded": "true", "aria-controls": list.id,
    "aria-autocomplete": "list", "aria-label": "Jump to", placeholder: "A channel or a person", autocomplete: "off", spellcheck: "false",
  });
  const options = optionList(list, field, (option) => option.go());
  const look = () => {
    const typed = field.value.trim();
    const found = [...conversations(typed), ...home(typed), ...others(typed)].slice(0, MOST);
    options.draw([{ options: found }], () => false);
    count.textContent = found.length ? `${found.length} found` : "Nothing found";
  };
  const keys = { ArrowDown: () => options.step(1), ArrowUp: () => options.step(-1), Enter: () => options.take() };
  field.addEventListener("input", look);
  field.addEventListener("keydown", (event) => {
    if (event.isComposing || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
  openGoing({ title: "Jump to", content: [field, list, count], first: field });
  look();
}
