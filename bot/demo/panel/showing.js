// What "Show me" of the first minute does: it brings a person to where the step is done.

import { say } from "/playground/page/js/status.js";
import { become, isGuest, store } from "/playground/page/js/store.js";

const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });
const buttons = () => [...document.querySelectorAll("#messages article button")];
const claims = () => buttons().filter((each) => each.textContent === "Claim");

// Guests can neither claim nor ask: somebody of the house shows it.
async function beAtHome() {
  const host = [...store.people.values()].find((each) => !each.is_bot && !each.deleted && !each.team);
  if (!isGuest() || !host) return;
  await become(host.id);
  say(`You are ${host.real_name} now: guests see no alerts and have no commands.`);
}

// alert(): where the alert about the last survey stands, if it does.
async function claim(alert) {
  const channel = [...store.channels.values()].find((each) => each.name === "customer-alerts");
  const place = alert ? `${alert.channel}/${alert.ts}` : channel?.id;
  const wanted = () => claims().find((each) => each.closest("article").dataset.ts === alert?.ts) ?? (alert ? null : claims().at(-1));
  if (place && (!wanted() || (!alert && store.channel !== channel.id))) {
    location.hash = `#/${place}`;
    // The channel has to be loaded first; what it draws and focuses then comes before ours.
    for (let tries = 0; tries < 20 && (tries < 3 || !wanted()); tries += 1) await pause(100);
  }
  const found = wanted() ?? claims().at(-1);
  found?.scrollIntoView({ block: "center" });
  found?.focus();
}

function health() {
  const field = document.getElementById("composer-text");
  field.value = "/health acme";
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
}

export const doings = ({ side, form, alert }) => ({
  review() {
    side.show();
    form.beBad();
  },
  async claim() {
    side.giveWay();
    await beAtHome();
    await claim(alert());
  },
  async health() {
    side.giveWay();
    await beAtHome();
    health();
  },
});
