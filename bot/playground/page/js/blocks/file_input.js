// The file field: what is chosen or dropped is uploaded at once; the app gets it with the form.

import { h, replace } from "../dom.js";
import { size } from "../files.js";
import { begin } from "../uploads.js";

// What Slack's forms take; the playground says no to more of them when the form is sent.
const LARGEST = 10_000_000;

const held = (file) => ({ name: file.name, size: file.size, file, done: Promise.resolve() });

function wrongKind(file, types) {
  const kind = file.name.split(".").at(-1).toLowerCase();
  return types && !(file.name.includes(".") && types.includes(kind)) ? `${file.name} cannot be sent here: ${types.join(", ")} only.` : null;
}

export function fileInput(element, block, context) {
  const most = element.max_files ?? 10;
  const types = element.filetypes?.map((type) => type.toLowerCase().replace(/^\./, ""));
  let items = (context.state?.files ?? []).map(held);
  const field = h("input", {
    class: "unseen", type: "file", multiple: most > 1, "aria-label": context.label ?? "Choose files",
    accept: types?.map((type) => `.${type}`).join(","),
  });
  const list = h("ul", { class: "files" });
  const note = h("p", { class: "hint", role: "status" });
  const read = () => {
    const files = items.map((item) => item.file).filter(Boolean);
    return files.length ? files : undefined;
  };
  const draw = () => replace(list, items.map((item) => h("li", {}, h("span", {}, `📎 ${item.name}`),
    h("span", { class: "faint" }, item.file ? size(item.size) : "Uploading…"),
    h("button", {
      type: "button", class: "button icon", "aria-label": `Remove ${item.name}`,
      on: { click: () => { set(items.filter((each) => each !== item)); field.focus(); } },
    }, "×"))));
  const set = (now) => {
    items = now;
    draw();
    context.keep?.(element, block, read() ?? null);
  };
  const settled = (item) => {
    if (item.problem) note.textContent = item.problem;
    if (items.includes(item)) set(items.filter((each) => !each.problem));
  };
  const add = (chosen) => {
    const fitting = chosen.filter((file) => !wrongKind(file, types));
    const room = most === 1 ? 1 : most - items.length;
    const refused = chosen.find((file) => !fitting.includes(file));
    note.textContent = refused ? wrongKind(refused, types)
      : fitting.length > room ? `No more than ${most} ${most === 1 ? "file" : "files"}.` : "";
    const fresh = fitting.slice(0, room).map((file) => begin(file, { largest: LARGEST, changed: settled }));
    const unfit = fresh.find((item) => item.problem);
    if (unfit) note.textContent = unfit.problem;
    const taken = fresh.filter((item) => !item.problem);
    if (taken.length) set(most === 1 ? taken : [...items, ...taken]);
  };
  field.addEventListener("change", () => {
    add([...field.files]);
    field.value = "";
  });
  const node = h("div", { class: "file-input" },
    h("label", { class: "drop" }, field, h("span", { class: "button" }, most > 1 ? "Add files" : "Choose a file"),
      h("span", { class: "faint" }, `${types ? `${types.join(", ")} · ` : ""}up to ${most}, ${size(LARGEST)} each`)),
    list, note);
  node.addEventListener("dragover", (event) => {
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
  });
  node.addEventListener("drop", (event) => {
    event.preventDefault();
    add([...event.dataTransfer.files]);
  });
  draw();
  // settled: once everything that is on its way is here, or never will be.
  return { node, control: field, key: "files", read, settled: () => Promise.all(items.map((item) => item.done)) };
}
