// Talking to the playground. Every answer is JSON; a refusal becomes an Error with the server's sentence.

const BASE = "/playground/api/";

async function answered(response) {
  const body = await response.json().catch(() => ({ error: `The playground answered ${response.status}.` }));
  if (!response.ok) throw new Error(body.error ?? `The playground answered ${response.status}.`);
  return body;
}

export async function look(path, query = {}) {
  const params = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== undefined));
  return answered(await fetch(`${BASE}${path}?${params}`));
}

export async function act(path, body) {
  const headers = { "Content-Type": "application/json" };
  return answered(await fetch(BASE + path, { method: "POST", headers, body: JSON.stringify(body) }));
}

export function eventsAddress(person, since) {
  return `${BASE}events?${new URLSearchParams({ person, since })}`;
}

export function fileAddress(id) {
  return `${BASE}files/${encodeURIComponent(id)}`;
}
