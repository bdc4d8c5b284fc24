// A list of messages in the order of time, each once: day dividers, and messages in a row of one author together.

import { dayName, dayOf } from "./days.js";
import { h } from "./dom.js";
import { restoreFocus } from "./refocus.js";

const TOGETHER_S = 300;

export class Rows {
  // draw(message) gives an article with data-ts, data-author and perhaps data-apart (never grouped).
  // after: the day that has been named already, by a message of that time.
  constructor(box, draw, { days = true, after = null } = {}) {
    this.box = box;
    this.draw = draw;
    this.days = days;
    this.before = after ? { ts: after } : undefined;
  }

  articles() {
    return [...this.box.querySelectorAll("article.message")];
  }

  find(ts) {
    return this.box.querySelector(`article[data-ts="${CSS.escape(ts)}"]`);
  }

  clear() {
    this.box.replaceChildren();
  }

  // Many at once; those that are there already are drawn anew.
  putAll(messages) {
    for (const message of messages) this.put(message);
  }

  put(message) {
    const old = this.find(message.ts);
    // Before drawing, which takes over what is being written in the old one.
    const focus = old && restoreFocus(old);
    const article = this.draw(message);
    if (old) {
      article.classList.toggle("follows", old.classList.contains("follows"));
      old.replaceWith(article);
      focus(article);
      return article;
    }
    const next = this.firstAfter(Number(message.ts));
    // Before the dividers of the message that comes next.
    let place = next;
    while (place?.previousElementSibling && !place.previousElementSibling.matches("article")) {
      place = place.previousElementSibling;
    }
    this.box.insertBefore(article, place);
    this.settle(article);
    if (next) this.settle(next);
    return article;
  }

  remove(ts) {
    const article = this.find(ts);
    if (!article) return;
    const next = this.neighbour(article, "nextElementSibling");
    while (article.previousElementSibling?.matches(".day")) article.previousElementSibling.remove();
    article.remove();
    if (next) this.settle(next);
  }

  // The line above which all has been read.
  markNewFrom(ts) {
    this.box.querySelector(".new")?.remove();
    const first = this.articles().find((each) => Number(each.dataset.ts) > ts && !each.dataset.mine);
    if (!first) return;
    first.before(h("div", { class: "new", role: "separator", "aria-label": "New messages" }, h("span", {}, "New")));
    first.classList.remove("follows");
  }

  firstAfter(time) {
    let found = null;
    // New messages come last nearly always: look from the end.
    for (let each = this.box.lastElementChild; each; each = each.previousElementSibling) {
      if (!each.matches("article")) continue;
      if (Number(each.dataset.ts) <= time) break;
      found = each;
    }
    return found;
  }

  neighbour(article, direction) {
    let each = article[direction];
    while (each && !each.matches("article")) each = each[direction];
    return each;
  }

  settle(article) {
    while (article.previousElementSibling?.matches(".day")) article.previousElementSibling.remove();
    const before = this.neighbour(article, "previousElementSibling");
    const [own, other] = [article.dataset, before?.dataset ?? this.before];
    const newDay = !other || dayOf(own.ts) !== dayOf(other.ts);
    if (newDay && this.days) {
      const name = dayName(own.ts);
      article.before(h("div", { class: "day", role: "separator", "aria-label": name }, h("span", {}, name)));
    }
    const apart = newDay || own.apart || other.apart || article.previousElementSibling?.matches(".new");
    const soon = other && Number(own.ts) - Number(other.ts) < TOGETHER_S;
    article.classList.toggle("follows", !apart && soon && own.author === other.author);
  }
}
