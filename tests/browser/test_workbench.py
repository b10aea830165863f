"""The shortlist, the comparison and the fit check in a real browser."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator

import pytest
from selenium.webdriver.common.by import By

from tests.browser.conftest import Tab

pytestmark = pytest.mark.browser

THREE = "s=putik-sari&s=jarik-ma-siti&s=gebrak-pakumis"


def one(tab: Tab, selector: str):
    return tab.chrome.find_element(By.CSS_SELECTOR, selector)


def linked(tab: Tab, text: str):
    return tab.chrome.find_element(By.PARTIAL_LINK_TEXT, text)


@pytest.fixture
def without_script(tab: Tab) -> Iterator[None]:
    tab.cdp("Emulation.setScriptExecutionDisabled", value=True)
    yield
    tab.cdp("Emulation.setScriptExecutionDisabled", value=False)


@pytest.fixture
def forgetful(tab: Tab) -> Iterator[None]:
    """A browser that has kept nothing, before and after."""
    tab.open("/tentang")
    tab.run("localStorage.clear()")
    yield
    tab.run("localStorage.clear()")


@pytest.mark.usefixtures("without_script")
def test_a_list_grows_while_searching_and_is_compared_without_script(tab):
    tab.width(360)
    tab.open("/cari?q=stunting")
    first = one(tab, ".card h3 a").text
    tab.click(linked(tab, "Tambah ke daftar"))
    tab.until(lambda: "s=" in tab.path)
    assert "Ada di daftar pilihan" in one(tab, ".card").text
    field = one(tab, "#q")
    field.clear()
    field.send_keys("putik sari\n")
    tab.until(lambda: "q=putik+sari" in tab.path)
    assert tab.path.count("s=") == 1
    tab.click(linked(tab, "Tambah ke daftar"))
    tab.until(lambda: tab.path.count("s=") == 2)
    tab.click(linked(tab, "Bandingkan"))
    tab.until(lambda: tab.path.startswith("/banding?"))
    assert one(tab, "h1").text == "Bandingkan 2 kasus"
    assert first in one(tab, ".compare").get_property("textContent")
    assert "Putik Sari" in one(tab, ".compare").get_property("textContent")


@pytest.mark.usefixtures("without_script")
def test_some_of_the_list_is_compared_and_the_list_stays(tab):
    tab.open(f"/pilihan?{THREE}")
    tab.click(one(tab, "input[type=checkbox][value=putik-sari]"))
    tab.click(one(tab, "form[action='/banding'] button"))
    tab.until(lambda: tab.path.startswith("/banding?"))
    assert one(tab, "h1").text == "Bandingkan 2 kasus"
    tab.click(linked(tab, "Daftar pilihan (3)"))
    tab.arrives(f"/pilihan?{THREE}")


@pytest.mark.usefixtures("without_script")
def test_gaps_are_found_and_taken_into_the_plan_without_script(tab):
    tab.width(360)
    tab.open("/cocok?s=gebrak-pakumis")
    tab.click(one(tab, "input[name=daya2][value=belum]"))
    tab.click(one(tab, "form.fit button"))
    tab.until(lambda: "daya2=belum" in tab.path)
    gap = "Tenaga dengan keahlian dan waktu yang cukup belum ada."
    assert gap in one(tab, "#hasil").text
    tab.click(linked(tab, "Lanjut ke rencana aksi"))
    tab.until(lambda: tab.path.startswith("/rencana?"))
    assert gap in one(tab, "textarea[name=celah]").get_property("value")


@pytest.mark.usefixtures("forgetful")
def test_the_browser_offers_the_readers_own_list_again(tab):
    tab.open("/cari?q=putik+sari")
    slug = one(tab, ".card").get_attribute("id").removeprefix("k-")
    tab.click(linked(tab, "Tambah ke daftar"))
    tab.until(lambda: f"s={slug}" in tab.path)
    tab.open(f"/pilihan?{THREE}")  # somebody else's
    tab.open("/tentang")
    offer = linked(tab, "Lanjutkan daftar Anda")
    assert offer.text == "Lanjutkan daftar Anda (1)"
    tab.click(offer)
    tab.arrives(f"/pilihan?s={slug}")
    tab.click(linked(tab, "Kosongkan daftar"))
    tab.arrives("/pilihan")
    tab.open("/tentang")
    assert not tab.chrome.find_elements(By.PARTIAL_LINK_TEXT, "Lanjutkan daftar")


@pytest.mark.usefixtures("forgetful")
@pytest.mark.parametrize("spoilt", ["{", "7", '[null, "<b>", "../x"]', '"putik-sari"'])
def test_spoilt_storage_is_no_list(tab, spoilt):
    tab.run("localStorage.setItem('daftar-pilihan', arguments[0])", spoilt)
    tab.open("/tentang")
    assert not tab.chrome.find_elements(By.PARTIAL_LINK_TEXT, "Lanjutkan daftar")


def test_the_comparison_is_printed_on_a4_on_its_side(tab):
    tab.open(f"/banding?{THREE}")
    printed = tab.cdp("Page.printToPDF", preferCSSPageSize=True)["data"]
    boxes = re.findall(rb"/MediaBox\s*\[([^\]]+)\]", base64.b64decode(printed))
    sizes = {tuple(round(float(n)) for n in box.split()[2:]) for box in boxes}
    assert sizes == {(842, 595)}
    assert 1 <= len(boxes) <= 4


def test_on_a_phone_a_row_that_is_the_same_is_shown_once(tab):
    tab.width(360)
    tab.open(f"/banding?{THREE}")
    cells = tab.chrome.find_elements(By.CSS_SELECTOR, "tr.same td")
    shown = [cell for cell in cells if tab.shows(cell)]
    rows = tab.chrome.find_elements(By.CSS_SELECTOR, "tr.same")
    assert rows and len(shown) == len(rows) < len(cells)
