// The message field: Enter sends, a leading slash runs a command of the app, what is not sent is kept as a draft.

import { act } from "./api.js";
import { lightning } from "./app_shortcuts.js";
import { commandOf, hasCommands, mayBecome } from "./completion.js";
import { freshId, h, replace } from "./dom.js";
import { draft, keepDraft } from "./drafts.js";
import { takesDrops } from "./dropping.js";
import { editLast } from "./editing.js";
import { say } from "./status.js";
import { store } from "./store.js";
import { suggestions } from "./suggestions.js";
import { arrived, tray } from "./tray.js";

const TALLEST = 220;

// place() -> { channel, thread_ts? }; the answer has reload(), for when the place is another one.
export function composer(form, { label, place, id }) {
  const help = h("p", { class: "usage-hint", id: freshId("usage") });
  const field = h("textarea", { class: "field", rows: 1, "aria-label": label, placeholder: label, id, "aria-describedby": help.id });
  const button = h("button", { class: "button primary", "aria-label": "Send" }, "Send");
  const chooser = h("input", { type: "file", multiple: true, hidden: true });
  const attach = h("button", {
    type: "button", class: "button attach", "aria-label": "Attach files", title: "Attach files (Ctrl + U)",
    "aria-keyshortcuts": "Control+U", on: { click: () => chooser.click() },
  }, "+");
  const files = tray({ place: () => key(place()), changed: () => fit(), back: () => field.focus() });
  const offered = suggestions(field, { threaded: () => Boolean(place().thread_ts), label: "Suggestions" });
  const bolt = lightning();
  let unsent = null;

  const fit = () => {
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight + 2, TALLEST)}px`;
    button.disabled = !field.value.trim() && !files.any();
    replace(help, usage(field.value, Boolean(place().thread_ts)));
  };
  const changed = () => {
    keepDraft(place(), field.value);
    fit();
    offered.update();
  };
  const reload = (name) => {
    field.value = draft(place());
    if (name) {
      field.placeholder = name;
      field.setAttribute("aria-label", name);
    }
    offered.close();
    files.draw();
    bolt.fit();
    fit();
  };
  const send = async () => {
    const text = field.value.trim();
    const where = place();
    if (!(text || files.any()) || (where.thread_ts && refusedInThread(text)) || (files.any() && refusedWithFiles(text))) return;
    const attached = files.take();
    // The same words once more after a failure are the same message: it is posted once, whatever was lost.
    const again = unsent?.text === text && unsent.key === key(where) && same(unsent.attached, attached);
    unsent = { text, attached, key: key(where), client_id: again ? unsent.client_id : `${Date.now()}-${Math.random()}` };
    const own = unsent;
    field.value = "";
    changed();
    try {
      await deliver(where, text, own.client_id, await arrived(attached));
      if (unsent === own) unsent = null;
    } catch (error) {
      say(`Not sent: ${error.message}`);
      files.giveBack(own.key, attached);
      if (key(place()) === own.key && !field.value) field.value = text;
      if (key(place()) === own.key) changed();
      else keepDraft(where, text);
    }
  };

  field.addEventListener("input", changed);
  field.addEventListener("click", offered.update);
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (offered.key(event)) event.preventDefault();
    else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      send();
    } else if (event.key === "ArrowUp" && !field.value && !files.any()) {
      if (editLast(field)) event.preventDefault();
    } else if (event.key.toLowerCase() === "u" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      chooser.click();
    }
  });
  field.addEventListener("paste", (event) => {
    if (!event.clipboardData.files.length) return;
    event.preventDefault();
    files.add([...event.clipboardData.files]);
  });
  chooser.addEventListener("change", () => {
    files.add([...chooser.files]);
    chooser.value = "";
  });
  takesDrops(form, { add: files.add, what: () => `Drop files to send them: ${field.placeholder}` });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
    field.focus();
  });
  replace(form, offered.list, h("div", { class: "compose" }, files.node, attach, chooser, bolt.nodes, field, button), help);
  reload();
  return { reload };
}

const key = ({ channel, thread_ts }) => `${store.me}/${channel}/${thread_ts ?? ""}`;

const same = (some, others) => some.length === others.length && some.every((each, index) => each === others[index]);

function deliver(where, text, client_id, files) {
  const person = store.me;
  const command = /^(\/\S+)\s*([\s\S]*)$/.exec(text);
  if (!command || where.thread_ts) return act("messages", { person, ...where, text, client_id, files });
  return act("commands", { person, ...where, command: command[1], text: command[2] });
}

// As in Slack, which takes no commands of apps there.
function refusedInThread(text) {
  const command = commandOf(text);
  if (command) say(`${command.name} does not work in threads. Write it in the channel.`);
  return Boolean(command);
}

function refusedWithFiles(text) {
  const command = commandOf(text);
  if (command) say(`${command.name} takes no files. Send them on their own.`);
  return Boolean(command);
}

function usage(text, threaded) {
  const command = threaded ? null : commandOf(text);
  if (command && !hasCommands()) return "The commands of this workspace are not for guests.";
  if (command?.known) {
    return [h("code", {}, `${command.name} ${command.known.usage_hint}`.trim()), ` ${command.known.description}`];
  }
  // While it may still become one, the list above says which.
  if (command && (/\s/.test(text) || !mayBecome(command.name))) return `${command.name} is not a command of this workspace. Type / alone to see which there are.`;
  return [h("kbd", {}, "Enter"), " sends, ", h("kbd", {}, "Shift + Enter"), " is a new line, ",
    threaded || !hasCommands() ? null : [h("kbd", {}, "/"), " commands, "], h("kbd", {}, "@"), " people, ", h("kbd", {}, "#"), " channels"];
}
