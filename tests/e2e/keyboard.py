"""A person who has only a keyboard: what has the focus is known by the name that a screen reader would say."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from e2e.conftest import axe_findings

MOST_TABS = 90
MOST_ARROWS = 12
PART_OF_DATE = "-webkit-datetime-edit-"


class Keyboard:
    """Goes through a page with Tab, Enter, Space, the arrows and letters. The mouse is not there."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._browser = page.context.new_cdp_session(page)

    def focused(self) -> tuple[str, str]:
        """Return the role and the accessible name of what has the focus, as the browser tells them to a screen reader."""
        nodes = self._ask("Accessibility.getPartialAXTree", fetchRelatives=False)["nodes"]
        role, name = (nodes[0].get(part, {}).get("value", "") for part in ("role", "name"))
        return role, " ".join(name.split()).replace(" :", ":")

    def _ask(self, question: str, **more: Any) -> Any:
        focused = self._browser.send("Runtime.evaluate", {"expression": "document.activeElement"})["result"]
        return self._browser.send(question, {"objectId": focused["objectId"], **more})

    def press(self, key: str) -> None:
        """Press a key."""
        self.page.keyboard.press(key)

    def tab_to(self, name: str, *, key: str = "Tab") -> None:
        """Press Tab until what has this name has the focus; give up, and say what was passed, after MOST_TABS."""
        self._until(lambda: self.focused()[1] == name, key, MOST_TABS, name)

    def follow(self, name: str) -> None:
        """Go to the link or button and press Enter."""
        self.tab_to(name)
        self.press("Enter")

    def tick(self, name: str) -> None:
        """Go to the check box and press Space."""
        self.tab_to(name)
        self.press("Space")

    def write(self, field: str, text: str) -> None:
        """Go to the field and write in it."""
        self.tab_to(field)
        self.page.keyboard.type(text)

    def write_here(self, text: str, *, save: str) -> None:
        """Write in the field that has got the focus, and press the keys that save it."""
        expect(self.page.locator("textarea:focus")).to_have_count(1)
        self.page.keyboard.type(text)
        self.press(save)

    def choose(self, question: str, answer: str) -> None:
        """Go to the group of choices, press Space and then the arrow until the answer is chosen."""
        legend = "document.activeElement.closest('fieldset')?.querySelector('legend').textContent.trim()"
        self._until(lambda: bool(self.page.evaluate(legend) == question), "Tab", MOST_TABS, question)
        self.press("Space")
        self._until(
            lambda: self.focused()[1].startswith(answer), "ArrowDown", MOST_ARROWS, f"{question} {answer}", first=True
        )
        expect(self.page.locator("input:focus")).to_be_checked()

    def select(self, field: str, option: str) -> None:
        """Go to the list and press the arrow until the option is chosen."""
        self.tab_to(field)
        chosen = "document.activeElement.selectedOptions[0].label"
        self._until(lambda: bool(self.page.evaluate(chosen) == option), "ArrowDown", MOST_ARROWS, f"{field} {option}")

    def write_date(self, field: str, day: Any) -> None:
        """Go to the date and write its parts, in the order that this browser's language has them."""
        self._until(
            lambda: self.page.evaluate("document.activeElement.labels?.[0]?.textContent.trim()") == field,
            "Tab",
            MOST_TABS,
            field,
        )
        digits = {"year": f"{day:%Y}", "month": f"{day:%m}", "day": f"{day:%d}"}
        for part in self._parts_of_date():
            self.page.keyboard.type(digits[part])
            if part == "year":  # which may have more digits, so the browser does not go on by itself
                self.press("ArrowRight")
        expect(self.page.locator("input:focus")).to_have_value(day.isoformat())

    def _parts_of_date(self) -> list[str]:
        inside = str(self._ask("DOM.describeNode", depth=-1, pierce=True))
        names = ("year", "month", "day")
        return sorted(names, key=lambda name: inside.index(f"{PART_OF_DATE}{name}-field"))

    def _until(self, arrived: Callable[[], bool], key: str, most: int, wanted: str, *, first: bool = False) -> None:
        passed = []
        if first and arrived():
            return
        for _press in range(most):
            self.press(key)
            if arrived():
                return
            passed.append(" ".join(self.focused()))
        pytest.fail(f"{key} never reaches “{wanted}”. It passed:\n" + "\n".join(passed))

    def all_names(self) -> list[str]:
        """Press Tab through the whole page from where the focus is, and return the names of what had it."""
        names = [self.focused()[1]]
        for _press in range(MOST_TABS):
            self.press("Tab")
            if self.focused()[1] == names[0]:
                return names
            names.append(self.focused()[1])
        pytest.fail("Tab never comes round. It passed:\n" + "\n".join(names))

    def at(self, heading: str) -> None:
        """Be on the page with the heading, on which axe finds nothing."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(heading)
        assert axe_findings(self.page) == []

    def has_focus_on(self, name: str) -> None:
        """Wait until what has this name has the focus."""
        expect(self.page.locator(":focus")).to_have_accessible_name(name)
