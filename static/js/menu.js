// The menu opens and closes by itself (it is a <details>); this closes it on Escape or when attention goes elsewhere.

const menu = document.querySelector(".menu");
if (menu) {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.open) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
  for (const kind of ["click", "focusin"]) {
    document.addEventListener(kind, (event) => {
      if (!menu.contains(event.target)) {
        menu.open = false;
      }
    });
  }
}
