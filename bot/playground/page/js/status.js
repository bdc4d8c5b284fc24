// One line for what went wrong or is going on.

const line = document.getElementById("status");
let timer = 0;

export function say(text, seconds = 6) {
  clearTimeout(timer);
  line.textContent = text;
  if (seconds) timer = setTimeout(() => { line.textContent = ""; }, seconds * 1000);
}

// Run something that may fail, and show the sentence if it does.
export async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    say(error.message);
    return null;
  }
}
