// Who one is, and what that person may do.

import { h } from "./dom.js";
import { attempt } from "./status.js";
import { become, store } from "./store.js";

const label = (person) => [
  person.real_name,
  person.title || (person.is_admin ? "admin" : ""),
  person.team ? `from ${person.team}` : "",
].filter(Boolean).join(" · ");

async function choose(event) {
  const { value } = event.target;
  await attempt(() => become(value));
  document.getElementById("person")?.focus();
}

export function personSwitcher() {
  const people = [...store.people.values()].filter((person) => !person.is_bot && !person.deleted);
  const me = store.people.get(store.me);
  return h("div", { class: "person" },
    h("label", { for: "person" }, "You are"),
    h("select", { id: "person", "aria-describedby": "person-may", on: { change: choose } },
      people.map((person) => h("option", { value: person.id, selected: person.id === store.me }, label(person)))),
    h("p", { id: "person-may" }, me?.may ?? ""));
}
