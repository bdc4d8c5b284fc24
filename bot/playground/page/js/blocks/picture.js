// Pictures: uploaded files are shown; pictures elsewhere are not fetched, their description stands instead.

import { fileAddress } from "../api.js";
import { h } from "../dom.js";

export function picture(block) {
  const file = block.slack_file?.id;
  if (file) return h("img", { class: "picture", src: fileAddress(file), alt: block.alt_text });
  return h("span", { class: "no-picture", role: "img", "aria-label": block.alt_text }, `🖼 ${block.alt_text}`);
}
