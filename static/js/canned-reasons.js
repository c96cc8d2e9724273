// Puts a chosen wording into the message, as long as nobody has begun to write one. Without this script the button
// beside the list does the same by way of the server.

function offerWordings(form) {
  const choice = form.elements.reason_code;
  const message = form.elements.message;
  const canned = new Map(
    [...form.querySelectorAll("[data-canned]")].map((kept) => [kept.dataset.canned, kept.content.textContent.trim()]),
  );
  const isUntouched = () => !message.value.trim() || [...canned.values()].includes(message.value.trim());

  form.querySelector("[data-canned-button]").hidden = true;
  choice.addEventListener("change", () => {
    if (isUntouched()) {
      message.value = canned.get(choice.value) ?? "";
      message.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
}

document.querySelectorAll("form:has([data-canned-button])").forEach(offerWordings);
