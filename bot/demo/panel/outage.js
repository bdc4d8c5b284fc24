// Slack is down for a minute: a banner that counts down, on every page that looks at this playground.

import { h, replace } from "/playground/page/js/dom.js";
import { on } from "/playground/page/js/store.js";
import { get, post, remove } from "./ask.js";

export const SECONDS = 60;

const banner = h("div", { id: "outage", hidden: true });
const said = h("p", { role: "status" });
const left = h("span", { class: "left", "aria-hidden": "true" });
let until = 0;
let timer = 0;

function tick() {
  clearTimeout(timer);
  const seconds = Math.ceil((until - performance.now()) / 1000);
  banner.hidden = seconds <= 0;
  if (seconds <= 0) {
    said.textContent = "";
    return;
  }
  left.textContent = `${seconds} s`;
  timer = setTimeout(tick, 250);
}

function show({ seconds_left: seconds }) {
  until = performance.now() + seconds * 1000;
  banner.hidden = seconds <= 0;
  said.textContent = seconds > 0 ? "Slack is down for the bot. Alerts wait and arrive afterwards, once." : "";
  tick();
}

// On a small window the open panel covers the page: there the banner goes with it.
export function placeOutage(panel) {
  if (panel) panel.querySelector("header").after(banner);
  else document.getElementById("main").prepend(banner);
}

export const begin = async () => show(await post("outage", { seconds: SECONDS }));

export async function setUpOutage(complain) {
  const end = () => remove("outage").then(show).catch((error) => complain(error.message));
  replace(banner, said, left, h("button", { type: "button", class: "button", on: { click: end } }, "End it now"));
  on("outage.changed", show);
  show(await get("outage").catch(() => ({ seconds_left: 0 })));
}
