// Slack's date tokens, in this browser's own zone.

function part(token, date) {
  const day = (options) => date.toLocaleDateString(undefined, options);
  const pretty = () => {
    const days = Math.round((new Date().setHours(0, 0, 0, 0) - new Date(date).setHours(0, 0, 0, 0)) / 86_400_000);
    return { 0: "today", 1: "yesterday", "-1": "tomorrow" }[days];
  };
  const long = { weekday: "long", month: "long", day: "numeric", year: "numeric" };
  const formats = {
    date_num: () => date.toISOString().slice(0, 10),
    date: () => day({ month: "long", day: "numeric", year: "numeric" }),
    date_short: () => day({ month: "short", day: "numeric", year: "numeric" }),
    date_long: () => day(long),
    date_pretty: () => pretty() ?? day({ month: "long", day: "numeric", year: "numeric" }),
    date_short_pretty: () => pretty() ?? day({ month: "short", day: "numeric", year: "numeric" }),
    date_long_pretty: () => pretty() ?? day(long),
    time: () => date.toLocaleTimeString(undefined, { hour: "numeric", minute: "2-digit" }),
    time_secs: () => date.toLocaleTimeString(),
    ago: () => ago(date),
  };
  return formats[token]?.() ?? `{${token}}`;
}

function ago(date) {
  const seconds = (date - Date.now()) / 1000;
  const format = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });
  for (const [unit, length] of [["day", 86_400], ["hour", 3_600], ["minute", 60]]) {
    if (Math.abs(seconds) >= length) return format.format(Math.round(seconds / length), unit);
  }
  return format.format(Math.round(seconds), "second");
}

export function formatDate(timestamp, format) {
  const date = new Date(timestamp * 1000);
  return format.replace(/\{(\w+)\}/g, (_, token) => part(token, date));
}

export function messageTime(ts) {
  return new Date(Number(ts) * 1000);
}
