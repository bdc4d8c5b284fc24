// The emoji that are drawn, by Slack's names; any other name is shown as :name:.

const EMOJI = {
  // Signs
  white_check_mark: "✅", heavy_check_mark: "✔️", ballot_box_with_check: "☑️", x: "❌", no_entry: "⛔", no_entry_sign: "🚫",
  warning: "⚠️", rotating_light: "🚨", exclamation: "❗", heavy_exclamation_mark: "❗", bangbang: "‼️", question: "❓",
  grey_question: "❔", information_source: "ℹ️", octagonal_sign: "🛑", construction: "🚧", recycle: "♻️", new: "🆕",
  heavy_plus_sign: "➕", heavy_minus_sign: "➖", hash: "#️⃣", "100": "💯", sos: "🆘", o: "⭕",
  // Colours
  red_circle: "🔴", large_orange_circle: "🟠", large_yellow_circle: "🟡", large_green_circle: "🟢", large_blue_circle: "🔵",
  large_purple_circle: "🟣", large_brown_circle: "🟤", white_circle: "⚪", black_circle: "⚫", red_square: "🟥",
  large_red_square: "🟥", large_orange_square: "🟧", large_yellow_square: "🟨", large_green_square: "🟩", large_blue_square: "🟦",
  white_large_square: "⬜", black_large_square: "⬛", small_red_triangle: "🔺", small_red_triangle_down: "🔻",
  // Faces
  grinning: "😀", smiley: "😃", smile: "😄", grin: "😁", joy: "😂", slightly_smiling_face: "🙂", blush: "😊", wink: "😉",
  heart_eyes: "😍", star_struck: "🤩", thinking_face: "🤔", neutral_face: "😐", expressionless: "😑", unamused: "😒",
  face_with_rolling_eyes: "🙄", slightly_frowning_face: "🙁", white_frowning_face: "☹️", confused: "😕", worried: "😟",
  disappointed: "😞", pensive: "😔", cry: "😢", sob: "😭", angry: "😠", rage: "😡", triumph: "😤", open_mouth: "😮",
  scream: "😱", sleeping: "😴", partying_face: "🥳", sunglasses: "😎", robot_face: "🤖", skull: "💀", see_no_evil: "🙈",
  // Hands and people
  thumbsup: "👍", "+1": "👍", thumbsdown: "👎", "-1": "👎", raised_hands: "🙌", clap: "👏", wave: "👋", pray: "🙏",
  ok_hand: "👌", point_right: "👉", point_left: "👈", point_up: "☝️", point_down: "👇", muscle: "💪", handshake: "🤝",
  hand: "✋", raised_hand: "✋", fist: "✊", v: "✌️", eyes: "👀", brain: "🧠", bust_in_silhouette: "👤",
  busts_in_silhouette: "👥", technologist: "🧑‍💻", person_raising_hand: "🙋",
  // Things
  bell: "🔔", no_bell: "🔕", mega: "📣", loudspeaker: "📢", zzz: "💤", hourglass: "⌛", hourglass_flowing_sand: "⏳",
  alarm_clock: "⏰", stopwatch: "⏱️", clock1: "🕐", clock9: "🕘", calendar: "📅", date: "📅", spiral_calendar_pad: "🗓️",
  memo: "📝", pencil: "📝", pencil2: "✏️", mag: "🔍", mag_right: "🔎", bulb: "💡", pushpin: "📌", round_pushpin: "📍",
  paperclip: "📎", link: "🔗", gear: "⚙️", wrench: "🔧", hammer: "🔨", hammer_and_wrench: "🛠️", key: "🔑", lock: "🔒",
  unlock: "🔓", shield: "🛡️", package: "📦", inbox_tray: "📥", outbox_tray: "📤", file_folder: "📁", open_file_folder: "📂",
  page_facing_up: "📄", clipboard: "📋", books: "📚", newspaper: "📰", bookmark: "🔖", label: "🏷️", ticket: "🎫",
  telephone_receiver: "📞", phone: "☎️", email: "📧", envelope: "✉️", speech_balloon: "💬", thought_balloon: "💭",
  computer: "💻", iphone: "📱", desktop_computer: "🖥️", floppy_disk: "💾", battery: "🔋", electric_plug: "🔌", wastebasket: "🗑️",
  moneybag: "💰", credit_card: "💳", gift: "🎁", trophy: "🏆", medal: "🏅", dart: "🎯", checkered_flag: "🏁",
  triangular_flag_on_post: "🚩", crystal_ball: "🔮", test_tube: "🧪", bug: "🐛", ambulance: "🚑", fire_engine: "🚒",
  office: "🏢", house: "🏠", hospital: "🏥", factory: "🏭", rocket: "🚀", airplane: "✈️", globe_with_meridians: "🌐",
  earth_africa: "🌍", coffee: "☕", pizza: "🍕", cake: "🍰", beers: "🍻",
  // Nature and charts
  sparkles: "✨", star: "⭐", star2: "🌟", zap: "⚡", boom: "💥", fire: "🔥", sunny: "☀️", cloud: "☁️", snowflake: "❄️",
  rainbow: "🌈", seedling: "🌱", evergreen_tree: "🌲", tada: "🎉", confetti_ball: "🎊", balloon: "🎈", heart: "❤️",
  blue_heart: "💙", green_heart: "💚", yellow_heart: "💛", broken_heart: "💔", chart_with_upwards_trend: "📈",
  chart_with_downwards_trend: "📉", bar_chart: "📊", arrow_up: "⬆️", arrow_down: "⬇️", arrow_right: "➡️", arrow_left: "⬅️",
  arrow_upper_right: "↗️", arrow_lower_right: "↘️", arrows_counterclockwise: "🔄", repeat: "🔁", arrow_forward: "▶️",
  one: "1️⃣", two: "2️⃣", three: "3️⃣", four: "4️⃣", five: "5️⃣", dog: "🐶", cat: "🐱", bee: "🐝", unicorn_face: "🦄",
};

const TONES = ["", "", "🏻", "🏼", "🏽", "🏾", "🏿"];

// tone: Slack's 2 (light) to 6 (dark); a picture that knows no tones is drawn without.
export function emoji(name, tone = 0) {
  const drawn = Object.hasOwn(EMOJI, name) ? EMOJI[name] : null;
  if (drawn === null) return `:${name}:`;
  return TONES[tone] && /^\p{Emoji_Modifier_Base}$/u.test(drawn) ? drawn + TONES[tone] : drawn;
}

// Text with its :names: drawn; ":wave::skin-tone-3:" is one of them.
export function withEmoji(text) {
  return text.replace(/:([a-z0-9_+-]+):(?::skin-tone-([2-6]):)?/g, (all, name, tone) => {
    const drawn = emoji(name, Number(tone ?? 0));
    return drawn === `:${name}:` ? all : drawn;
  });
}
