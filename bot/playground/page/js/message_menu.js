// What more can be done with a message: changing one's own, pinning, and what the app offers on messages.

import { shortcutsOn } from "./app_shortcuts.js";
import { edit, isOwn, takeBack } from "./editing.js";
import { shownBy } from "./message.js";
import { isPinned, togglePin } from "./pinning.js";
import { store } from "./store.js";

// The message that the article shows. Entries as menu.js takes them; none for who only looks on.
export function messageEntries(article) {
  const shown = shownBy(article);
  const { message, channel } = shown;
  const place = store.channels.get(channel);
  const own = isOwn(shown);
  const pin = {
    label: isPinned(channel, message) ? "Unpin from this conversation" : "Pin to this conversation", keys: "P",
    does: () => togglePin(channel, message),
  };
  return [
    ...(own ? [{ label: "Edit message", keys: "E", does: () => edit(article) }] : []),
    ...(place?.is_member && !place.is_archived ? [pin] : []),
    ...shortcutsOn(channel, message),
    ...(own ? [{ label: "Delete message", keys: "Delete", dangerous: true, does: () => takeBack(article) }] : []),
  ];
}
