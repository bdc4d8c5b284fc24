// The files that wait above a message field until they are sent with its words.

import { fileAddress } from "./api.js";
import { h, replace } from "./dom.js";
import { isPicture, size } from "./files.js";
import { say } from "./status.js";
import { store } from "./store.js";
import { begin } from "./uploads.js";

// As Slack's own page.
const MOST = 10;

// What waits where: it stays when another conversation is looked at, and is gone with the page.
const waiting = new Map();

function thumbnail({ file, name }) {
  if (file && isPicture(file)) return h("img", { src: fileAddress(file.id, store.me), alt: "" });
  const kind = name.includes(".") ? name.split(".").at(-1) : "file";
  return h("span", { class: `kind ${kind.toLowerCase()}`, "aria-hidden": "true" }, kind.toUpperCase().slice(0, 5));
}

// place() -> where the field writes to now, as text; changed() after every change; back() gives the focus back.
export function tray({ place, changed, back }) {
  const node = h("ul", { class: "tray", "aria-label": "Files to send", hidden: true });
  const items = (where = place()) => waiting.get(where) ?? [];

  const draw = () => {
    node.hidden = !items().length;
    replace(node, items().map((item) => h("li", { class: item.file ? "ready" : "" }, thumbnail(item),
      h("span", { class: "what" }, h("strong", {}, item.name),
        h("span", { class: "faint", role: "status" }, item.file ? size(item.size) : "Uploading…")),
      h("button", {
        type: "button", class: "button icon", "aria-label": `Remove ${item.name}`,
        on: { click: () => { put(place(), items().filter((each) => each !== item)); back(); } },
      }, "×"))));
  };
  const put = (where, now) => {
    if (now.length) waiting.set(where, now);
    else waiting.delete(where);
    draw();
    changed();
  };
  const add = (files) => {
    const where = place();
    const room = MOST - items().length;
    if (files.length > room) say(`A message takes at most ${MOST} files.`);
    const settled = (item) => {
      if (item.problem) say(item.problem);
      if (items(where).includes(item)) put(where, items(where).filter((each) => !each.problem));
    };
    const fresh = files.slice(0, Math.max(0, room)).map((each) => begin(each, { changed: settled }));
    const refused = fresh.find((item) => item.problem);
    if (refused) say(refused.problem);
    put(where, [...items(), ...fresh.filter((item) => !item.problem)]);
    back();
  };

  return {
    node, add, draw,
    any: () => items().length > 0,
    take() {
      const taken = items();
      put(place(), []);
      return taken;
    },
    giveBack: (where, taken) => put(where, [...taken.filter((item) => item.file), ...items(where)]),
  };
}

// The ids of files once all of them are there; an error with the first sentence about one that is not.
export async function arrived(items) {
  await Promise.all(items.map((item) => item.done));
  const failed = items.find((item) => item.problem);
  if (failed) throw new Error(failed.problem);
  return items.map((item) => item.file.id);
}
