// What the browser keeps for this page. Without storage (or with a full one) it forgets, and nothing else happens.

export function kept(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

// null or an empty text removes it.
export function keep(name, value) {
  try {
    if (value) localStorage.setItem(name, value);
    else localStorage.removeItem(name);
  } catch {
    // Nothing to be done: what was typed is still on the screen.
  }
}
