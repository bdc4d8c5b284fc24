// Uploaded files: pictures are shown; of tables, Word documents and PDF the beginning; all but pictures can be saved.

import { fileAddress, look } from "./api.js";
import { h, replace } from "./dom.js";
import { store } from "./store.js";

const UNITS = ["bytes", "kB", "MB", "GB"];

export function size(bytes) {
  const power = bytes < 1000 ? 0 : Math.min(3, Math.floor(Math.log10(bytes) / 3));
  const number = bytes / 1000 ** power;
  return `${power && number < 10 ? number.toFixed(1) : Math.round(number)} ${UNITS[power]}`;
}

// What every browser draws, and the playground serves to be looked at; anything else is a card.
export const isPicture = ({ mimetype }) => /^image\/(png|jpeg|gif|webp)$/.test(mimetype);

function picture(file) {
  const address = fileAddress(file.id, store.me);
  const shown = h("img", { class: "picture", src: address, alt: file.alt_txt || file.title, loading: "lazy" });
  return h("figure", { class: "file" },
    h("figcaption", { class: "faint" }, `${file.title} · ${size(file.size)}`),
    h("a", { href: address, target: "_blank", rel: "noopener" }, shown));
}

function card(file) {
  const kind = (file.filetype || "file").toUpperCase().slice(0, 5);
  return h("div", { class: "file card" },
    h("span", { class: `kind ${file.filetype}`, "aria-hidden": "true" }, kind),
    h("span", { class: "what" },
      h("strong", {}, file.title),
      h("span", { class: "faint" }, `${kind} · ${size(file.size)}`)),
    h("a", { class: "button", href: fileAddress(file.id, store.me), download: file.name, "aria-label": `Download ${file.name}` },
      "Download"));
}

function table(rows) {
  const [head, ...rest] = rows;
  return h("div", { class: "table-frame", tabindex: "0", role: "group", "aria-label": "First rows" },
    h("table", {},
      h("thead", {}, h("tr", {}, head.map((cell) => h("th", { scope: "col" }, cell)))),
      h("tbody", {}, rest.map((row) => h("tr", {}, row.map((cell) => h("td", {}, cell)))))));
}

// The start of a sheet of paper. Its headings are none of the page's, which would muddle those.
function sheet(paragraphs) {
  return h("div", { class: "sheet", role: "group", "aria-label": "First paragraphs" },
    paragraphs.map(({ kind, text }) => h("p", { data: { kind } }, text)));
}

// Browsers draw a PDF themselves, some (on phones) only elsewhere. What they draw takes no part in the page's
// keyboard; the link upon it leads to the whole.
function firstPage(file) {
  const address = fileAddress(file.id, store.me);
  return h("div", { class: "first-page" },
    h("iframe", { src: `${address}#toolbar=0&navpanes=0&view=FitH`, title: `First page of ${file.title}`, loading: "lazy", tabindex: "-1" }),
    h("a", { href: address, target: "_blank", rel: "noopener", "aria-label": `Open ${file.title}` }));
}

function glance(file, { rows, paragraphs, pages }) {
  if (rows) return table(rows);
  if (paragraphs) return sheet(paragraphs);
  return pages && navigator.pdfViewerEnabled ? firstPage(file) : null;
}

function withGlance(file) {
  const place = h("div", {});
  // Without a glance the card says enough.
  look(`files/${encodeURIComponent(file.id)}/preview`, { person: store.me })
    .then((preview) => replace(place, glance(file, preview)))
    .catch(() => {});
  return h("div", {}, card(file), place);
}

export function drawFile(file) {
  if (isPicture(file)) return picture(file);
  return ["csv", "docx", "pdf"].includes(file.filetype) ? withGlance(file) : card(file);
}
