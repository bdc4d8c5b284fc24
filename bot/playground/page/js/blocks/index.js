// Drawing blocks: one drawer per type. A type without a drawer is named, never dropped.

import { h } from "../dom.js";
import { plain } from "../mrkdwn.js";
import { alert, card, carousel, container, remoteFile, video } from "./cards.js";
import { chart } from "./chart.js";
import { dataTable } from "./data_table.js";
import { input } from "./input.js";
import { markdown } from "./markdown.js";
import { plan, taskCard } from "./progress.js";
import { richText } from "./rich_text.js";
import { actions, context, image, section } from "./section.js";
import { table } from "./tables.js";

const DRAWERS = {
  section,
  header: (block, within) => h(within?.heading ?? "h2", { class: "block-header" }, plain(block.text)),
  divider: () => h("hr"),
  context,
  image,
  actions,
  context_actions: actions,
  input,
  rich_text: richText,
  markdown: (block) => markdown(block.text),
  table,
  data_table: dataTable,
  data_visualization: chart,
  alert,
  card,
  carousel,
  container: (block, within) => container(block, { ...within, draw: drawBlocks }),
  task_card: taskCard,
  plan,
  video,
  file: remoteFile,
};

export function drawBlocks(blocks, within) {
  return h("div", { class: "blocks" }, blocks.map((block) =>
    DRAWERS[block.type]?.(block, within) ?? h("p", { class: "faint" }, `[${block.type}]`)));
}
