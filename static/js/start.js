// Brings in only what the page has a use for. Every page is complete without any of it.

const PARTS = {
  "[data-focus]": "./focus-errors.js",
  "[data-draft-url]": "./draft.js",
  "[data-draft-restores]": "./restore-draft.js",
  "[data-preview-url]": "./preview.js",
  "[data-due]": "./due-clocks.js",
  "[data-quoting]": "./quote.js",
  "[data-undo]": "./undo-bar.js",
  ".menu": "./menu.js",
};

for (const [selector, part] of Object.entries(PARTS)) {
  if (document.querySelector(selector)) {
    import(part);
  }
}
