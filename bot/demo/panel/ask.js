// What the panel asks of the demo. A refusal becomes a Refused with the server's sentences, by field if it has any.

const BASE = "/playground/api/";

export class Refused extends Error {
  constructor(sentence, errors = {}) {
    super(sentence);
    this.errors = errors;
  }
}

async function asked(method, path, body) {
  const options = { method };
  if (body !== undefined) {
    options.headers = { "Content-Type": "application/json" };
    options.body = JSON.stringify(body);
  }
  let response;
  try {
    response = await fetch(BASE + path, options);
  } catch {
    throw new Refused("The playground does not answer. Is it still running?");
  }
  const told = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(told.error ?? `The playground answered ${response.status}.`, told.errors);
  return told;
}

export const get = (path) => asked("GET", path);
export const post = (path, body) => asked("POST", path, body);
export const remove = (path) => asked("DELETE", path);
