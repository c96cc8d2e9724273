// Takes the reader to the list of what needs another look, and from each line of it into its field.

const summary = document.querySelector("[data-focus]");
if (summary) {
  summary.focus();
  summary.addEventListener("click", (event) => {
    const address = event.target.closest("a")?.hash;
    const field = address && document.getElementById(address.slice(1));
    if (field) {
      event.preventDefault();
      // The label is above the control: bring both into view.
      (field.closest(".field") ?? field).scrollIntoView({ block: "start" });
      field.focus({ preventScroll: true });
    }
  });
}
