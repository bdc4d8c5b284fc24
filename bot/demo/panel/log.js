// What was sent, newest first, and how far it has come. The playground keeps it: every window shows the same, after a
// reload too, and the stream of changes tells the rest.

import { h, replace } from "/playground/page/js/dom.js";
import { on } from "/playground/page/js/store.js";
import { get } from "./ask.js";
import { batch } from "./batch.js";
import { requestOf } from "./request.js";
import { inShort, span, timeline } from "./travel.js";

const SHOWN = 20;

// Of several places the channel, which everybody sees.
const alertOf = ({ steps }) => steps.find((step) => step.name === "delivered")?.lines
  .find((line) => line.ts && !line.channel.startsWith("D"));

const rated = ({ survey_type: type, score }) => `${type.toUpperCase()} ${score ?? "not answered"}`;

// What the webhook's answer means, in a sentence.
function verdict(sent) {
  const told = JSON.parse(sent.answer.body);
  if (told.status === "repeat") return "The bot knew it already: nothing changes.";
  if (told.status === "quarantined") return `The bot put it aside for a person to look at: ${told.reason}`;
  if (told.status === "accepted") return `The bot took it in ${span(sent.ms)}.`;
  return `The bot refused it: ${told.error ?? sent.answer.status}`;
}

// -> { element, own(sent), ownBatch(id) -> batch, load(), alert() }; tell(sentence, bad) speaks of what this window sent.
export function sentLog({ faults, tolerance_minutes: minutes }, tell) {
  const element = h("ol", { class: "sent", "aria-label": "What was sent, newest first", "aria-busy": "true" });
  const known = new Map(); // by id: { show, turn, travel, mine }
  const batches = new Map();
  let alert = null;
  let run = "";

  // By time: what was sent just now may be here before what was sent earlier has been asked for.
  function put(id, at, ...content) {
    const item = h("li", { data: { id, at } }, content);
    element.insertBefore(item, [...element.children].find((each) => Number(each.dataset.at) <= at) ?? null);
    while (element.children.length > SHOWN) element.lastChild.remove();
    return item;
  }

  function batchOf(id, at, mine = false) {
    if (!batches.has(id)) {
      const drawn = batch((sentence) => batches.get(id).mine && tell(sentence));
      batches.set(id, { ...drawn, item: put(id, at, drawn.element), mine });
    }
    return batches.get(id);
  }

  const labelOf = (sent) => faults.find((fault) => fault.name === sent.fault)?.label;

  function drawn(sent) {
    if (sent.batch) {
      const { item, add } = batchOf(sent.batch, sent.at);
      item.dataset.at = Math.min(Number(item.dataset.at), sent.at);
      return add(sent.customer);
    }
    const line = timeline();
    put(sent.id, sent.at,
      h("h3", {}, h("span", { class: sent.answer.status < 300 ? "good" : "problem" }, String(sent.answer.status)),
        ` ${labelOf(sent) ?? sent.customer} `, h("span", { class: "faint" }, sent.fault ? "" : rated(sent))),
      line.element, requestOf(sent.id, minutes));
    return line.show;
  }

  function take(sent) {
    if (!known.has(sent.id)) known.set(sent.id, { show: drawn(sent), turn: 0, sent, mine: false });
    further(sent.travel);
  }

  // News can overtake an answer: what is older than what is shown is left out.
  function further(travel) {
    const entry = known.get(travel.id);
    if (!entry || travel.turn <= entry.turn) return;
    Object.assign(entry, { turn: travel.turn, travel });
    entry.show(travel);
    alert = alertOf(travel) ?? alert;
    if (entry.mine && travel.finished) tellEnd(entry);
  }

  function tellEnd({ sent, travel }) {
    if (sent.answer.status < 300 && !sent.travel.finished) tell(inShort(labelOf(sent) ?? sent.customer, travel));
  }

  function own(sent) {
    take(sent);
    if (sent.batch) return;
    const entry = known.get(sent.id);
    Object.assign(entry, { mine: true, sent });
    tell(verdict(sent), sent.answer.status >= 300);
    if (entry.travel.finished) tellEnd(entry);
  }

  async function load() {
    const told = await get("surveys").catch(() => null);
    element.removeAttribute("aria-busy");
    if (!told) return;
    if (run && told.run !== run) forget();
    run = told.run;
    told.sent.forEach(take);
  }

  function forget() {
    const any = known.size > 0;
    known.clear();
    batches.clear();
    alert = null;
    replace(element);
    if (any) tell("The playground was started anew. What was sent before is in its database, and no more in this list.");
  }

  on("survey.sent", ({ entry }) => take(entry));
  on("survey.travelled", ({ travel }) => further(travel));
  on("loaded", load);
  let lost = false;
  on("connection", ({ lost: now }) => {
    if (lost && !now) load();
    lost = now;
  });
  return { element, own, ownBatch: (id) => batchOf(id, Infinity, true), load, alert: () => alert };
}
