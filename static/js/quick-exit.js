// Leaving in a hurry: the button, or Shift three times in a row. Without this script the button is a plain link to
// the same neutral page. Here the words vanish first, and “back” does not return to the page that was open.

const WITHIN = 1500;
let presses = [];

function leave(link) {
  document.title = "";
  document.body.replaceChildren();
  history.replaceState(null, "", "/");
  location.replace(link.href);
}

function listen(link) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave(link);
  });
  document.addEventListener("keyup", (event) => {
    // Any other key in between means that somebody is writing capitals.
    presses = event.key === "Shift" ? [...presses, event.timeStamp].slice(-3) : [];
    if (presses.length === 3 && presses[2] - presses[0] < WITHIN) {
      leave(link);
    }
  });
}

const link = document.querySelector("[data-quick-exit]");
if (link) {
  listen(link);
}
