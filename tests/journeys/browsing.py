"""Somebody at a browser of their own: what a person does with any page.

Invariant: whatever leads to another page has that page examined before the journey goes on.
"""

from playwright.sync_api import Locator, Page, expect

from tests.builders.people import Someone
from tests.journeys.examining import Examiner


class Visitor:
    """A person at a browser; ``who`` is what they know of themselves, if they have an account."""

    def __init__(self, page: Page, examiner: Examiner, who: Someone | None = None, *, scripts: bool = True) -> None:
        self.page, self.examiner, self.who = page, examiner, who
        self._browser = None if scripts else page.context.new_cdp_session(page)
        self._let_scripts_run(is_on=False)
        examiner.watch(page)

    def opens(self, path: str) -> None:
        """Type an address."""
        self.page.goto(path)
        self.looks()

    def follows(self, link: str | Locator) -> None:
        """Follow a link, by its words."""
        self._goes_on(self.page.get_by_role("link", name=link).first if isinstance(link, str) else link)

    def presses(self, button: str | Locator) -> None:
        """Press a button that leads to another page, by its words."""
        self._goes_on(self.page.get_by_role("button", name=button).first if isinstance(button, str) else button)

    def writes(self, label: str, text: str) -> None:
        """Write into a field, by its label."""
        self.page.get_by_label(label).fill(text)

    def ticks(self, label: str) -> None:
        """Choose a box or one of several choices, by its label."""
        self.page.get_by_label(label).check()

    def sees(self, *texts: str) -> None:
        """Find words on the page, in its main part."""
        for text in texts:
            expect(self.page.get_by_role("main")).to_contain_text(text)

    def does_not_see(self, *texts: str) -> None:
        """Not find words anywhere on the page."""
        for text in texts:
            expect(self.page.locator("body")).not_to_contain_text(text)

    def finds_written(self, label: str, text: str) -> None:
        """Find words in a field."""
        expect(self.page.get_by_label(label)).to_have_value(text)

    def unfolds(self, words: str) -> None:
        """Open what is folded away behind some words."""
        self.page.locator("summary", has_text=words).click()
        self.looks()

    def comes_again(self) -> None:
        """Load the page that is open once more."""
        self.page.reload()
        self.looks()

    def opens_another_window(self) -> None:
        """Close the window and open another, at the first page."""
        context = self.page.context
        self.page.close()
        self.page = context.new_page()
        self.examiner.watch(self.page)
        self.opens("/")

    def looks(self) -> None:
        """Take a page in once it is all there."""
        self.page.wait_for_load_state()
        self._let_scripts_run(is_on=True)  # axe is one; those of the page had their chance when it came
        self.examiner.examine(self.page)
        self._let_scripts_run(is_on=False)

    def _goes_on(self, control: Locator) -> None:
        with self.page.expect_navigation():
            control.click()
        self.looks()

    def _let_scripts_run(self, *, is_on: bool) -> None:
        if self._browser:
            self._browser.send("Emulation.setScriptExecutionDisabled", {"value": not is_on})
