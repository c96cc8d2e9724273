"""Somebody who uses the keys alone.

Invariant: wherever the focus stops on its way it can be seen: it is drawn, and nothing lies over it (WCAG 2.4.7,
2.4.11).
"""

from tests.journeys.browsing import Visitor

FOCUSED = """() => {
    const part = document.activeElement;
    const style = getComputedStyle(part);
    const box = part.getBoundingClientRect();
    const x = box.left + Math.min(box.width / 2, 20), y = box.top + Math.min(box.height / 2, 20);
    const there = document.elementFromPoint(x, y);
    return {
        name: part.getAttribute("aria-label") ?? (part.labels?.[0] ?? part).innerText.trim(),
        isDrawn: style.boxShadow !== "none" || (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0),
        isInView: there !== null && (part.contains(there) || there.contains(part)),
    };
}"""
IS_ROUND = "document.activeElement === document.body"  # after the last stop, the browser itself has the focus


class Keyboard:
    """The keys in somebody's hands."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor, self.keys = visitor, visitor.page.keyboard

    def goes_to(self, name: str) -> None:
        """Press Tab until the focus is on what has this name, seeing it at every stop."""
        passed = []
        self.keys.press("Tab")
        while not self.visitor.page.evaluate(IS_ROUND):
            passed.append(self.stops_on())
            if passed[-1].startswith(name):
                return
            self.keys.press("Tab")
        raise AssertionError(f"“{name}” is not on the way: {passed}")

    def stops_on(self) -> str:
        """Return the name of what has the focus, which can be seen to have it."""
        focused = self.visitor.page.evaluate(FOCUSED)
        assert focused["isDrawn"], f"nobody sees that “{focused['name']}” has the focus"
        assert focused["isInView"], f"“{focused['name']}” has the focus where nobody sees it"
        return focused["name"]

    def types(self, text: str) -> None:
        """Type into what has the focus."""
        self.keys.type(text)

    def enters(self) -> None:
        """Press Enter, and look at the page to which it leads."""
        with self.visitor.page.expect_navigation():
            self.keys.press("Enter")
        self.visitor.looks()
