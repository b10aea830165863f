"""The ways that must be short: from the home page to the neighbours, from a theme to paper.

A step leads to another page, or to a file. The ways are walked with and without scripts, by
clicking and typing alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from urllib.request import urlopen

import openpyxl
import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from app.collection.geography import neighbours
from app.collection.regions import by_code
from app.search.engine import Engine
from tests.browser.conftest import Tab, printed_pages
from tests.browser.test_events import press

pytestmark = pytest.mark.browser

SURABAYA = "35.78"


class Walker:
    """A visitor whose steps are counted."""

    def __init__(self, tab: Tab) -> None:
        self.tab = tab
        self.steps = 0

    def goes(self, act: Callable[[], None]) -> None:
        """Do what leads to another page, and wait for it."""
        before = self.tab.path
        act()
        self.tab.until(
            lambda: (
                self.tab.path != before and self.tab.run("return document.readyState") == "complete"
            )
        )
        self.steps += 1

    def follows(self, text: str) -> None:
        """Click the first link or button of the page with a text."""
        self.goes(lambda: press(self.tab, text))

    def sends(self, box: str, text: str) -> None:
        """Type a text into a box and press Enter."""
        self.goes(lambda: self.tab.element(box).send_keys(text, Keys.ENTER))

    def ticks(self, value: str) -> None:
        """Tick a box; that alone leads nowhere."""
        box = self.tab.element(f"input[value={value}]")
        self.tab.click(box.find_element(By.XPATH, ".."))

    def opens_spreadsheet(self, text: str) -> list[str]:
        """Download a workbook by its link; the places of its rows."""
        address = self.tab.link(text).get_attribute("href")
        with urlopen(str(address)) as answer:
            sheet = openpyxl.load_workbook(BytesIO(answer.read())).worksheets[0]
        self.steps += 1
        rows = [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]
        return [" ".join(row) for row in rows]


@pytest.fixture(params=["with scripts", "without scripts"])
def walker(request: pytest.FixtureRequest, tab: Tab) -> Iterator[Walker]:
    if request.param == "without scripts":
        request.getfixturevalue("without_script")
    yield Walker(tab)


@pytest.fixture(scope="module")
def around(content, real_index) -> set[str]:
    """The titles of the cases with a measured result from Surabaya and its neighbours."""
    engine = Engine.open(real_index, content)
    slugs = [slug for code in (SURABAYA, *neighbours(SURABAYA)) for slug in engine.regions[code]]
    return {card.title for card in engine.cards_of(slugs).values() if card.evidence}


def titles(walker: Walker) -> list[str]:
    return [link.text for link in walker.tab.chrome.find_elements(By.CSS_SELECTOR, ".cards h3 a")]


def finds_waste_next_door(walker: Walker, around: set[str]) -> None:
    """Whether the page has nothing but measured cases around Surabaya, and the file the same."""
    shown = titles(walker)
    assert shown and set(shown) <= around
    assert walker.steps <= 3
    rows = walker.opens_spreadsheet("Unduh semua hasil ini sebagai Excel")
    assert walker.steps <= 4
    assert all(any(title in row for row in rows) for title in shown)


def test_a_planner_gets_to_measured_cases_next_door_by_searching(walker, around):
    walker.tab.open("/")
    walker.sends("#q", "sampah dekat Surabaya")
    walker.ticks("result")
    walker.follows("Terapkan")
    walker.follows("Hanya Kota Surabaya dan tetangganya")
    finds_waste_next_door(walker, around)


def test_a_planner_gets_there_by_the_page_of_the_region(walker, around):
    walker.tab.open("/")
    in_menu = walker.tab.element("header a[href='/daerah']")
    walker.goes(lambda: walker.tab.click(in_menu))
    walker.sends("#nama", by_code()[SURABAYA].name)
    walker.ticks("result")
    walker.sends("#q", "sampah")
    finds_waste_next_door(walker, around)


def test_a_facilitator_gets_from_a_theme_to_a_kit_for_print(walker, tmp_path):
    walker.tab.open("/tema/mengelola-sampah")
    walker.follows("Susun acara dari tema ini")
    walker.follows("Pakai 5 kasus ini")
    walker.follows("Buka untuk dicetak")
    assert walker.steps <= 3  # the fourth is to print
    pages = printed_pages(walker.tab, tmp_path)
    assert "Belajar bersama: " in pages[0]
    assert len(pages) >= 10


def test_a_facilitator_gets_from_a_region_to_letters_to_its_neighbours(walker):
    walker.tab.open("/daerah/35.21")
    walker.follows("Undang 2 daerah")
    text = walker.tab.element("section[aria-labelledby=diundang]").text
    assert "Kabupaten Blora" in text and "Kabupaten Madiun" in text
    address = walker.tab.link("Surat (Word)").get_attribute("href")
    assert "/acara/undangan" in str(address)
