// Pickers of dates and times: the browser's own, which every keyboard and screen reader knows.

import { h } from "../dom.js";
import { plain } from "../mrkdwn.js";
import { ownName, told } from "./told.js";

const digits = (number) => String(number).padStart(2, "0");

// Seconds since 1970 as the local time that a datetime-local field holds, and back.
function toLocal(seconds) {
  const at = new Date(seconds * 1000);
  return `${at.getFullYear()}-${digits(at.getMonth() + 1)}-${digits(at.getDate())}T${digits(at.getHours())}:${digits(at.getMinutes())}`;
}

const toSeconds = (local) => Math.floor(new Date(local).getTime() / 1000);

function picker(type, key, fallback, { show = String, take = String } = {}) {
  return (element, block, context) => {
    const held = context.state?.[key];
    let before = held ? show(held) : "";
    const field = h("input", {
      class: "field moment", type, value: before, "aria-label": context.label ?? ownName(element, fallback),
      title: element.placeholder ? plain(element.placeholder) : null,
    });
    const read = () => (field.value ? take(field.value) : undefined);
    const tell = async () => {
      const last = before;
      if (field.value === last) return;
      // At once: leaving the field while the app is still being told must not tell it again.
      before = field.value;
      if (!(await told(element, block, context, read() ?? null, field))) field.value = before = last;
    };
    // Each digit typed is a change of its own; whoever types a date is told of it once, at the end.
    let typing = false;
    field.addEventListener("keydown", (event) => {
      typing = event.key !== "Enter";
      if (event.key !== "Enter") return;
      event.preventDefault();
      tell();
    });
    field.addEventListener("pointerdown", () => { typing = false; });
    field.addEventListener("change", () => typing || tell());
    field.addEventListener("blur", tell);
    const zone = element.timezone ? h("span", { class: "faint zone" }, element.timezone.replaceAll("_", " ")) : null;
    return { node: zone ? h("span", { class: "with-zone" }, field, zone) : field, control: field, key, read };
  };
}

export const datePicker = picker("date", "selected_date", "Choose a date");
export const timePicker = picker("time", "selected_time", "Choose a time");
export const dateTimePicker = picker("datetime-local", "selected_date_time", "Choose a date and time", {
  show: toLocal, take: toSeconds,
});
