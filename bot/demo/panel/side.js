// Where the survey tool stands: beside the page and an open thread; in turn with the thread, by tabs, when there is no
// room for both; and over the page on a small window.

import { h } from "/playground/page/js/dom.js";
import { on } from "/playground/page/js/store.js";
import { placeOutage } from "./outage.js";

const ROOM = matchMedia("(min-width: 1501px)");
const WIDE = matchMedia("(min-width: 1100px)");

// -> { opener, show(), close(), giveWay() }; focus(): go to the panel's first field.
export function setUpSide(panel, buttons, focus) {
  const thread = document.getElementById("thread");
  let open = WIDE.matches;
  let threadInFront = true;

  const opener = h("button", { type: "button", id: "surveys-open", class: "button", "aria-controls": "surveys",
    on: { click: () => (panel.hidden ? openAndFocus() : close()) } }, "Survey tool");
  const tab = (label, controls, click) => h("button", { type: "button", "aria-controls": controls, on: { click } }, label);
  const threadTab = tab("Thread", "thread", () => { threadInFront = true; giveWay(); });
  const ownTab = tab("Survey tool", "surveys", () => show());
  const tabs = h("nav", { id: "side-tabs", "aria-label": "Beside the messages", hidden: true }, threadTab, ownTab);

  function apply() {
    const inTurn = !thread.hidden && !ROOM.matches;
    const shown = open && !(inTurn && threadInFront);
    panel.hidden = !shown;
    tabs.hidden = !inTurn;
    opener.hidden = inTurn;
    opener.setAttribute("aria-expanded", String(shown));
    threadTab.setAttribute("aria-pressed", String(!shown));
    ownTab.setAttribute("aria-pressed", String(shown));
    document.body.classList.toggle("with-surveys", shown);
    document.body.classList.toggle("side-in-turn", inTurn);
    placeOutage(shown && !WIDE.matches ? panel : null);
  }

  function show() {
    open = true;
    threadInFront = false;
    apply();
  }

  function openAndFocus() {
    show();
    focus();
  }

  function close() {
    open = false;
    apply();
    (tabs.hidden ? opener : threadTab).focus();
  }

  // On a small window the panel covers the page: whoever follows a link out of it wants to see the page.
  function giveWay() {
    if (!WIDE.matches) open = false;
    apply();
  }

  panel.addEventListener("click", (event) => {
    if (event.target.closest("a.goto")) giveWay();
  });
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) close();
  });
  on("thread", () => {
    threadInFront = true;
    apply();
  });
  WIDE.addEventListener("change", () => { open = WIDE.matches; apply(); });
  ROOM.addEventListener("change", apply);
  thread.before(tabs);
  document.getElementById("workspace").append(panel);
  apply();
  return { opener, show, close, giveWay };
}
