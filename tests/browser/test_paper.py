"""What comes out of the printer: numbers in black, lists without controls, no heading alone."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Tab, printed_pages

pytestmark = pytest.mark.browser

#: Every text that a page shows, with its colour on paper.
COLOURS = """
const found = {};
for (const element of document.querySelectorAll('main *')) {
  const own = [...element.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
  if (own && element.checkVisibility({checkOpacity: true}))
    (found[getComputedStyle(element).color] ||= []).push(element.textContent.trim().slice(0, 40));
}
return found
"""


@pytest.fixture
def paper(tab: Tab):
    """The tab, with pages laid out as for printing."""
    tab.cdp("Emulation.setEmulatedMedia", media="print")
    yield tab
    tab.cdp("Emulation.setEmulatedMedia", media="")


@pytest.mark.parametrize(
    "address",
    ["/statistik", "/cari?q=stunting", "/daerah/35.21", "/inovasi/putik-sari", "/replikasi"],
)
def test_all_text_is_black(paper, address):
    paper.open(address)
    assert set(paper.run(COLOURS)) == {"rgb(0, 0, 0)"}


def test_twenty_results_are_a_list_of_three_pages_with_addresses(tab, tmp_path):
    tab.open("/cari?q=stunting")
    pages = printed_pages(tab, tmp_path)
    assert len(pages) <= 3
    text = "\n".join(pages)
    assert "/cari?q=stunting" in pages[0] and "/inovasi/kejar-stunting-tanalili" in pages[0]
    assert text.count("/inovasi/") == 20
    for control in ("Urutkan", "Tambah ke daftar", "Unduh", "Terapkan saringan", "Susun acara"):
        assert control not in text


@pytest.mark.parametrize(
    "address",
    [
        "/cocok?s=gebrak-pakumis",
        "/statistik",
        "/daerah/35.21",
        "/inovasi/jarik-ma-siti",
        "/tentang",
    ],
)
def test_no_heading_stands_alone_at_the_foot_of_a_page(tab, tmp_path, address):
    tab.open(address)
    headings = {" ".join(h.split()) for h in tab.run(HEADINGS)}
    for page in printed_pages(tab, tmp_path):
        lines = [" ".join(line.split()) for line in page.splitlines() if line.strip()]
        assert not lines or lines[-1] not in headings


HEADINGS = "return [...document.querySelectorAll('main :is(h2,h3)')].map(h => h.innerText)"
