"""A printed case and its QR code, and the marks of the evidence steps."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator

import pytest
from selenium.webdriver.common.by import By

from tests.browser.conftest import Tab

pytestmark = pytest.mark.browser

QR = ".paper img"


@pytest.fixture
def paper(tab: Tab) -> Iterator[Tab]:
    """The tab, with pages laid out as for printing."""
    tab.cdp("Emulation.setEmulatedMedia", media="print")
    yield tab
    tab.cdp("Emulation.setEmulatedMedia", media="")


def sheets(tab: Tab) -> int:
    """The number of A4 pages that the open page takes when printed, with its own margins."""
    answer = tab.cdp("Page.printToPDF", preferCSSPageSize=True, printBackground=False)
    pdf = base64.b64decode(answer["data"])
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))


@pytest.mark.parametrize(
    "slug",
    [
        "jarik-ma-siti",  # the longest file of the collection
        "putik-sari",
        "gkb-brebes",
        "anggur-merah",
        "mushaf-al-quran-isyarat",
    ],
)
def test_a_case_prints_on_at_most_two_sides(tab, slug):
    tab.open(f"/inovasi/{slug}")
    assert 1 <= sheets(tab) <= 2


def test_the_qr_code_is_on_paper_only(tab):
    tab.open("/inovasi/putik-sari")
    assert not tab.shows(tab.chrome.find_element(By.CSS_SELECTOR, QR))


def test_the_qr_code_is_drawn_on_paper(paper):
    paper.open("/inovasi/putik-sari")
    code = paper.chrome.find_element(By.CSS_SELECTOR, QR)
    assert paper.shows(code)
    assert paper.run("return arguments[0].complete && arguments[0].naturalWidth > 0", code)
    # A phone can read a code of 2 cm or more; a CSS pixel is 1/96 inch on paper.
    assert code.size["width"] >= 2 / 2.54 * 96
    assert code.size["width"] == code.size["height"]


def test_evidence_steps_differ_by_more_than_colour(tab):
    """Bars of different length stand beside the words, also where the system sets the colours."""
    tab.open("/bukti/0")
    labels = tab.chrome.find_elements(By.CSS_SELECTOR, ".steps .ev")
    script = "return getComputedStyle(arguments[0], '::before').getPropertyValue('--n')"
    assert [tab.run(script, label).strip() for label in labels] == ["0", "1", "2", "3", "4"]
    assert all(label.text for label in labels)


@pytest.mark.parametrize("width", [320, 1440])
def test_the_links_back_from_a_source_stand_on_one_line(tab, width):
    tab.width(width)
    tab.open("/inovasi/jarik-ma-siti")
    lines_of_each_source = tab.run(
        "return [...document.querySelectorAll('.backs')].map(backs =>"
        " new Set([...backs.children].map(back => back.getBoundingClientRect().top)).size)"
    )
    assert len(lines_of_each_source) > 5
    assert set(lines_of_each_source) == {1}
