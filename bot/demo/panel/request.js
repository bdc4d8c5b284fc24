// The signed request as it went over the wire, what its signature means, and the answer.

import { h, replace } from "/playground/page/js/dom.js";
import { get } from "./ask.js";

const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;

// The signature is in it already; the secret that made it is not.
export function curlOf({ url, headers, body }) {
  const lines = Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`);
  return [`curl -i ${quoted(url)}`, ...lines, `--data-binary ${quoted(body)}`].join(" \\\n  ");
}

function copier(text) {
  const said = h("span", { role: "status", class: "faint" });
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      said.textContent = "Copied.";
    } catch {
      said.textContent = "The browser does not let the page copy; select the text instead.";
    }
  };
  return h("p", {}, h("button", { type: "button", class: "button", on: { click: copy } }, "Copy curl command"), " ", said);
}

const pretty = (text) => {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
};

// The request can be long: it is asked for when somebody wants to see it.
export function requestOf(id, minutes) {
  const box = h("div");
  const open = async (event) => {
    if (!event.target.open || box.querySelector("pre")) return;
    try {
      replace(box, drawn(await get(`surveys/${id}`), minutes));
    } catch (error) {
      replace(box, h("p", { class: "problem", role: "alert" }, error.message));
    }
  };
  return h("details", { class: "request", on: { toggle: open } }, h("summary", {}, "The signed request and the answer"), box);
}

function drawn(sent, minutes) {
  const { url, headers, body } = sent.request;
  const path = new URL(url).pathname;
  return [
    h("h4", {}, "Headers"),
    h("pre", { tabindex: "0", "aria-label": "Request headers" },
      `POST ${path}\n`, Object.entries(headers).map(([name, value]) =>
        [h("span", { class: name.startsWith("webhook-") ? "signed" : null }, `${name}: ${value}`), "\n"])),
    h("p", { class: "faint" }, "The signature is HMAC-SHA256 of “webhook-id.webhook-timestamp.body” under a secret that only "
      + `the survey tool and the bot know. It holds for ${minutes} minutes.`),
    h("h4", {}, "Body"),
    h("pre", { tabindex: "0", "aria-label": "Request body" }, body),
    copier(curlOf(sent.request)),
    h("p", { class: "faint" }, "The command carries the ready signature and not the secret: sent again it is a repeat, "
      + "and altered it is refused."),
    h("h4", {}, `Answer: ${sent.answer.status} in ${sent.ms} ms`),
    h("pre", { tabindex: "0", "aria-label": "Answer" }, pretty(sent.answer.body)),
  ];
}
