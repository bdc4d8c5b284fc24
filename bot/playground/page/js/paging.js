// Older messages on the way up, and newer ones on the way down from an old place.

import { look } from "./api.js";
import { drawOlder, isShown, lasting, list, older, rows, shown } from "./opened.js";
import { attempt } from "./status.js";
import { store } from "./store.js";

let fetching = false;

async function more(direction) {
  const own = shown;
  const edge = lasting().at(direction === "before" ? 0 : -1);
  if (fetching || own.waiting || !edge || store.home) return;
  fetching = true;
  const query = { person: own.me, [direction]: edge.dataset.ts };
  const part = await attempt(() => look(`channels/${own.channel}/messages`, query));
  fetching = false;
  if (!part || own !== shown || store.home) return;
  rows.putAll(direction === "before" ? part.messages.reverse() : part.messages);
  if (direction === "before") own.hasMore = part.has_more;
  else own.hasNewer = part.has_newer;
  drawOlder();
  watchEdges();
}

const edges = new IntersectionObserver((entries) => {
  if (!entries.some((entry) => entry.isIntersecting) || !isShown()) return;
  if (entries.some((entry) => entry.target === older && entry.isIntersecting) && shown.hasMore) more("before");
}, { root: list, rootMargin: "1200px 0px 0px 0px" });

// An observer tells of changes only: when the edge is still in view after loading, it must be asked anew.
function watchEdges() {
  edges.unobserve(older);
  edges.observe(older);
}

watchEdges();
list.addEventListener("scroll", () => {
  if (shown.hasNewer && list.scrollTop > -600) more("after");
}, { passive: true });
