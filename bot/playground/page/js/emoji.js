// The few emoji that are drawn; any other name is shown as :name:.

const EMOJI = {
  white_check_mark: "✅", heavy_check_mark: "✔️", x: "❌", warning: "⚠️", rotating_light: "🚨", bell: "🔔",
  no_bell: "🔕", eyes: "👀", zzz: "💤", hourglass: "⌛", hourglass_flowing_sand: "⏳", alarm_clock: "⏰",
  calendar: "📅", memo: "📝", mag: "🔍", bulb: "💡", pushpin: "📌", link: "🔗", gear: "⚙️", tada: "🎉",
  red_circle: "🔴", large_yellow_circle: "🟡", large_green_circle: "🟢", large_orange_circle: "🟠",
  large_blue_circle: "🔵", white_circle: "⚪", black_circle: "⚫", smile: "😄", slightly_smiling_face: "🙂",
  neutral_face: "😐", slightly_frowning_face: "🙁", disappointed: "😞", angry: "😠", rage: "😡", cry: "😢",
  thumbsup: "👍", "+1": "👍", thumbsdown: "👎", "-1": "👎", raised_hands: "🙌", wave: "👋", pray: "🙏",
  heart: "❤️", star: "⭐", trophy: "🏆", fire: "🔥", chart_with_upwards_trend: "📈",
  chart_with_downwards_trend: "📉", bar_chart: "📊", arrow_up: "⬆️", arrow_down: "⬇️", arrow_right: "➡️",
  arrow_upper_right: "↗️", arrow_lower_right: "↘️", office: "🏢", house: "🏠", bust_in_silhouette: "👤",
  busts_in_silhouette: "👥", ticket: "🎫", telephone_receiver: "📞", email: "📧", speech_balloon: "💬",
  question: "❓", information_source: "ℹ️", lock: "🔒", wrench: "🔧", sparkles: "✨", rocket: "🚀",
};

export function emoji(name) {
  return EMOJI[name] ?? `:${name}:`;
}
