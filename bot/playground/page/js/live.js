// The stream of changes: it reconnects by itself and goes on where it ended, so that nothing is lost or doubled.

import { eventsAddress } from "./api.js";

// The playground says "alive" every 15 seconds when nothing happens.
const SILENCE_MS = 40_000;
const PATIENCE_MS = [300, 1_000, 2_000, 5_000];

let source = null;
let person = "";
let last = "";
let tries = 0;
let timer = 0;
let watch = 0;
let tell = {};

// tell: { change(data), reset(), connected(bool) }
export function follow(who, since, listeners) {
  person = who;
  last = since;
  tell = listeners;
  tries = 0;
  connect();
}

function connect() {
  clearTimeout(timer);
  source?.close();
  const own = new EventSource(eventsAddress(person, last));
  source = own;
  heard();
  own.addEventListener("open", () => {
    tries = 0;
    heard();
    tell.connected(true);
  });
  own.addEventListener("error", () => again(own));
  own.addEventListener("alive", heard);
  own.addEventListener("reset", (event) => { heard(event); tell.reset(); });
  own.addEventListener("change", (event) => { heard(event); tell.change(JSON.parse(event.data)); });
}

function heard(event) {
  if (event?.lastEventId) last = event.lastEventId;
  clearTimeout(watch);
  watch = setTimeout(() => again(source), SILENCE_MS);
}

// The browser's own retry gives up for good on an answer other than 200, such as one of a proxy.
function again(own) {
  if (own !== source) return;
  own.close();
  clearTimeout(watch);
  clearTimeout(timer);
  tell.connected(false);
  timer = setTimeout(connect, PATIENCE_MS[Math.min(tries, PATIENCE_MS.length - 1)]);
  tries += 1;
}

window.addEventListener("offline", () => source && again(source));
window.addEventListener("online", () => source && connect());
