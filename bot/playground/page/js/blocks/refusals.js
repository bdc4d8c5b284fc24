// What Slack refused of what the app sent, with Slack's own words: for whoever writes the app.

import { look as ask } from "../api.js";
import { h, replace } from "../dom.js";
import { on } from "../store.js";

const SHOWN = 5;
// An app acknowledges first and acts afterwards: its calls come a moment later.
const MOMENTS_MS = [300, 1_500, 4_000];

const known = new Set();
let refusals = [];
let timers = [];
let started = null;

const list = h("ol", {});
const box = h("aside", { class: "refusals", "aria-label": "Refused by Slack" },
  h("header", {}, h("h2", {}, "Slack refused"),
    h("button", { type: "button", class: "button icon", "aria-label": "Dismiss", on: { click: () => dismiss() } }, "×")),
  h("div", { role: "log", "aria-label": "Refusals" }, list));
box.popover = "manual";

function dismiss() {
  refusals = [];
  if (box.matches(":popover-open")) box.hidePopover();
}

const sentences = (refusal) => (refusal.errors ?? []).map((each) =>
  (typeof each === "string" ? each : `${each.message} [json-pointer:${each.pointer}]`));

// refusal: { method, error, errors? }
export function refuse(refusal) {
  refusals = [refusal, ...refusals].slice(0, SHOWN);
  replace(list, refusals.map((each) => h("li", {},
    h("p", {}, h("code", {}, each.method), " ", h("strong", {}, each.error)),
    sentences(each).slice(0, SHOWN).map((sentence) => h("p", { class: "pointer" }, sentence)))));
  if (!box.isConnected) document.body.append(box);
  // Shown anew it lies above a modal that was opened meanwhile.
  if (box.matches(":popover-open")) box.hidePopover();
  box.showPopover();
}

async function fetchRefused() {
  // Being told of refusals is an extra; what the person did has its own answer.
  const { calls } = await ask("calls").catch(() => ({ calls: [] }));
  return calls.filter((call) => !call.ok && call.error !== "ratelimited" && call.status === 200).reverse();
}

const nameOf = (call) => `${call.at} ${call.method} ${call.error}`;

async function check() {
  await started;
  for (const call of await fetchRefused()) {
    if (known.has(nameOf(call))) continue;
    known.add(nameOf(call));
    refuse({ method: call.method, error: call.error, errors: call.answer.errors });
  }
}

function look() {
  for (const timer of timers) clearTimeout(timer);
  timers = MOMENTS_MS.map((moment) => setTimeout(check, moment));
}

// Each of these makes the app do something, and what it does may be refused. Watching the requests themselves
// keeps every part of the page that sends one free of a thought for this.
const ACTS = /\/playground\/api\/(?:commands|messages|actions|suggestions|submissions|closings|home|reactions|surveys)$/;

new PerformanceObserver((seen) => {
  if (seen.getEntries().some((entry) => ACTS.test(entry.name))) look();
}).observe({ type: "resource" });

// What was refused before the page was opened is history.
on("loaded", () => {
  started ??= fetchRefused().then((calls) => calls.forEach((call) => known.add(nameOf(call))));
});
