// The file field. The app is told the names and sizes of the files; their contents stay on this machine.

import { freshId, h, replace } from "../dom.js";

const UNITS = ["B", "kB", "MB", "GB"];

export function size(bytes) {
  const power = bytes ? Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3)) : 0;
  return `${Number((bytes / 1000 ** power).toPrecision(3))} ${UNITS[power]}`;
}

const asObject = (file) => ({
  id: freshId("FLOCAL"), name: file.name, title: file.name, mimetype: file.type || "application/octet-stream",
  filetype: file.name.includes(".") ? file.name.split(".").at(-1).toLowerCase() : "binary", size: file.size, mode: "hosted",
});

export function fileInput(element, block, context) {
  const most = element.max_files ?? 10;
  let files = context.state?.files ?? [];
  const field = h("input", {
    class: "unseen", type: "file", multiple: most > 1, "aria-label": context.label ?? "Choose files",
    accept: element.filetypes?.map((type) => `.${type}`).join(","),
  });
  const list = h("ul", { class: "files" });
  const note = h("p", { class: "hint", role: "status" });
  const set = (now) => {
    files = now.slice(0, most);
    note.textContent = now.length > most ? `No more than ${most} ${most === 1 ? "file" : "files"}.` : "";
    replace(list, files.map((file) => h("li", {}, h("span", {}, `📎 ${file.name}`), h("span", { class: "faint" }, size(file.size)),
      h("button", {
        type: "button", class: "button icon", "aria-label": `Remove ${file.name}`,
        on: { click: () => { set(files.filter((each) => each !== file)); field.focus(); } },
      }, "×"))));
    context.keep?.(element, block, read() ?? null);
  };
  const read = () => (files.length ? files : undefined);
  field.addEventListener("change", () => {
    const fresh = [...field.files].map(asObject);
    set(most === 1 ? fresh : [...files, ...fresh]);
    field.value = "";
  });
  if (files.length) set(files);
  const types = element.filetypes ? `${element.filetypes.join(", ")} · ` : "";
  const node = h("div", { class: "file-input" },
    h("label", { class: "drop" }, field, h("span", { class: "button" }, most > 1 ? "Add files" : "Choose a file"),
      h("span", { class: "faint" }, `${types}up to ${most}. The app gets names and sizes here, not the contents.`)),
    list, note);
  return { node, control: field, key: "files", read };
}
