// Keeps “12 minutes left” true while a clinician works on. The words come from the page, the units from the browser's
// own knowledge of the page's language.

const EVERY = 15_000;
const language = document.documentElement.lang || "en";

function spoken(amount, unit) {
  return new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }).format(amount);
}

function distance(milliseconds) {
  const minutes = Math.floor(milliseconds / 60_000);
  const hours = Math.floor(minutes / 60);
  if (minutes < 60) {
    return spoken(minutes, "minute");
  }
  return hours < 48 ? spoken(hours, "hour") : spoken(Math.floor(hours / 24), "day");
}

function tick() {
  for (const clock of document.querySelectorAll("[data-due]")) {
    const left = Date.parse(clock.dateTime) - Date.now();
    const sentence = left < 0 ? clock.dataset.past : clock.dataset.ahead;
    clock.textContent = sentence.replace("{amount}", distance(Math.abs(left)));
    clock.classList.toggle("is-late", left < 0);
  }
}

tick();
setInterval(tick, EVERY);
document.addEventListener("visibilitychange", tick);
