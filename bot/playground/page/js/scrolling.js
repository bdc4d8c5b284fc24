// Where the open channel is scrolled to, and the button that leads to its end.
// The list grows upwards (column-reverse), so its end is at 0 and stays in view by itself.

const list = document.getElementById("messages");
const latest = document.getElementById("latest");
let waiting = 0;

export const atEnd = () => list.scrollTop > -60;

export function toEnd() {
  list.scrollTop = 0;
  waiting = 0;
  showLatest(false);
}

export function showLatest(newer) {
  latest.hidden = !newer && (atEnd() || !waiting) && list.scrollTop > -list.clientHeight;
  latest.textContent = waiting ? `${waiting} new below` : "Jump to latest";
}

export function oneMoreBelow() {
  waiting += 1;
  showLatest(false);
}

// newer(): whether there are messages after the last one shown; jump(): show the end.
export function watchScrolling({ newer, reached, jump }) {
  list.addEventListener("scroll", () => {
    if (atEnd() && !newer()) {
      waiting = 0;
      reached();
    }
    showLatest(newer());
  }, { passive: true });
  latest.addEventListener("click", jump);
}

// Of a message that is longer than the window; any other is left where it is.
export function beginningOf(article) {
  if (article.offsetHeight > list.clientHeight) article.scrollIntoView({ block: "start" });
}

export function highlight(article) {
  article.scrollIntoView({ block: "center" });
  article.classList.add("found");
  article.focus({ preventScroll: true });
}
