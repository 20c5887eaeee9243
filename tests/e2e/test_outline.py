"""The plan's outline by keyboard alone."""

import pytest
from playwright.sync_api import Locator, Page, expect

from e2e.conftest import Opener
from factories import PlanFactory, PlannedFollowUpFactory, UndesiredEventFactory, WorkingMethodFactory
from rimlig.organisation.models import User
from rimlig.planning.models import Process

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_row_is_added_moved_and_changed_where_it_stands(open_as: Opener, process: Process, controller: User) -> None:
    first = WorkingMethodFactory(process=process, name="Schemat läggs i tid")
    page = open_as(controller, f"/plan/{process.plan_id}/")
    page.locator("footer a.add").focus()
    page.keyboard.press("Enter")
    name = page.locator("footer textarea")
    expect(name).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("footer .error")).to_have_count(1)
    expect(page.locator("footer [role=alert]")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("footer a.add")).to_be_focused()
    expect(name).to_have_count(0)
    page.keyboard.press("Enter")
    expect(name).to_be_focused()
    name.fill("Listan stäms av")
    page.keyboard.press("Enter")
    expect(page.locator("[data-kind=method] h4")).to_have_text(["Schemat läggs i tid", "Listan stäms av"])
    expect(page.locator("[data-kind=method] a[hx-get]").last).to_be_focused()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("[data-kind=method] h4")).to_have_text(["Listan stäms av", "Schemat läggs i tid"])
    expect(page.locator("[data-kind=method] a[hx-get]").first).to_be_focused()
    page.locator(f"#method-{first.pk} a[hx-get]").focus()
    page.keyboard.press("Enter")
    expect(page.locator(f"#method-{first.pk}-name")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(f"#method-{first.pk} form.moves")).to_have_count(1)
    expect(page.locator(f"#method-{first.pk} a[hx-get]")).to_be_focused()


def test_without_javascript_the_same_is_done_on_pages(open_as: Opener, process: Process, controller: User) -> None:
    WorkingMethodFactory(process=process, name="Schemat läggs i tid")
    page = open_as(controller, f"/plan/{process.plan_id}/", java_script_enabled=False)
    page.locator("footer a.add").click()
    page.locator("textarea[name=name]").fill("Listan stäms av")
    page.locator("[data-save]").click()
    second = process.working_methods.last()
    page.locator(f"#method-{second.pk}").hover()
    page.locator(f"#method-{second.pk} [data-up]").click()
    expect(page.locator("[data-kind=method] h4")).to_have_text(["Listan stäms av", "Schemat läggs i tid"])


def test_what_does_not_apply_is_not_asked(open_as: Opener, process: Process, controller: User) -> None:
    PlannedFollowUpFactory(working_method__process=process)
    page = open_as(controller, f"/plan/{process.plan_id}/planera-uppfoljningar/")
    expect(page.locator("input[name=periods]").first).to_be_visible()
    expect(page.locator("input[name=due]")).to_be_hidden()
    page.locator("input[name=schedule][value=once]").check()
    expect(page.locator("input[name=due]")).to_be_visible()
    expect(page.locator("input[name=periods]").first).to_be_hidden()


def test_an_empty_plan_is_begun_by_keyboard(open_as: Opener, process: Process, controller: User) -> None:
    plan = PlanFactory(board=process.plan.board, year=2027)
    page = open_as(controller, f"/plan/{plan.pk}/")
    page.get_by_role("link", name="Lägg till det första målet").press("Enter")
    page.locator("textarea[name=title]").fill("Barn får en trygg start")
    page.keyboard.press("Enter")
    expect(page.locator("#outline h2")).to_have_text("Barn får en trygg start")


def _drag(page: Page, text: str, to: Locator, *, share: float) -> None:
    """Take the event by its grip, which pointing at it shows, and let go over `to`, at this share of its height."""
    row = page.locator("[data-kind=event]", has_text=text)
    row.hover()
    grip, place = row.locator(".grip").bounding_box(), to.bounding_box()
    assert grip is not None
    assert place is not None
    page.mouse.move(grip["x"] + grip["width"] / 2, grip["y"] + grip["height"] / 2)
    page.mouse.down()
    # The browser begins to drag after some way, and tells the page where the pointer is with the next move.
    page.mouse.move(place["x"] + 20, place["y"] + place["height"] * share, steps=5)
    page.mouse.move(place["x"] + 24, place["y"] + place["height"] * share)
    page.mouse.up()


def test_a_row_is_dragged_by_its_grip(open_as: Opener, process: Process, controller: User) -> None:
    first = WorkingMethodFactory(process=process, name="Schemat läggs i tid")
    second = WorkingMethodFactory(process=process, name="Listan stäms av")
    for place, text in enumerate(("Vikarier saknas", "Schemat är fel", "Ingen läser listan")):
        UndesiredEventFactory(working_method=first, text=text, position=place)
    page = open_as(controller, f"/plan/{process.plan_id}/", height=1600)
    under = [page.locator(f".method:has(#method-{one.pk}) [data-kind=event]") for one in (first, second)]
    here, there = (rows.locator("> p:first-child") for rows in under)
    expect(here).to_have_text(["Vikarier saknas", "Schemat är fel", "Ingen läser listan"])
    _drag(page, "Ingen läser listan", under[0].nth(0), share=0.1)
    expect(here).to_have_text(["Ingen läser listan", "Vikarier saknas", "Schemat är fel"])
    # Nothing stands under the second yet: what is put where one adds to it stands there.
    _drag(page, "Vikarier saknas", page.locator(f"[data-adds=event][data-under='{second.pk}']"), share=0.5)
    expect(there).to_have_text(["Vikarier saknas"])
    expect(here).to_have_text(["Ingen läser listan", "Schemat är fel"])
    _drag(page, "Ingen läser listan", under[1].nth(0), share=0.9)
    expect(there).to_have_text(["Vikarier saknas", "Ingen läser listan"])
