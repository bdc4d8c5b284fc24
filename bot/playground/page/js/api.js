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

// The file object of what was uploaded.
export async function upload(file, person) {
  const params = new URLSearchParams({ person, name: file.name });
  return (await answered(await fetch(`${BASE}files?${params}`, { method: "PUT", body: file }))).file;
}

// Files are shown to those who may see them: it matters who asks.
export function fileAddress(id, person) {
  return `${BASE}files/${encodeURIComponent(id)}?${new URLSearchParams({ person })}`;
}
