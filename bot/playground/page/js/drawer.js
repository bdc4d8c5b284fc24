// On small screens the sidebar is a drawer: opened by the button at the top, closed by a choice, Escape or a tap beside.

const sidebar = document.getElementById("sidebar");
const menu = document.getElementById("menu");
const shade = document.getElementById("shade");
const rest = [document.getElementById("main"), document.getElementById("thread")];
const narrow = matchMedia("(max-width: 720px)");

function set(open) {
  document.body.classList.toggle("drawer", open);
  menu.setAttribute("aria-expanded", String(open));
  shade.hidden = !open;
  for (const each of rest) each.inert = open;
  // A closed drawer is out of sight, and out of reach for the Tab key.
  sidebar.inert = narrow.matches && !open;
}

function openDrawer() {
  set(true);
  (sidebar.querySelector("a[aria-current]") ?? sidebar).focus();
}

export function closeDrawer() {
  if (!document.body.classList.contains("drawer")) return false;
  const held = sidebar.contains(document.activeElement);
  set(false);
  if (held) menu.focus();
  return true;
}

menu.addEventListener("click", openDrawer);
shade.addEventListener("click", closeDrawer);
sidebar.addEventListener("click", (event) => {
  if (event.target.closest("a, #menu-close")) closeDrawer();
});
narrow.addEventListener("change", () => set(false));
set(false);
