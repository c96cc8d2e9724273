// Counts down beside Undo and takes the bar away when it is too late; the server keeps the real time. The seconds
// are not read aloud, since they would drown out everything else.

function countDown(bar) {
  const left = bar.querySelector("[data-undo-left]");
  const end = performance.now() + Number(bar.dataset.undo) * 1000;

  function tick() {
    const seconds = Math.ceil((end - performance.now()) / 1000);
    if (seconds <= 0) {
      clearInterval(timer);
      if (bar.contains(document.activeElement)) {
        document.getElementById("main").focus();
      }
      bar.querySelector("button").remove();
      return;
    }
    left.textContent = `(${seconds})`;
  }

  const timer = setInterval(tick, 1000);
  tick();
}

document.querySelectorAll("[data-undo]").forEach(countDown);
