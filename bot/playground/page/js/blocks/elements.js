// Interactive elements. Each drawer gives { node, control?, key?, read? }: what to show, what takes the focus,
// where Slack's state keeps the value, and the value itself (undefined: nothing).
//
// The context says where they stand: act(element, block, value) tells the app, keep(...) only notes a value,
// suggest(element, block, typed) asks the app for options, state is what was entered before, label names the
// element for screen readers.

import { h } from "../dom.js";
import { button, feedbackButtons, iconButton } from "./buttons.js";
import { checkboxes, radioButtons } from "./choices.js";
import { fileInput } from "./file_input.js";
import { overflow } from "./menu.js";
import { datePicker, dateTimePicker, timePicker } from "./moments.js";
import { picture } from "./picture.js";
import { richTextInput } from "./rich_input.js";
import { channelsSelect, conversationsSelect, externalSelect, staticSelect, usersSelect } from "./selects.js";
import { textInput } from "./texts.js";

const DRAWERS = {
  button,
  workflow_button: button,
  icon_button: iconButton,
  feedback_buttons: feedbackButtons,
  overflow,
  static_select: staticSelect,
  multi_static_select: staticSelect,
  external_select: externalSelect,
  multi_external_select: externalSelect,
  users_select: usersSelect,
  multi_users_select: usersSelect,
  channels_select: channelsSelect,
  multi_channels_select: channelsSelect,
  conversations_select: conversationsSelect,
  multi_conversations_select: conversationsSelect,
  checkboxes,
  radio_buttons: radioButtons,
  datepicker: datePicker,
  timepicker: timePicker,
  datetimepicker: dateTimePicker,
  plain_text_input: textInput,
  email_text_input: textInput,
  url_text_input: textInput,
  number_input: textInput,
  rich_text_input: richTextInput,
  file_input: fileInput,
  image: (element) => ({ node: picture(element, "small") }),
};

export function drawElement(element, block, context) {
  const drawer = DRAWERS[element.type];
  if (!drawer) return { node: h("span", { class: "faint" }, `[${element.type}]`) };
  const { block_id: place, action_id: action } = { ...block, ...element };
  const state = context.stateOf?.(place, action, element.type) ?? preset(element);
  const drawn = drawer(element, block, { ...context, state });
  if (drawn.key) context.stands?.(place, action, element.type, () => ({ [drawn.key]: drawn.read() ?? null }));
  if (action) Object.assign(drawn.node.dataset, { block: place, action });
  return drawn;
}

// What an app wants to stand in an element at first, in the form of Slack's state.
function preset(element) {
  const given = Object.entries(element).filter(([key]) => key.startsWith("initial_"));
  return Object.fromEntries(given.flatMap(([key, value]) => {
    const name = key.slice("initial_".length);
    if (name !== "value") return [[`selected_${name}`, value]];
    return [[element.type === "rich_text_input" ? "rich_text_value" : "value", value]];
  }));
}
