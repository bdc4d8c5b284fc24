// Pictures: uploaded files are shown; pictures elsewhere are not fetched, their description stands instead.

import { fileAddress } from "../api.js";
import { h } from "../dom.js";
import { store } from "../store.js";

// size: "full" in blocks of their own, "small" beside text, "icon" within a line.
export function picture(block, size = "full") {
  const file = block.slack_file?.id ?? /\/files-pri\/[^/]*-(F\w+)\//.exec(block.slack_file?.url ?? "")?.[1];
  if (file) return h("img", { class: `picture ${size}`, src: fileAddress(file, store.me), alt: block.alt_text, loading: "lazy" });
  const from = /^https?:\/\/([^/?#]+)/.exec(block.image_url ?? "")?.[1];
  const why = from ? `${block.alt_text} (a picture at ${from}, which is not fetched)` : block.alt_text;
  return h("span", { class: `no-picture ${size}`, role: "img", "aria-label": why, title: why },
    h("span", { "aria-hidden": "true" }, "🖼"), size === "full" ? h("span", { "aria-hidden": "true" }, block.alt_text) : null);
}
