// The form: who answers which survey how. What is wrong stands beside its field.

import { h, replace } from "/playground/page/js/dom.js";

const HOSTILE = "<!channel> *bold* <https://evil.example|your bank> &amp; <b>tag</b> <@U0000000002> `code` \u202Edesrever";
const SAMPLES = [
  ["a complaint", "Nobody called back although it was promised twice."],
  ["something hostile", HOSTILE],
  ["something very long", "It is a long story. ".repeat(400).trim()],
];

function fieldOf(label, input, ...more) {
  const problem = h("p", { class: "problem", id: `${input.id}-problem`, hidden: true });
  input.setAttribute("aria-describedby", problem.id);
  return { input, problem, row: h("div", { class: "row" }, h("label", { for: input.id }, label), input, ...more, problem) };
}

function tell(field, sentence) {
  field.problem.textContent = sentence ?? "";
  field.problem.hidden = !sentence;
  field.input.toggleAttribute("aria-invalid", Boolean(sentence));
  if (sentence) field.input.setAttribute("aria-invalid", "true");
}

// options -> { element, order(), check(), complain(errors), worst() }
export function surveyForm(options, onSend) {
  const customer = fieldOf("Customer", h("input", {
    class: "field", id: "survey-customer", list: "survey-customers", value: "Globex", autocomplete: "off", spellcheck: "false",
  }), h("p", { class: "faint", id: "survey-new", hidden: true }, "Not known yet: the survey brings a new customer."));
  const person = fieldOf("Person", h("input", { class: "field", id: "survey-person", list: "survey-people", autocomplete: "off" }));
  const comment = fieldOf("Comment", h("textarea", {
    class: "field", id: "survey-comment", rows: 3, placeholder: "What the customer writes",
  }), h("p", { class: "samples" }, "Try ", SAMPLES.map(([name, text]) =>
    h("button", { type: "button", on: { click: () => { comment.input.value = text; tell(comment); comment.input.focus(); } } }, name))));
  const people = h("datalist", { id: "survey-people" });
  const kinds = h("div", { class: "kinds" });
  const asks = h("legend", { id: "survey-asks" });
  const scores = h("div", { class: "scores", id: "survey-scores" });
  const ends = h("p", { class: "ends faint", "aria-hidden": "true" });
  const rating = { input: scores, problem: h("p", { class: "problem", id: "survey-scores-problem", hidden: true }) };
  const fields = { customer, person, comment, score: rating };

  const kind = () => kinds.querySelector("input:checked").value;
  const type = () => options.survey_types[kind()];
  const known = () => options.customers.find((each) => each.name.toLowerCase() === customer.input.value.trim().toLowerCase());
  const radio = (name, value, label, checked, spoken) => h("label", {},
    h("input", { type: "radio", name, value, checked, "aria-label": spoken ?? null }), h("span", {}, label));

  function drawPeople() {
    const names = known()?.people ?? [];
    person.input.value = names[0] ?? "";
    customer.row.querySelector("#survey-new").hidden = Boolean(known()) || !customer.input.value.trim();
    replace(people, names.map((name) => h("option", { value: name })));
  }

  function drawScores() {
    const { min, max, asks: question, ends: [low, high] } = type();
    const all = Array.from({ length: max - min + 1 }, (_, index) => min + index);
    const spoken = (score) => (score === min ? `${score}, ${low}` : score === max ? `${score}, ${high}` : null);
    asks.textContent = question;
    ends.textContent = `${min} = ${low}, ${max} = ${high}`;
    replace(scores, all.map((score) => radio("score", String(score), String(score), score === min, spoken(score))),
      radio("score", "", "no answer", false));
  }

  function check() {
    const errors = {};
    if (!customer.input.value.trim()) errors.customer = "Choose a customer, or type the name of a new one.";
    for (const name of ["customer", "person", "comment"]) {
      const most = options.most[name];
      const { length } = fields[name].input.value;
      if (length > most) errors[name] = `At most ${most.toLocaleString("en")} characters, please; these are ${length.toLocaleString("en")}.`;
    }
    return complain(errors);
  }

  // Shows each sentence at its field and goes to the first; false when there are any.
  function complain(errors) {
    for (const [name, field] of Object.entries(fields)) tell(field, errors[name]);
    const first = Object.keys(fields).find((name) => errors[name]);
    if (first) (first === "score" ? scores.querySelector("input") : fields[first].input).focus();
    return !first;
  }

  function order() {
    const score = scores.querySelector("input:checked")?.value ?? "";
    return {
      customer: customer.input.value, person: person.input.value, survey_type: kind(),
      score: score === "" ? null : Number(score), comment: comment.input.value,
    };
  }

  replace(kinds, Object.entries(options.survey_types).map(([value, each], index) => radio("kind", value, each.label, index === 0)));
  for (const field of [customer, person, comment]) {
    field.input.addEventListener("input", () => field.problem.hidden || check());
  }
  customer.input.addEventListener("input", drawPeople);
  customer.input.addEventListener("focus", () => customer.input.select());
  kinds.addEventListener("change", drawScores);
  drawPeople();
  drawScores();

  const element = h("form", { autocomplete: "off", novalidate: true, on: { submit: (event) => {
    event.preventDefault();
    onSend();
  } } },
  h("div", { class: "two" }, customer.row, person.row),
  h("datalist", { id: "survey-customers" }, options.customers.map((each) => h("option", { value: each.name }))), people,
  h("fieldset", { class: "row" }, h("legend", {}, "Survey"), kinds),
  h("fieldset", { class: "row", "aria-describedby": rating.problem.id }, asks, scores, ends, rating.problem),
  comment.row,
  h("div", { class: "buttons" }, h("button", { class: "button primary" }, "Send survey")));

  // What a bad review looks like, ready to be sent.
  function beBad() {
    if (!known()) customer.input.value = "Globex";
    kinds.querySelector("[value=csat]").checked = true;
    drawPeople();
    drawScores();
    if (!comment.input.value) comment.input.value = SAMPLES[0][1];
    comment.input.focus();
  }

  return { element, order, check, complain, beBad, focus: () => customer.input.focus() };
}
