// The survey tool beside the page: plays the customers, shows what was sent, and how far it comes.

import { h } from "/playground/page/js/dom.js";
import { store } from "/playground/page/js/store.js";
import { get, post } from "./ask.js";
import { batch } from "./batch.js";
import { setUpFirstMinute } from "./first_minute.js";
import { surveyForm } from "./form.js";
import { begin, placeOutage, setUpOutage } from "./outage.js";
import { drawRequest } from "./request.js";
import { inShort, timeline } from "./travel.js";
import { watch } from "./watch.js";

const IN_A_ROW = 10;
const SHOWN = 20;
const WIDE = matchMedia("(min-width: 1100px)");
const CALM = matchMedia("(prefers-reduced-motion: reduce)");
const IN_SIGHT = ["again", "wrong_signature"];
const COMPLAINTS = [
  "Nobody called back although it was promised twice.",
  "Closed without asking me. The problem is still there.",
  "This is the fourth time this month for the same fault.",
];

const options = await get("surveys/options");
const said = h("p", { id: "surveys-said", role: "status" });
const log = h("ol", { class: "sent", "aria-label": "What was sent, newest first" });
const tell = (sentence, bad = false) => {
  said.classList.toggle("problem", bad);
  said.textContent = sentence;
};
// The way of what was sent begins below the fold.
const reveal = () => said.parentElement.scrollTo({ top: said.offsetTop - 8, behavior: CALM.matches ? "auto" : "smooth" });

const form = surveyForm(options, () => sendOne(null));
let alert = null; // where the alert about the last survey stands

// Of several places the channel, which everybody sees.
const alertOf = ({ steps }) => steps.find((step) => step.name === "delivered")?.lines
  .find((line) => line.ts && !line.channel.startsWith("D"));

function keep(entry) {
  log.prepend(entry);
  while (log.children.length > SHOWN) log.lastChild.remove();
}

const rated = ({ survey_type: type, score }) => `${type.toUpperCase()} ${score ?? "not answered"}`;

// What the webhook's answer means, in a sentence.
function verdict(sent) {
  const told = JSON.parse(sent.answer.body);
  if (told.status === "repeat") return "The bot knew it already: nothing changes.";
  if (told.status === "quarantined") return `The bot put it aside for a person to look at: ${told.reason}`;
  if (told.status === "accepted") return `The bot took it in ${sent.ms} ms.`;
  return `The bot refused it: ${told.error ?? sent.answer.status}`;
}

function drawSent(name, detail, sent) {
  const line = timeline();
  const ok = sent.answer.status < 300;
  keep(h("li", {},
    h("h3", {}, h("span", { class: ok ? "good" : "problem" }, String(sent.answer.status)), ` ${name} `,
      h("span", { class: "faint" }, detail)),
    line.element, drawRequest(sent, options.tolerance_minutes)));
  tell(verdict(sent), !ok);
  watch(sent.travel, (travel) => {
    line.show(travel);
    alert = alertOf(travel) ?? alert;
    if (travel.finished && ok && !sent.travel.finished) tell(inShort(name, travel));
  });
  reveal();
}

async function sendOne(fault) {
  const { customer, ...order } = form.order();
  const about = options.faults.find((each) => each.name === fault);
  if (!form.check()) return;
  try {
    const sent = await post("surveys", { customer, ...order, fault });
    drawSent(about?.label ?? customer, about ? "" : rated(order), sent);
  } catch (error) {
    form.complain(error.errors ?? {});
    tell(error.message, true);
  }
}

async function sendMany(button) {
  button.disabled = true;
  const drawn = batch(IN_A_ROW, tell);
  keep(h("li", {}, drawn.element));
  tell("Ten bad ones are on their way; one message a second goes into a channel.");
  const start = Math.floor(Math.random() * options.customers.length);
  try {
    for (let index = 0; index < IN_A_ROW; index += 1) {
      const { name } = options.customers[(start + index * 7) % options.customers.length];
      const sent = await post("surveys", {
        customer: name, person: "", survey_type: "csat", score: 1, comment: COMPLAINTS[index % COMPLAINTS.length],
      });
      watch(sent.travel, drawn.add(name));
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
    h("button", { type: "button", class: "button", "aria-label": "Close the survey tool", on: { click: () => show(false) } }, "✕")),
  h("div", { class: "content" },
    h("p", { class: "faint about" }, "Plays your customers. What you send is signed and goes to the bot's webhook over HTTP."),
    form.element,
    h("div", { class: "wrong", role: "group", "aria-label": "What happens in life" },
      button("Ten bad ones in a row", sendMany), seen.map(faulty),
      button("Slack is down for a minute", () => begin().catch((error) => tell(error.message, true))),
      h("details", {}, h("summary", {}, "More that happens"), more.map(faulty))),
    said, log));
const opener = h("button", { type: "button", id: "surveys-open", class: "button", "aria-controls": "surveys",
  on: { click: () => show(panel.hidden) } }, "Survey tool");
const buttons = h("div", { id: "surveys-buttons" });

function put(open) {
  panel.hidden = !open;
  opener.setAttribute("aria-expanded", String(open));
  document.body.classList.toggle("with-surveys", open);
  placeOutage(open && !WIDE.matches ? panel : null);
}

function show(open) {
  put(open);
  if (open) form.focus();
  else opener.focus();
}

// On a small window the panel covers the page: whoever follows a link out of it wants to see the page.
panel.addEventListener("click", (event) => {
  if (event.target.closest("a.goto") && !WIDE.matches) put(false);
});
panel.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.defaultPrevented) show(false);
});

const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });
const showing = {
  review() {
    put(true);
    form.beBad();
  },
  async claim() {
    if (!WIDE.matches) put(false);
    const alerts = [...store.channels.values()].find((channel) => channel.name === "customer-alerts");
    const place = alert ? `${alert.channel}/${alert.ts}` : alerts?.id;
    const claims = () => [...document.querySelectorAll("#messages article button")].filter((each) => each.textContent === "Claim");
    const wanted = () => claims().find((each) => each.closest("article").dataset.ts === alert?.ts) ?? (alert ? null : claims().at(-1));
    if (place && (!wanted() || (!alert && store.channel !== alerts.id))) {
      location.hash = `#/${place}`;
      // The channel has to be loaded first; what it draws and focuses then comes before ours.
      for (let tries = 0; tries < 20 && (tries < 3 || !wanted()); tries += 1) await pause(100);
    }
    const found = wanted() ?? claims().at(-1);
    found?.scrollIntoView({ block: "center" });
    found?.focus();
  },
  health() {
    const field = document.getElementById("composer-text");
    field.value = "/health acme";
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  },
};

document.getElementById("heading").append(buttons);
document.getElementById("workspace").append(panel);
put(WIDE.matches);
WIDE.addEventListener("change", () => put(WIDE.matches));
await setUpFirstMinute(showing, buttons);
buttons.append(opener);
await setUpOutage((sentence) => tell(sentence, true));
