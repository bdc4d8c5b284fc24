// The markdown block: standard Markdown as DOM nodes. HTML inside it is text, as in Slack.

import { h } from "../dom.js";
import { spans } from "./markdown_spans.js";

const FENCE = /^ {0,3}(```+|~~~+)\s*(\S*)/;
const HEADING = /^ {0,3}(#{1,6})\s+(.*?)\s*#*\s*$/;
const RULE = /^ {0,3}([-*_])(?:\s*\1){2,}\s*$/;
const QUOTE = /^ {0,3}>\s?/;
const ITEM = /^(\s*)([-*+]|\d{1,9}[.)])\s+(.*)$/;
const TABLE_LINE = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;

const cells = (line) => line.trim().replace(/^\||\|$/g, "").split(/(?<!\\)\|/).map((cell) => cell.trim().replace(/\\\|/g, "|"));

function table(head, rule, rows) {
  const sides = cells(rule).map((cell) => (/^:-*:$/.test(cell) ? "center" : /-:$/.test(cell) ? "right" : null));
  const row = (tag, line) => h("tr", {}, cells(head).map((_, at) =>
    h(tag, { class: sides[at] ?? null, scope: tag === "th" ? "col" : null }, spans(cells(line)[at] ?? ""))));
  return h("div", { class: "table-frame", tabindex: "0", role: "group", "aria-label": "Table" },
    h("table", {}, h("thead", {}, row("th", head)), h("tbody", {}, rows.map((line) => row("td", line)))));
}

// Items at one depth; what is indented below an item is drawn inside it.
function list(lines) {
  const [, margin, mark] = ITEM.exec(lines[0]);
  const items = [];
  for (const line of lines) {
    const item = ITEM.exec(line);
    if (item && item[1].length <= margin.length + 1) items.push([item[3]]);
    else items.at(-1).push(line.replace(new RegExp(`^\\s{0,${margin.length + 2}}`), ""));
  }
  const ordered = /\d/.test(mark);
  return h(ordered ? "ol" : "ul", { start: ordered ? Number.parseInt(mark, 10) : null },
    items.map((inner) => h("li", {}, task(inner))));
}

function task([first, ...rest]) {
  const box = /^\[([ xX])\]\s+(.*)$/.exec(first);
  const done = box && box[1] !== " ";
  const said = box ? [h("span", { role: "img", "aria-label": done ? "Done" : "Open" }, done ? "☑ " : "☐ "), spans(box[2])] : spans(first);
  return [said, rest.length ? blocks(rest) : null];
}

// How many lines from `at` on belong together, by a test of each following line.
function reach(lines, at, belongs) {
  let end = at + 1;
  while (end < lines.length && belongs(lines[end])) end += 1;
  return end;
}

function fenced(lines, at, fence) {
  const end = reach(lines, at, (line) => !line.trim().startsWith(fence[1]));
  const code = lines.slice(at + 1, end).join("\n");
  return [h("pre", { tabindex: "0", role: "group", "aria-label": "Code" }, h("code", {}, code)), end + 1];
}

const starts = (line) => FENCE.test(line) || HEADING.test(line) || RULE.test(line) || QUOTE.test(line) || ITEM.test(line);

// Below the page's own heading, and never more than one level deeper than the heading before.
function title(depth, words, outline) {
  outline.level = Math.min(depth + 1, outline.level + 1, 6);
  return h(`h${outline.level}`, { class: `md-${depth}` }, spans(words));
}

// The block that begins at a line, and the line after it.
function blockAt(lines, at, outline) {
  const line = lines[at];
  const fence = FENCE.exec(line);
  if (fence) return fenced(lines, at, fence);
  const heading = HEADING.exec(line);
  if (heading) return [title(heading[1].length, heading[2], outline), at + 1];
  if (RULE.test(line)) return [h("hr"), at + 1];
  if (QUOTE.test(line)) {
    const end = reach(lines, at, (next) => QUOTE.test(next));
    return [h("blockquote", {}, blocks(lines.slice(at, end).map((each) => each.replace(QUOTE, "")))), end];
  }
  if (ITEM.test(line)) {
    const end = reach(lines, at, (next) => next.trim() && (ITEM.test(next) || /^\s{2,}/.test(next)));
    return [list(lines.slice(at, end)), end];
  }
  if (line.includes("|") && TABLE_LINE.test(lines[at + 1] ?? "")) {
    const end = reach(lines, at + 1, (next) => next.trim() && next.includes("|"));
    return [table(line, lines[at + 1], lines.slice(at + 2, end)), end];
  }
  const end = reach(lines, at, (next) => next.trim() && !starts(next));
  return [h("p", {}, spans(lines.slice(at, end).join("\n"))), end];
}

function blocks(lines) {
  const nodes = [];
  const outline = { level: 1 };
  for (let at = 0; at < lines.length;) {
    if (!lines[at].trim()) {
      at += 1;
      continue;
    }
    const [node, next] = blockAt(lines, at, outline);
    nodes.push(node);
    at = next;
  }
  return nodes;
}

export function markdown(text) {
  return h("div", { class: "markdown" }, blocks(text.replace(/\r\n?/g, "\n").split("\n")));
}
