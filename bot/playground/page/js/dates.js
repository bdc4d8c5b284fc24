// Slack's date tokens, in this browser's own zone, in the English wording Slack's documentation gives.

const DAY_MS = 86_400_000;

function ordinal(number) {
  const teen = number % 100 >= 11 && number % 100 <= 13;
  return `${number}${teen ? "th" : { 1: "st", 2: "nd", 3: "rd" }[number % 10] ?? "th"}`;
}

const name = (date, what) => date.toLocaleDateString("en", what);
const weekday = (date) => name(date, { weekday: "long" });
const monthDay = (date) => `${name(date, { month: "long" })} ${ordinal(date.getDate())}`;
const full = (date) => `${monthDay(date)}, ${date.getFullYear()}`;
const short = (date) => name(date, { month: "short", day: "numeric", year: "numeric" });
const digits = (number) => String(number).padStart(2, "0");

function relativeDay(date) {
  const days = Math.round((new Date().setHours(0, 0, 0, 0) - new Date(date).setHours(0, 0, 0, 0)) / DAY_MS);
  return { 0: "today", 1: "yesterday", "-1": "tomorrow" }[days];
}

const capital = (word) => word && word[0].toUpperCase() + word.slice(1);

const TOKENS = {
  date_num: (date) => `${date.getFullYear()}-${digits(date.getMonth() + 1)}-${digits(date.getDate())}`,
  date_slash: (date) => `${digits(date.getMonth() + 1)}/${digits(date.getDate())}/${date.getFullYear()}`,
  date: full,
  date_short: short,
  date_long: (date) => `${weekday(date)}, ${full(date)}`,
  date_pretty: (date) => relativeDay(date) ?? full(date),
  date_short_pretty: (date) => relativeDay(date) ?? short(date),
  date_long_pretty: (date) => relativeDay(date) ?? `${weekday(date)}, ${full(date)}`,
  day_divider_pretty: (date) => capital(relativeDay(date)) ?? `${weekday(date)}, ${monthDay(date)}`,
  time: (date) => date.toLocaleTimeString(undefined, { hour: "numeric", minute: "2-digit" }),
  time_secs: (date) => date.toLocaleTimeString(undefined, { hour: "numeric", minute: "2-digit", second: "2-digit" }),
  ago,
};

function ago(date) {
  const seconds = (date - Date.now()) / 1000;
  const format = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
  for (const [unit, length] of [["year", 31_557_600], ["month", 2_629_800], ["day", 86_400], ["hour", 3_600], ["minute", 60]]) {
    if (Math.abs(seconds) >= length) return format.format(Math.round(seconds / length), unit);
  }
  return format.format(Math.round(seconds), "second");
}

// The text of a format with {tokens}; empty when the timestamp is none, so that the fallback can stand in.
export function formatDate(timestamp, format) {
  const date = new Date(timestamp * 1000);
  if (Number.isNaN(date.getTime())) return "";
  return format.replace(/\{(\w+)\}/g, (all, token) => TOKENS[token]?.(date) ?? all);
}

// When a date token points at, in full, for whoever hovers over it.
export function exactTime(timestamp) {
  const date = new Date(timestamp * 1000);
  return Number.isNaN(date.getTime()) ? null : date.toLocaleString(undefined, { dateStyle: "full", timeStyle: "long" });
}

export function messageTime(ts) {
  return new Date(Number(ts) * 1000);
}
