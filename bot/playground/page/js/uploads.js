// Files on their way to the playground. Each goes as soon as it is chosen, and nobody else sees it before it is sent.

import { upload } from "./api.js";
import { size } from "./files.js";
import { store } from "./store.js";

// What bot/playground/page_files.py takes; said here before a single byte has gone.
const LARGEST = 100_000_000;

function wrong(file, largest) {
  if (!file.size) return `${file.name} is empty.`;
  return file.size > largest ? `${file.name} has ${size(file.size)}; the most that can be sent here is ${size(largest)}.` : null;
}

// { name, size, file (once it is there), problem (if it never will be), done } of one that was chosen.
export function begin(chosen, { largest = LARGEST, changed = () => {} } = {}) {
  const item = { name: chosen.name, size: chosen.size, file: null, problem: wrong(chosen, largest) };
  const settle = (found) => {
    Object.assign(item, found);
    changed(item);
  };
  item.done = item.problem ? Promise.resolve() : upload(chosen, store.me).then(
    (file) => settle({ file }),
    (error) => settle({ problem: error instanceof TypeError ? `${chosen.name} could not be uploaded.` : error.message }));
  return item;
}
