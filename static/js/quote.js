// Marked words can be quoted as they were marked: “Quote” under their message then takes them along. Without this
// script, or with nothing marked, the link leads to a page on which a paragraph can be chosen. The words travel in
// the body of a request, never in an address.

const LINGER = 600; // a finger that taps the link first takes the mark away
const conversation = document.querySelector("[data-quoting]");
const form = document.getElementById("acts");
let marked = null;

function linkOf(post) {
  return post.querySelector("[href$='/quote']");
}

function name(link, isMarked) {
  link.dataset.plain ??= link.textContent;
  link.textContent = isMarked ? conversation.dataset.quoting : link.dataset.plain;
}

function forget(old) {
  if (marked === old) {
    marked = null;
    name(old.link, false);
  }
}

function look() {
  const selection = document.getSelection();
  const words = selection.toString().trim();
  const within = (node) => (node?.nodeType === Node.TEXT_NODE ? node.parentElement : node)?.closest(".words");
  const place = within(selection.anchorNode);
  const link = place && place === within(selection.focusNode) && linkOf(place.closest(".post"));
  const old = marked;
  if (words && link) {
    if (old && old.link !== link) {
      name(old.link, false);
    }
    marked = { link, words };
    name(link, true);
  } else if (old) {
    setTimeout(forget, LINGER, old);
  }
}

if (conversation && form) {
  document.addEventListener("selectionchange", look);
  conversation.addEventListener("click", (event) => {
    const link = event.target.closest("[href$='/quote']");
    if (link && marked?.link === link) {
      event.preventDefault();
      const field = document.createElement("input");
      field.type = "hidden";
      field.name = "marked";
      field.value = marked.words;
      form.append(field);
      form.action = link.href;
      form.submit();
    }
  });
}
