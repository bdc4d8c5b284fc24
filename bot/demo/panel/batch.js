// Ten bad reviews in a row, one line each: one message a second goes into a channel, so most wait for their turn.

import { h, replace } from "/playground/page/js/dom.js";
import { countdown } from "./countdown.js";
import { span, timeline } from "./travel.js";

export const IN_A_ROW = 10;

// -> { element, add(name) -> show(travel), fail(sentence) }
export function batch(onEnd) {
  const size = IN_A_ROW;
  const lines = h("ol", { class: "batch" });
  const sum = h("p", { class: "faint" });
  const travels = new Map();

  function count() {
    const over = [...travels.values()].filter((travel) => travel.finished).length;
    sum.textContent = `${travels.size} of ${size} sent, ${over} have come to their end.`;
    if (over === size) onEnd(`All ${size} have come to their end.`);
  }

  function stand(travel) {
    const delivered = travel.steps.find((step) => step.name === "delivered");
    const answered = travel.steps.find((step) => step.name === "answered");
    if (!delivered) return [answered?.text ?? "", ""];
    if (delivered.state === "done") return ["delivered", span(delivered.ms)];
    const waiting = delivered.lines.find((line) => line.state === "waiting");
    if (!waiting) return [delivered.text, ""];
    if (waiting.seconds) return ["next attempt ", "", waiting.seconds];
    return [waiting.text.includes("its turn") ? "waits for its turn" : "waits", ""];
  }

  function add(name) {
    const line = timeline();
    const summary = h("summary");
    lines.append(h("li", {}, h("details", {}, summary, line.element)));
    let before = "";
    return (travel) => {
      const ended = travels.get(travel.id)?.finished;
      travels.set(travel.id, travel);
      line.show(travel);
      const [text, ms, seconds] = stand(travel);
      if (`${text}${ms}${seconds}` !== before) {
        before = `${text}${ms}${seconds}`;
        replace(summary, h("strong", {}, name), " ",
          h("span", { class: ms ? "good" : "faint" }, text, seconds ? countdown(seconds) : null), h("span", { class: "ms" }, ` ${ms}`));
      }
      if (!ended) count();
    };
  }

  const element = h("div", {}, h("h3", {}, "Ten bad ones in a row"), sum, lines);
  return { element, add, fail: (sentence) => { sum.textContent = sentence; } };
}
