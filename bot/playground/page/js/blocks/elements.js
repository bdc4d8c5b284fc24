// Interactive elements. Each drawer gives { node, read }: what to show, and what it holds (undefined: nothing).
//
// The context says where they stand: act(element, block, value) tells the app, suggest(element, block, typed)
// asks it for options, state is what was entered before, label names the element for screen readers.

import { confirmed } from "../confirm.js";
import { h } from "../dom.js";
import { link, plain } from "../mrkdwn.js";
import { channelName, store } from "../store.js";
import { combobox } from "./combobox.js";
import { picture } from "./picture.js";

const groupsOf = (element) => element.option_groups ?? [{ label: null, options: element.options ?? [] }];
const optionsOf = (element) => groupsOf(element).flatMap((group) => group.options);
const people = () => [...store.people.values()].filter((person) => !person.deleted)
  .map((person) => [person.id, person.real_name]);
const channels = () => [...store.channels.values()].filter((channel) => !channel.is_archived)
  .map((channel) => [channel.id, channelName(channel.id)]);

async function told(element, block, context, value, node) {
  if (element.confirm && !(await confirmed(element.confirm))) return;
  node?.setAttribute("aria-busy", "true");
  try {
    await context.act(element, block, value);
  } finally {
    node?.removeAttribute("aria-busy");
  }
}

function button(element, block, context) {
  const node = h("button", {
    type: "button",
    class: `button ${element.style ?? ""}`,
    "aria-label": element.accessibility_label,
    on: { click: () => told(element, block, context, undefined, node) },
  }, plain(element.text));
  if (!element.url) return { node };
  const opened = link(element.url, plain(element.text));
  opened.className = node.className;
  opened.addEventListener("click", () => told(element, block, context));
  return { node: opened };
}

function select(element, block, context, { choices, many, current }) {
  const held = new Set([].concat(current ?? []));
  const option = ([value, label]) => h("option", { value, selected: held.has(value) }, label);
  const placeholder = element.placeholder ? plain(element.placeholder) : "Choose";
  const groups = choices.map(({ label, entries }) =>
    label ? h("optgroup", { label }, entries.map(option)) : entries.map(option));
  const node = h("select", {
    class: "field", multiple: many, "aria-label": context.label ?? placeholder,
    on: { change: () => told(element, block, context, read(), node) },
  }, many ? null : h("option", { value: "", selected: !held.size }, placeholder), groups);
  const read = () => {
    const values = [...node.selectedOptions].map((each) => each.value).filter(Boolean);
    return many ? values : values[0];
  };
  return { node, read };
}

function staticSelect(element, block, context) {
  const many = element.type.startsWith("multi_");
  const held = context.state?.[many ? "selected_options" : "selected_option"];
  const current = [].concat(held ?? []).map((option) => option.value);
  const choices = groupsOf(element).map((group) => ({
    label: group.label && plain(group.label),
    entries: group.options.map((option) => [option.value, plain(option.text)]),
  }));
  return select(element, block, context, { choices, many, current });
}

function known(list, key) {
  return (element, block, context) => {
    const many = element.type.startsWith("multi_");
    const current = context.state?.[many ? `${key}s` : key];
    return select(element, block, context, { choices: [{ entries: list() }], many, current });
  };
}

function externalSelect(element, block, context) {
  const many = element.type.startsWith("multi_");
  const held = context.state?.[many ? "selected_options" : "selected_option"];
  const { node, read } = combobox({
    label: context.label ?? "Choose",
    placeholder: element.placeholder ? plain(element.placeholder) : "Type to search",
    initial: [].concat(held ?? []),
    many,
    find: (typed) => context.suggest(element, block, typed),
    changed: (options) => told(element, block, context, many ? options : options[0]),
  });
  return { node, read: () => (many ? read() : read()[0]) };
}

