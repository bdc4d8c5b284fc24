// What holds other things: cards, the carousel that walks them, containers that fold, alerts, and placeholders.

import { freshId, h } from "../dom.js";
import { link, plain, textObject } from "../mrkdwn.js";
import { drawElement } from "./elements.js";
import { picture } from "./picture.js";
import { richText } from "./rich_text.js";

const ICONS = {
  archive: "🗄️", book: "📖", bookmark: "🔖", bot: "🤖", bug: "🐛", calendar: "📅", call: "📞", "caret-left": "‹",
  "caret-right": "›", check: "✓", clipboard: "📋", code: "</>", comment: "💬", compass: "🧭", copy: "⧉", cube: "🧊",
  download: "⤓", edit: "✏️", email: "✉️", "eye-closed": "🙈", "eye-open": "👁️", file: "📄", flag: "🚩", folder: "📁",
  gear: "⚙️", globe: "🌐", heart: "❤️", help: "❓", image: "🖼️", info: "ℹ️", key: "🔑", lightbulb: "💡", link: "🔗",
  map: "🗺️", mobile: "📱", "new-window": "↗", pin: "📌", plus: "＋", refine: "🎚️", refresh: "⟳", rocket: "🚀",
  save: "💾", screen: "🖥️", share: "📤", sparkle: "✨", star: "☆", "star-filled": "★", tag: "🏷️", "thumbs-down": "👎",
  "thumbs-up": "👍", trash: "🗑️", upload: "⤒", user: "👤", warning: "⚠️",
};

const icon = ({ icon: given, slack_icon: named }) => (given ? picture(given, "icon")
  : named ? h("span", { class: "slack-icon", "aria-hidden": "true" }, ICONS[named.name]) : null);

// Slack puts the buttons of a card in its own order: what is dangerous first, the primary one last.
const RANK = { danger: -1, primary: 1 };
const ranked = (buttons) => buttons.toSorted((one, other) => (RANK[one.style] ?? 0) - (RANK[other.style] ?? 0));

export function card(block, context) {
  const said = [
    block.title ? h("div", { class: "title" }, textObject(block.title)) : null,
    block.subtitle ? h("div", { class: "faint" }, textObject(block.subtitle)) : null,
  ];
  return h("div", { class: "card" },
    block.hero_image ? h("div", { class: "hero" }, picture(block.hero_image)) : null,
    h("div", { class: "card-head" }, icon(block), h("div", {}, said)),
    block.body ? h("div", { class: "card-body" }, textObject(block.body)) : null,
    block.subtext ? h("div", { class: "faint subtext" }, textObject(block.subtext)) : null,
    block.actions ? h("div", { class: "actions" }, ranked(block.actions).map((each) => drawElement(each, block, context).node)) : null);
}

export function carousel(block, context) {
  const count = block.elements.length;
  const track = h("ul", { class: "track", tabindex: "0", "aria-label": `${count} cards` },
    block.elements.map((each) => h("li", {}, card(each, context))));
  const step = (by) => track.scrollBy({ left: by * (track.firstElementChild.offsetWidth + 12), behavior: "smooth" });
  const mover = (label, sign, by) => h("button", {
    type: "button", class: "button icon", "aria-label": label, on: { click: () => step(by) },
  }, sign);
  const back = mover("Previous cards", "‹", -1);
  const on = mover("Next cards", "›", 1);
  const fits = () => {
    back.disabled = track.scrollLeft < 4;
    on.disabled = track.scrollLeft + track.clientWidth > track.scrollWidth - 4;
    walk.hidden = back.disabled && on.disabled;
  };
  const walk = h("div", { class: "walk" }, back, on);
  track.addEventListener("scroll", fits);
  new ResizeObserver(fits).observe(track);
  return h("section", { class: "carousel", "aria-roledescription": "carousel", "aria-label": "Cards" }, track, walk);
}

export function container(block, within) {
  const { draw, ...context } = within;
  const title = h("span", { class: "title" }, block.rich_text_title ? richText(block.rich_text_title) : textObject(block.title));
  const head = [
    block.icon ? picture(block.icon, "icon") : null,
    h("span", {}, title, block.subtitle ? h("span", { class: "faint subtitle" }, textObject(block.subtitle)) : null),
  ];
  const inner = h("div", { class: "inside" }, draw(block.child_blocks, context));
  const look = `container ${block.width ?? "standard"}${block.has_header_divider ? " divided" : ""}`;
  if (block.is_collapsible) {
    return h("details", { class: look, open: !block.default_collapsed }, h("summary", {}, head), inner);
  }
  const id = freshId("container");
  return h("section", { class: look, "aria-labelledby": id }, h("div", { class: "head", id }, head), inner);
}

const LEVELS = { default: ["", "Note"], info: ["ℹ️", "Information"], warning: ["⚠️", "Warning"], error: ["⛔", "Error"], success: ["✅", "Success"] };

export function alert(block) {
  const level = block.level ?? "default";
  const [sign, name] = LEVELS[level];
  return h("div", { class: `alert ${level}`, role: level === "error" ? "alert" : "note", "aria-label": name },
    sign ? h("span", { "aria-hidden": "true" }, sign) : null, h("div", {}, textObject(block.text)));
}

// Videos play on other people's servers, which this page never asks: a still with the way there stands instead.
export function video(block) {
  const from = [block.provider_name, block.author_name].filter(Boolean).join(" · ");
  return h("figure", { class: "video" },
    h("figcaption", {}, from ? h("div", { class: "faint" }, from) : null,
      h("div", { class: "title" }, block.title_url ? link(block.title_url, plain(block.title)) : plain(block.title)),
      block.description ? h("div", {}, plain(block.description)) : null),
    h("div", { class: "still", role: "img", "aria-label": block.alt_text }, h("span", { "aria-hidden": "true" }, "▶"), h("span", {}, block.alt_text)),
    h("p", { class: "faint" }, "The playground does not play videos. ", link(block.video_url, "Open it in a new tab")));
}

export function remoteFile(block) {
  return h("div", { class: "card file" }, h("span", { "aria-hidden": "true" }, "📎"),
    h("span", {}, "A remote file ", h("code", {}, block.external_id ?? ""), ", which the playground does not hold."));
}
