// Keeps “due in 12 minutes” true while a clinician works on. The words come from the page, the units from the
// browser's own knowledge of the page's language.

const EVERY = 15_000;
const words = new Intl.RelativeTimeFormat(document.documentElement.lang || "en", { style: "short" });

function distance(milliseconds) {
  const minutes = Math.trunc(milliseconds / 60_000);
  if (Math.abs(minutes) < 60) {
    return words.format(minutes, "minute");
  }
  const hours = Math.trunc(minutes / 60);
  return Math.abs(hours) < 48 ? words.format(hours, "hour") : words.format(Math.trunc(hours / 24), "day");
}

function tick() {
  for (const clock of document.querySelectorAll("[data-due]")) {
    const left = Date.parse(clock.dataset.due) - Date.now();
    const sentence = left < 0 ? clock.dataset.past : clock.dataset.ahead;
    clock.textContent = sentence.replace("{time}", distance(left));
    clock.classList.toggle("is-late", left < 0);
  }
}

tick();
setInterval(tick, EVERY);
document.addEventListener("visibilitychange", tick);
