// Keeps what is being written on the author's shelf, sealed, on the server. Nothing is ever stored in the browser:
// a shared or taken telephone must not hold somebody's words.

const PAUSE = 1500;

function keepDraftsOf(form) {
  const status = form.querySelector("[data-draft-status]");
  let kept = written(form);
  let outcome;
  let timer;

  // Shown every time, read aloud only when it changes: nobody can write with a voice after each sentence.
  function say(news, aloud = news !== outcome) {
    status.setAttribute("aria-live", aloud ? "polite" : "off");
    status.textContent = status.dataset[news];
  }

  async function keep() {
    clearTimeout(timer);
    const words = written(form);
    if (words === kept) {
      return;
    }
    try {
      const answer = await fetch(form.dataset.draftUrl, {
        method: "POST",
        body: new URLSearchParams(words),
        headers: { "X-CSRFToken": form.elements.csrf_token.value },
        keepalive: true, // so that it arrives when the page is being left
        redirect: "error", // a sign-in page is an answer, but it keeps nothing
      });
      if (!answer.ok) {
        throw new Error(answer.statusText);
      }
      kept = words;
      say("kept");
      outcome = "kept";
    } catch {
      say("unkept");
      outcome = "unkept";
      timer = setTimeout(keep, PAUSE * 10);
    }
  }

  form.addEventListener("input", () => {
    say("unkept", false);
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE);
  });
  // Sent words are not a draft any more.
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    kept = written(form);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") {
      keep();
    }
  });
}

function written(form) {
  const fields = new FormData(form);
  fields.delete("csrf_token");
  form.querySelectorAll("[type=password]").forEach((secret) => fields.delete(secret.name));
  return new URLSearchParams(fields).toString();
}

document.querySelectorAll("form[data-draft-url]").forEach(keepDraftsOf);
