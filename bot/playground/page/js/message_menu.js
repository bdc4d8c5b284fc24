// What more can be done with a message: pinning, and what the app offers on messages.

import { shortcutsOn } from "./app_shortcuts.js";
import { isPinned, togglePin } from "./pinning.js";
import { store } from "./store.js";

// shown: { message, channel }. Entries as menu.js takes them; none for who only looks on.
export function messageEntries({ message, channel }) {
  const place = store.channels.get(channel);
  const pin = {
    label: isPinned(channel, message) ? "Unpin from this conversation" : "Pin to this conversation",
    does: () => togglePin(channel, message),
  };
  return [...(place?.is_member && !place.is_archived ? [pin] : []), ...shortcutsOn(channel, message)];
}
