// "in 12 s", counting down by itself.

import { h } from "/playground/page/js/dom.js";

const running = new Map();
let timer = 0;

function tell(element, until) {
  const left = Math.ceil((until - performance.now()) / 1000);
  element.textContent = left > 0 ? `in ${left} s` : "now";
  if (left <= 0) running.delete(element);
}

function tick() {
  for (const [element, until] of running) {
    if (element.isConnected) tell(element, until);
    else running.delete(element);
  }
  timer = running.size ? setTimeout(tick, 250) : 0;
}

export function countdown(seconds) {
  const element = h("span", { class: "countdown" });
  const until = performance.now() + seconds * 1000;
  running.set(element, until);
  tell(element, until);
  timer ||= setTimeout(tick, 250);
  return element;
}
