// Asks how far the surveys under way have come: all of them in one request, often at first and then once a second.

import { get } from "./ask.js";

const YOUNG_MS = 3000;
const OFTEN_MS = 150;
const SELDOM_MS = 1000;
const AWAY_MS = 3000;

const watched = new Map();
let timer = 0;

export function watch(travel, show) {
  show(travel);
  if (travel.finished) return;
  watched.set(travel.id, { show, since: performance.now() });
  plan();
}

function plan(away = false) {
  clearTimeout(timer);
  if (!watched.size) return;
  const young = [...watched.values()].some(({ since }) => performance.now() - since < YOUNG_MS);
  timer = setTimeout(ask, away ? AWAY_MS : young ? OFTEN_MS : SELDOM_MS);
}

async function ask() {
  const ids = [...watched.keys()].slice(0, 50);
  let travels;
  try {
    ({ travels } = await get(`surveys/travels?${new URLSearchParams(ids.map((id) => ["id", id]))}`));
  } catch {
    plan(true);
    return;
  }
  const told = new Map(travels.map((travel) => [travel.id, travel]));
  for (const id of ids) {
    const travel = told.get(id);
    const entry = watched.get(id);
    if (!entry) continue; // a question asked meanwhile has had its answer
    // What the playground has forgotten, it will not remember again.
    if (!travel || travel.finished) watched.delete(id);
    if (travel) entry.show(travel);
  }
  plan();
}
