// New messages for those who listen to the page.

import { mrkdwn } from "./mrkdwn.js";
import { personName } from "./store.js";

const line = document.getElementById("announced");
const LONGEST = 240;

export function announce(message) {
  const name = message.username ?? personName(message.user);
  const text = mrkdwn(message.text ?? "").textContent.trim();
  line.textContent = `${name}${message.is_ephemeral ? ", only to you" : ""}: ${text.slice(0, LONGEST)}`;
}