function overflow(element, block, context) {
  const node = h("details", { class: "overflow" }, h("summary", { "aria-label": "More actions" }, "⋯"));
  const menu = element.options.map((option) => h("button", {
    type: "button", class: "button",
    on: { click: () => { node.open = false; told(element, block, context, option.value); } },
  }, plain(option.text)));
  node.append(h("div", { class: "menu" }, menu));
  return { node };
}

function choices(kind) {
  return (element, block, context) => {
    const many = kind === "checkbox";
    const held = context.state?.[many ? "selected_options" : "selected_option"];
    const current = new Set([].concat(held ?? []).map((option) => option.value));
    const name = `${block.block_id}-${element.action_id}`;
    const rows = optionsOf(element).map((option) => h("label", { class: "choice" },
      h("input", { type: kind, name, value: option.value, checked: current.has(option.value) }),
      h("span", {}, plain(option.text),
        option.description ? h("div", { class: "faint" }, plain(option.description)) : null)));
    const node = h("div", {
      role: many ? "group" : "radiogroup", "aria-label": context.label,
      on: { change: () => told(element, block, context, read()) },
    }, rows);
    const read = () => {
      const values = [...node.querySelectorAll("input:checked")].map((each) => each.value);
      return many ? values : values[0];
    };
    return { node, read };
  };
}

function typed(type, key = "value") {
  return (element, block, context) => {
    const tag = element.multiline || element.type === "rich_text_input" ? "textarea" : "input";
    const node = h(tag, {
      class: "field", type: tag === "input" ? type : null, "aria-label": context.label,
      placeholder: element.placeholder ? plain(element.placeholder) : null,
      rows: tag === "textarea" ? 4 : null,
      maxlength: element.max_length, value: context.state?.[key] ?? "",
      on: { change: () => told(element, block, context, read()) },
    });
    const read = () => node.value || undefined;
    return { node, read };
  };
}

function richTextInput(element, block, context) {
  const { node, read } = typed("text")(element, block, { ...context, state: {} });
  const text = (value) => ({
    type: "rich_text",
    elements: [{ type: "rich_text_section", elements: [{ type: "text", text: value }] }],
  });
  return { node, read: () => (read() ? text(read()) : undefined) };
}

function moment(element, block, context) {
  const held = context.state?.selected_date_time;
  const local = held ? new Date(held * 1000 - new Date().getTimezoneOffset() * 60_000) : null;
  const state = { value: local?.toISOString().slice(0, 16) };
  const { node } = typed("datetime-local")(element, block, { ...context, state, act: () => {} });
  const read = () => (node.value ? Math.floor(new Date(node.value).getTime() / 1000) : undefined);
  node.addEventListener("change", () => told(element, block, context, read()));
  return { node, read };
}

const KNOWN = {
  users_select: known(people, "selected_user"),
  channels_select: known(channels, "selected_channel"),
  conversations_select: known(channels, "selected_conversation"),
};

const DRAWERS = {
  button, overflow,
  workflow_button: button,
  static_select: staticSelect,
  multi_static_select: staticSelect,
  external_select: externalSelect,
  multi_external_select: externalSelect,
  ...KNOWN,
  multi_users_select: KNOWN.users_select,
  multi_channels_select: KNOWN.channels_select,
  multi_conversations_select: KNOWN.conversations_select,
  checkboxes: choices("checkbox"),
  radio_buttons: choices("radio"),
  datepicker: typed("date", "selected_date"),
  timepicker: typed("time", "selected_time"),
  datetimepicker: moment,
  plain_text_input: typed("text"),
  email_text_input: typed("text"),
  url_text_input: typed("text"),
  number_input: typed("text"),
  rich_text_input: richTextInput,
  image: (element) => ({ node: picture(element) }),
};

export function drawElement(element, block, context) {
  const drawer = DRAWERS[element.type];
  if (!drawer) return { node: h("span", { class: "faint" }, `[${element.type}]`) };
  const state = context.stateOf?.(block.block_id, element.action_id);
  return drawer(element, block, { ...context, state });
}
