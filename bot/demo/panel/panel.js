// The survey tool beside the page: plays the customers, shows what was sent, and how far it comes.

import { h } from "/playground/page/js/dom.js";
import { get, post } from "./ask.js";
import { IN_A_ROW } from "./batch.js";
import { setUpFirstMinute } from "./first_minute.js";
import { surveyForm } from "./form.js";
import { sentLog } from "./log.js";
import { begin, setUpOutage } from "./outage.js";
import { doings } from "./showing.js";
import { setUpSide } from "./side.js";

const CALM = matchMedia("(prefers-reduced-motion: reduce)");
const IN_SIGHT = ["again", "wrong_signature"];
const COMPLAINTS = [
  "Nobody called back although it was promised twice.",
  "Closed without asking me. The problem is still there.",
  "This is the fourth time this month for the same fault.",
];

const options = await get("surveys/options");
const said = h("p", { id: "surveys-said", role: "status" });
const tell = (sentence, bad = false) => {
  said.classList.toggle("problem", bad);
  said.textContent = sentence;
};
const log = sentLog(options, tell);
// The way of what was sent begins below the fold.
const reveal = () => said.parentElement.scrollTo({ top: said.offsetTop - 8, behavior: CALM.matches ? "auto" : "smooth" });

const form = surveyForm(options, () => sendOne(null));

async function sendOne(fault) {
  if (!form.check()) return;
  try {
    log.own(await post("surveys", { ...form.order(), fault }));
    reveal();
  } catch (error) {
    form.complain(error.errors ?? {});
    tell(error.message, true);
  }
}

async function sendMany(button) {
  button.disabled = true;
  const id = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 10)}`;
  const drawn = log.ownBatch(id);
  tell("Ten bad ones are on their way; one message a second goes into a channel.");
  const start = Math.floor(Math.random() * options.customers.length);
  try {
    for (let index = 0; index < IN_A_ROW; index += 1) {
      const { name } = options.customers[(start + index * 7) % options.customers.length];
      const comment = COMPLAINTS[index % COMPLAINTS.length];
      log.own(await post("surveys", { customer: name, person: "", survey_type: "csat", score: 1, comment, batch: id }));
    }
  } catch (error) {
    drawn.fail(error.message);
    tell(error.message, true);
  }
  button.disabled = false;
  reveal();
}

const button = (label, click) => h("button", { type: "button", class: "button", on: { click: (event) => click(event.target) } }, label);
const faulty = ({ name, label }) => button(label, () => sendOne(name));
const seen = options.faults.filter(({ name }) => IN_SIGHT.includes(name));
const more = options.faults.filter(({ name }) => !IN_SIGHT.includes(name));

const panel = h("aside", { id: "surveys", "aria-labelledby": "surveys-title" },
  h("header", {}, h("h2", { id: "surveys-title" }, "Survey tool"),
    h("button", { type: "button", class: "button", "aria-label": "Close the survey tool", on: { click: () => side.close() } }, "✕")),
  h("div", { class: "content" },
    h("p", { class: "faint about" }, "Plays your customers. What you send is signed and goes to the bot's webhook over HTTP."),
    form.element,
    h("div", { class: "wrong", role: "group", "aria-label": "What happens in life" },
      button("Ten bad ones in a row", sendMany), seen.map(faulty),
      button("Slack is down for a minute", () => begin().catch((error) => tell(error.message, true))),
      h("details", {}, h("summary", {}, "More that happens"), more.map(faulty))),
    said, log.element));

const buttons = h("div", { id: "surveys-buttons" });
document.getElementById("heading").append(buttons);
const side = setUpSide(panel, buttons, form.focus);
const loaded = log.load();
await setUpFirstMinute(doings({ side, form, alert: log.alert }), buttons);
buttons.append(side.opener);
await setUpOutage((sentence) => tell(sentence, true));
await loaded;
