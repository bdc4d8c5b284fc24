// A box that hangs on an element: above everything, never cut off by a scrolling list or a dialog.

const GAP = 4;
const EDGE = 8;

// Opens the node (which must stand in the page, near its anchor, so that a modal dialog keeps it usable).
export function popup(anchor, node, { width = "anchor", side = "left", gone = () => {} } = {}) {
  node.popover = "manual";
  node.classList.add("popup");

  const place = () => {
    const at = anchor.getBoundingClientRect();
    if (width === "anchor") node.style.minWidth = `${at.width}px`;
    const below = innerHeight - at.bottom - GAP - EDGE;
    const above = at.top - GAP - EDGE;
    const up = below < Math.min(node.scrollHeight, 220) && above > below;
    node.style.maxHeight = `${Math.min(320, Math.max(80, up ? above : below))}px`;
    const box = node.getBoundingClientRect();
    const left = side === "right" ? at.right - box.width : at.left;
    node.style.left = `${Math.max(EDGE, Math.min(left, innerWidth - box.width - EDGE))}px`;
    node.style.top = `${up ? at.top - GAP - box.height : at.bottom + GAP}px`;
  };
  const outside = (event) => {
    if (!node.contains(event.target) && !anchor.contains(event.target)) close();
  };
  const moved = (event) => {
    if (!anchor.isConnected) close();
    else if (event.type === "resize" || !node.contains(event.target)) place();
  };

  function open() {
    if (isOpen()) return place();
    node.showPopover();
    place();
    addEventListener("scroll", moved, true);
    addEventListener("resize", moved);
    addEventListener("pointerdown", outside, true);
  }

  function close() {
    removeEventListener("scroll", moved, true);
    removeEventListener("resize", moved);
    removeEventListener("pointerdown", outside, true);
    if (isOpen()) node.hidePopover();
    gone();
  }

  const isOpen = () => node.isConnected && node.matches(":popover-open");
  return { open, close, isOpen };
}
