// The guided first minute: three steps that tick themselves when the bot has really done its part.

import { h, replace } from "/playground/page/js/dom.js";
import { keep, kept } from "/playground/page/js/kept.js";
import { on, store } from "/playground/page/js/store.js";
import { get } from "./ask.js";

const KEY = "first-minute";
const PAUSE_MS = 300;
const STEPS = [
  { name: "review", title: "Send a bad review", hint: "Play an unhappy customer and send a survey with a low rating." },
  { name: "claim", title: "Claim the alert", hint: "Press Claim on the alert: everybody sees that you take care." },
  { name: "health", title: "Type /health acme", hint: "Ask for a customer's health in any channel. Typing errors are forgiven." },
];

// What this browser remembers: the moment it began, what is done or skipped, whether the card is put away.
const mind = { done: {}, away: false, ...JSON.parse(kept(KEY) ?? "{}") };
const remember = () => keep(KEY, JSON.stringify(mind));

const card = h("section", { id: "first-minute", "aria-labelledby": "first-minute-title", hidden: true });
const said = h("p", { role: "status", class: "unseen" });
const opener = h("button", { type: "button", class: "button", id: "first-minute-open", hidden: true,
  on: { click: () => putAway(false) } });
let doings = {};
let timer = 0;

const current = () => STEPS.find((step) => !mind.done[step.name]);
const overCount = () => STEPS.filter((step) => mind.done[step.name]).length;

function drawStep(step, index) {
  const state = mind.done[step.name] ?? (step === current() ? "now" : "later");
  const mark = { yes: "✓", skipped: "–" }[state] ?? String(index + 1);
  const spoken = { yes: " (done)", skipped: " (skipped)" }[state] ?? "";
  return h("li", { data: { state }, "aria-current": state === "now" ? "step" : null },
    h("span", { class: "mark", "aria-hidden": "true" }, mark), h("span", {}, step.title), h("span", { class: "unseen" }, spoken));
}

function draw() {
  const step = current();
  const within = card.contains(document.activeElement);
  card.hidden = mind.away;
  opener.hidden = !mind.away || !step;
  opener.textContent = `First minute: ${overCount()} of ${STEPS.length}`;
  const button = (label, click, primary, spoken) => h("button", {
    type: "button", class: `button${primary ? " primary" : ""}`, "aria-label": spoken ?? null, on: { click },
  }, label);
  replace(card,
    h("h2", { id: "first-minute-title" }, "Your first minute"),
    h("ol", {}, STEPS.map(drawStep)),
    h("p", { class: "hint" }, step ? step.hint : "That is how it works. Press Why on an alert, or let Slack go down for a minute."),
    h("div", { class: "buttons" },
      step ? [button("Show me", () => doings[step.name](), true), button("Skip", () => end(step, "skipped"), false, `Skip: ${step.title}`)]
        : button("Once more", again),
      button("✕", () => putAway(true), false, step ? "Put the first minute away" : "Close the first minute")));
  // The buttons are new: whoever was among them goes on where they were.
  if (within && !mind.away) card.querySelector("button").focus();
}

function end(step, how) {
  mind.done[step.name] = how;
  remember();
  const next = current();
  const now = next ? `Next: ${next.title}.` : "You have seen the first minute.";
  said.textContent = `${step.title}: ${how === "yes" ? "done" : "skipped"}. ${now}`;
  draw();
}

function putAway(away) {
  mind.away = away;
  remember();
  draw();
  if (!away) card.querySelector("button").focus();
  else (opener.hidden ? document.getElementById("messages") : opener).focus();
}

async function again() {
  mind.done = {};
  mind.since = undefined;
  await look();
  draw();
}

// What was skipped and then done after all counts as done.
async function look() {
  const query = mind.since === undefined ? "" : `?${new URLSearchParams({ person: store.me, since: mind.since })}`;
  const told = await get(`first-minute${query}`).catch(() => null);
  if (!told) return;
  if (mind.since === undefined) {
    mind.since = told.since;
    remember();
  }
  for (const step of STEPS) {
    if (told.done[step.name] && mind.done[step.name] !== "yes") end(step, "yes");
  }
}

function lookSoon() {
  clearTimeout(timer);
  if (STEPS.some((step) => mind.done[step.name] !== "yes")) timer = setTimeout(look, PAUSE_MS);
}

// showing: what "Show me" does, by the name of the step.
export async function setUpFirstMinute(showing, buttons) {
  doings = showing;
  document.getElementById("messages").before(card, said);
  buttons.append(opener);
  draw();
  for (const kind of ["loaded", "message.posted", "message.changed"]) on(kind, lookSoon);
  await look();
}
