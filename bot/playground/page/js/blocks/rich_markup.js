// Between what a person types into a rich text field and Slack's rich_text: a small markup, both ways.
//
// *bold* _italic_ ~struck~ `code`, lines that begin with ">", "-" or "1.", fences of ```, @handle, #channel,
// :emoji: and addresses, as in Slack's composer.

import { channelName, handle, store } from "../store.js";

const PIECE = /`([^`\n]+)`|(?<![\w*])\*([^*\n]+)\*(?!\w)|(?<!\w)_([^_\n]+)_(?!\w)|(?<!\w)~([^~\n]+)~(?!\w)|(https?:\/\/[^\s<>]+[^\s<>.,;:!?)])|(?<!\w)@([\w.-]*\w)|(?<!\w)#([\w-]+)|:([a-z0-9_+-]+):/g;

const personCalled = (name) => [...store.people.values()].find((person) => person.name === name);
const channelCalled = (name) => [...store.channels.values()].find((channel) => channel.name === name);

const styled = (text, style) => pieces(text).map((each) => ({ ...each, style: { ...each.style, [style]: true } }));

function pieces(text) {
  const parts = [];
  const say = (words) => words && parts.push({ type: "text", text: words });
  let end = 0;
  for (const match of text.matchAll(PIECE)) {
    const [all, code, bold, italic, strike, address, person, channel, emoji] = match;
    say(text.slice(end, match.index));
    end = match.index + all.length;
    const found = person ? personCalled(person) : channel ? channelCalled(channel) : null;
    if (code) parts.push({ type: "text", text: code, style: { code: true } });
    else if (bold) parts.push(...styled(bold, "bold"));
    else if (italic) parts.push(...styled(italic, "italic"));
    else if (strike) parts.push(...styled(strike, "strike"));
    else if (address) parts.push({ type: "link", url: address });
    else if (person && found) parts.push({ type: "user", user_id: found.id });
    else if (channel && found) parts.push({ type: "channel", channel_id: found.id });
    else if (emoji) parts.push({ type: "emoji", name: emoji });
    else say(all);
  }
  say(text.slice(end));
  return parts;
}

const ITEM = /^(\s*)([-*•]|\d+[.)])\s+(.*)$/;
const section = (text) => ({ type: "rich_text_section", elements: pieces(text) });

const kindOf = (line) => {
  const item = ITEM.exec(line);
  if (item) return `${/\d/.test(item[2]) ? "ordered" : "bullet"} ${Math.min(8, Math.floor(item[1].length / 2))}`;
  return /^>\s?/.test(line) ? "quote" : "text";
};

function element(kind, lines) {
  if (kind === "text") return section(lines.join("\n"));
  if (kind === "quote") return { type: "rich_text_quote", elements: pieces(lines.map((line) => line.replace(/^>\s?/, "")).join("\n")) };
  const [style, indent] = kind.split(" ");
  return { type: "rich_text_list", style, indent: Number(indent), elements: lines.map((line) => section(ITEM.exec(line)[3])) };
}

function runs(text) {
  const found = [];
  for (const line of text.split("\n")) {
    const kind = kindOf(line);
    if (found.at(-1)?.kind === kind) found.at(-1).lines.push(line);
    else found.push({ kind, lines: [line] });
  }
  return found.filter(({ lines }) => lines.some((line) => line.trim())).map(({ kind, lines }) => element(kind, lines));
}

// What was typed as a rich_text object; undefined when there is nothing in it.
export function toRichText(text) {
  const elements = text.split("```").flatMap((part, index) => (index % 2
    ? { type: "rich_text_preformatted", elements: [{ type: "text", text: part.replace(/^\n|\n$/g, "") || " " }] }
    : runs(part)));
  return elements.length ? { type: "rich_text", elements } : undefined;
}

const SIGNS = { code: "`", bold: "*", italic: "_", strike: "~" };
const WORDS = {
  text: (part) => part.text,
  link: (part) => part.url,
  user: (part) => `@${handle(part.user_id)}`,
  channel: (part) => `#${channelName(part.channel_id)}`,
  emoji: (part) => `:${part.name}:`,
};

function typed(parts) {
  return parts.map((part) => Object.entries(SIGNS)
    .filter(([style]) => part.style?.[style])
    .reduce((words, [, sign]) => `${sign}${words}${sign}`, WORDS[part.type]?.(part) ?? part.fallback ?? "")).join("");
}

const LINES = {
  rich_text_section: (each) => typed(each.elements),
  rich_text_quote: (each) => typed(each.elements).replace(/^/gm, "> "),
  rich_text_preformatted: (each) => `\`\`\`\n${typed(each.elements)}\n\`\`\``,
  rich_text_list: (each) => each.elements.map((item, at) =>
    `${"  ".repeat(each.indent ?? 0)}${each.style === "ordered" ? `${at + 1}.` : "-"} ${typed(item.elements)}`).join("\n"),
};

// A rich_text object as a person would have typed it.
export function fromRichText(value) {
  return (value?.elements ?? []).map((each) => LINES[each.type]?.(each) ?? "").join("\n");
}
