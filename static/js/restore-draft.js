// Finds the words that were being written here before. A page that is read far more often than it is written in does
// not ask for them itself; nothing that somebody has typed meanwhile is put over.

async function restore(form) {
  const place = form.elements.place.value;
  const answer = await fetch(`${form.dataset.draftUrl}?${new URLSearchParams({ place })}`, { redirect: "error" });
  const kept = answer.ok ? await answer.json() : {};
  const body = form.elements.body;
  if (!kept.body || body.value) {
    return;
  }
  body.value = kept.body;
  const voice = [...form.querySelectorAll("[name=voice]")].find((choice) => choice.value === kept.voice);
  if (voice) {
    voice.checked = true;
  }
}

document.querySelectorAll("form[data-draft-restores]").forEach((form) => restore(form).catch(() => {}));
