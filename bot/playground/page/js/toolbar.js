// What one can do with a message, beside the one that the pointer or the focus is on; and the keys for it.

import { h, replace } from "./dom.js";
import { edit, takeBack } from "./editing.js";
import { menuButton } from "./menu.js";
import { shownBy } from "./message.js";
import { messageEntries } from "./message_menu.js";
import { togglePin } from "./pinning.js";
import { pickReaction } from "./reactions.js";
import { say } from "./status.js";
import { store } from "./store.js";

const SCROLLING_MS = 150;

const bar = h("div", { class: "tools", role: "toolbar", "aria-label": "Message" });
const member = (channel) => store.channels.get(channel)?.is_member;

export function addressOf(channel, message) {
  const parent = message.thread_ts && message.thread_ts !== message.ts ? `${message.thread_ts}/` : "";
  return `#/${channel}/${parent}${message.ts}`;
}

async function copy({ message, channel }) {
  const link = `${location.origin}/${addressOf(channel, message)}`;
  // Browsers keep the clipboard from pages without https on other machines: then the address is shown instead.
  await navigator.clipboard?.writeText(link).then(() => say("The link is copied."), () => say(link, 20));
  if (!navigator.clipboard) say(link, 20);
}

const button = (label, sign, keys, click) => h("button", {
  type: "button", "aria-label": label, title: `${label} (${keys})`, "aria-keyshortcuts": keys, on: { click },
}, sign);

function more(article) {
  if (!messageEntries(article).length) return null;
  return menuButton({ "aria-label": "More actions", title: "More actions" }, "⋮", { entries: () => messageEntries(article) });
}

function attachTo(article) {
  if (bar.parentElement === article) return;
  const shown = shownBy(article);
  if (!shown || shown.message.is_ephemeral || shown.message.subtype === "tombstone") return;
  replace(bar,
    member(shown.channel)
      ? button("Add reaction", "☺", "R", (event) => pickReaction(event.currentTarget, shown.channel, shown.message)) : null,
    shown.openThread ? button("Reply in thread", "💬", "T", () => shown.openThread(shown.message.ts)) : null,
    button("Copy link", "🔗", "L", () => copy(shown)),
    more(article));
  bar.parentElement?.classList.remove("held");
  article.classList.add("held");
  article.append(bar);
}

function walk(list, article, key) {
  const all = [...list.querySelectorAll("article.message")];
  const last = all.length - 1;
  const at = article ? all.indexOf(article) : last + 1;
  const next = { ArrowUp: Math.max(0, at - 1), ArrowDown: Math.min(last, at + 1), Home: 0, End: last }[key];
  all[next]?.focus({ preventScroll: true });
  all[next]?.scrollIntoView({ block: "nearest" });
}

function onKey(event) {
  const list = event.currentTarget;
  const article = event.target.matches("article.message") ? event.target : null;
  if (event.ctrlKey || event.altKey || event.metaKey || !(article || event.target === list)) return;
  if (["ArrowUp", "ArrowDown", "Home", "End"].includes(event.key)) {
    event.preventDefault();
    walk(list, article, event.key);
    return;
  }
  const key = event.key.toLowerCase();
  const { message, channel } = shownBy(article) ?? {};
  if (key === "p" && message && !message.is_ephemeral && member(channel)) togglePin(channel, message);
  const change = article && { e: edit, delete: takeBack }[key];
  if (change) {
    event.preventDefault();
    change(article);
    return;
  }
  const label = { r: "Add reaction", t: "Reply in thread", l: "Copy link" }[key];
  const wanted = article && label && bar.parentElement === article ? bar.querySelector(`[aria-label="${label}"]`) : null;
  if (!wanted) return;
  event.preventDefault();
  wanted.click();
}

// Give the messages of a list their toolbar and keys.
export function equip(list) {
  let scrolled = 0;
  list.addEventListener("scroll", () => { scrolled = performance.now(); }, { passive: true });
  const near = (event) => {
    // Messages that pass below a resting pointer are not pointed at.
    if (event.type !== "focusin" && performance.now() - scrolled < SCROLLING_MS) return;
    // An open menu stays with the message that it was opened for.
    if (bar.isConnected && bar.querySelector("[aria-expanded='true']")) return;
    const article = event.target.closest?.("article.message");
    if (article && list.contains(article)) attachTo(article);
  };
  list.addEventListener("pointerover", near);
  list.addEventListener("pointermove", near);
  list.addEventListener("focusin", near);
  list.addEventListener("keydown", onKey);
}
