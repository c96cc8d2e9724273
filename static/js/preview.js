// Shows, under the form, what the words will look like. The server makes and sanitises the preview, by the same path
// as the published words; without this script the button submits the form and the next page shows it.

const PAUSE = 800;

function previewOf(form) {
  const pane = form.querySelector("[data-preview]");
  const button = form.querySelector("[data-preview-button]");
  let timer;
  let asked = 0;

  async function show() {
    const turn = ++asked;
    pane.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(form.dataset.previewUrl, {
        method: "POST",
        body: new URLSearchParams(new FormData(form)),
        headers: { "X-CSRFToken": form.elements.csrf_token.value },
        redirect: "error",
      });
      if (!answer.ok) {
        throw new Error(answer.statusText);
      }
      // A slow answer must not overwrite that of a later question.
      if (turn === asked) {
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const words = document.createElement("div");
        words.className = "words";
        words.dir = "auto";
        words.append(...page.body.childNodes);
        pane.replaceChildren(words);
        pane.hidden = false;
      }
    } finally {
      pane.removeAttribute("aria-busy");
    }
  }

  button.addEventListener("click", (event) => {
    event.preventDefault();
    pane.setAttribute("aria-live", "polite");
    show().catch(() => form.requestSubmit(button));
  });
  form.addEventListener("input", () => {
    clearTimeout(timer);
    if (!pane.hidden) {
      // Read aloud when asked for, not over and over while somebody is writing.
      pane.setAttribute("aria-live", "off");
      timer = setTimeout(() => show().catch(() => {}), PAUSE);
    }
  });
}

document.querySelectorAll("form[data-preview-url]").forEach(previewOf);
