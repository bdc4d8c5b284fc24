// Days and times of messages, in this browser's own zone.

import { messageTime } from "./dates.js";

export function dayOf(ts) {
  const at = messageTime(ts);
  return `${at.getFullYear()}-${at.getMonth()}-${at.getDate()}`;
}

export function dayName(ts) {
  const at = messageTime(ts);
  const days = Math.round((new Date().setHours(0, 0, 0, 0) - new Date(at).setHours(0, 0, 0, 0)) / 86_400_000);
  if (days === 0) return "Today";
  if (days === 1) return "Yesterday";
  const year = at.getFullYear() === new Date().getFullYear() ? undefined : "numeric";
  return at.toLocaleDateString(undefined, { weekday: "long", month: "long", day: "numeric", year });
}

export function clock(ts) {
  return messageTime(ts).toLocaleTimeString(undefined, { hour: "numeric", minute: "2-digit" });
}

// "Today at 10:12 AM"
export const dayAndClock = (ts) => `${dayName(ts)} at ${clock(ts)}`;

// The same amid a sentence: "today at 10:12 AM"
export const inSentence = (ts) => dayAndClock(ts).replace(/^(Today|Yesterday)/, (day) => day.toLowerCase());
