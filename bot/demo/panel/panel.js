// The survey tool beside the page: plays the customers, and shows what was sent and what came back.

import { act, look } from "/playground/page/js/api.js";
import { h, replace } from "/playground/page/js/dom.js";

const IN_A_ROW = 10;
const SHOWN = 20;
const COMPLAINTS = [
  "Nobody called back although it was promised twice.",
  "Closed without asking me. The problem is still there.",
  "This is the fourth time this month for the same fault.",
];

const options = await look("surveys/options");
const customer = h("input", { class: "field", id: "survey-customer", list: "survey-customers", value: "Globex", required: true, autocomplete: "off" });
const person = h("select", { class: "field", id: "survey-person" });
const kind = h("select", { class: "field", id: "survey-type" },
  Object.keys(options.survey_types).map((type) => h("option", { value: type }, type.toUpperCase())));
const scores = h("div", { class: "scores" });
const comment = h("textarea", { class: "field", id: "survey-comment", rows: 3, placeholder: "What the customer writes" });
const fault = h("select", { class: "field", id: "survey-fault" },
  h("option", { value: "" }, "Nothing, all is well"),
  options.faults.map((each) => h("option", { value: each.name }, each.label)));
const log = h("ol", { class: "sent", "aria-label": "What was sent" });
const announced = h("p", { class: "faint", role: "status" });

const row = (label, field) => h("div", { class: "row" }, h("label", { for: field.id }, label), field);

function drawPeople() {
  const known = options.customers.find((each) => each.name.toLowerCase() === customer.value.trim().toLowerCase());
  replace(person, (known?.people ?? ["Somebody new"]).map((name) => h("option", { value: name }, name)));
}

function drawScores() {
  const { min, max } = options.survey_types[kind.value];
  const all = Array.from({ length: max - min + 1 }, (_, index) => min + index);
  replace(scores,
    all.map((score) => h("label", {},
      h("input", { type: "radio", name: "score", value: String(score), checked: score === min }), h("span", {}, String(score)))),
    h("label", {}, h("input", { type: "radio", name: "score", value: "" }), h("span", {}, "no answer")));
}

function chosenScore() {
  const value = scores.querySelector("input:checked")?.value ?? "";
  return value === "" ? null : Number(value);
}

// What the webhook's answer means, in a sentence.
function verdict(sent) {
  const told = JSON.parse(sent.answer.body);
  if (told.status === "repeat") return "The bot knew it already: nothing changes.";
  if (told.status === "quarantined") return `The bot put it aside for a person to look at: ${told.reason}`;
  if (told.status === "accepted") return `The bot took it in ${sent.ms} ms.`;
  return `The bot refused it: ${told.error ?? sent.answer.status}`;
}

function drawSent(name, sent) {
  const ok = sent.answer.status < 300;
  const headers = Object.entries(sent.request.headers).map(([key, value]) => `${key}: ${value}`).join("\n");
  log.prepend(h("li", {}, h("details", {},
    h("summary", {}, h("strong", { class: ok ? "good" : "problem" }, String(sent.answer.status)),
      ` ${name} `, h("span", { class: "faint" }, `${sent.ms} ms`)),
    h("pre", { tabindex: "0" }, `POST ${sent.request.url}\n${headers}\n\n${sent.request.body}`),
    h("pre", { tabindex: "0" }, `${sent.answer.status}\n${sent.answer.body}`))));
  while (log.children.length > SHOWN) log.lastChild.remove();
  announced.textContent = verdict(sent);
}

async function send(order) {
  try {
    const label = order.fault ? fault.selectedOptions[0].textContent : order.customer;
    drawSent(label, await act("surveys", order));
  } catch (error) {
    announced.textContent = error.message;
  }
}

async function sendMany(button) {
  button.disabled = true;
  const start = Math.floor(Math.random() * options.customers.length);
  for (let index = 0; index < IN_A_ROW; index += 1) {
    const { name } = options.customers[(start + index * 7) % options.customers.length];
    await send({ customer: name, person: "", survey_type: "csat", score: 1, comment: COMPLAINTS[index % COMPLAINTS.length] });
  }
  button.disabled = false;
}

const form = h("form", { autocomplete: "off", on: { submit: (event) => {
  event.preventDefault();
  send({
    customer: customer.value, person: person.value, survey_type: kind.value,
    score: chosenScore(), comment: comment.value, fault: fault.value || null,
  });
} } },
row("Customer", customer), h("datalist", { id: "survey-customers" }, options.customers.map((each) => h("option", { value: each.name }))),
row("Person", person), row("Survey", kind),
h("fieldset", { class: "row" }, h("legend", {}, "Rating"), scores),
row("Comment", comment), row("What goes wrong", fault),
h("div", { class: "buttons" },
  h("button", { class: "button primary" }, "Send survey"),
  h("button", { type: "button", class: "button", on: { click: (event) => sendMany(event.target) } }, "Ten bad ones")),
announced);

const panel = h("aside", { id: "surveys", "aria-labelledby": "surveys-title" },
  h("header", {}, h("h2", { id: "surveys-title" }, "Survey tool"),
    h("button", { type: "button", class: "button", "aria-label": "Close the survey tool", on: { click: () => show(false) } }, "✕")),
  h("div", { class: "content" },
    h("p", { class: "faint" }, "Plays your customers. What you send is signed and goes to the bot's webhook over HTTP."),
    form, log));
const opener = h("button", { type: "button", id: "surveys-open", class: "button", "aria-expanded": "true", "aria-controls": "surveys",
  on: { click: () => show(panel.hidden) } }, "Survey tool");

function show(open) {
  panel.hidden = !open;
  opener.setAttribute("aria-expanded", String(open));
  if (open) customer.focus();
  else opener.focus();
}

customer.addEventListener("input", drawPeople);
customer.addEventListener("focus", () => customer.select());
kind.addEventListener("change", drawScores);
panel.addEventListener("keydown", (event) => event.key === "Escape" && show(false));
drawPeople();
drawScores();
document.getElementById("heading").append(opener);
document.getElementById("workspace").append(panel);
if (!matchMedia("(min-width: 1100px)").matches) {
  panel.hidden = true;
  opener.setAttribute("aria-expanded", "false");
}
