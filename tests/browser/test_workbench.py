"""The shortlist, the comparison and the fit check in a real browser."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.browser.conftest import Tab

pytestmark = pytest.mark.browser

THREE_CASES = "s=putik-sari&s=jarik-ma-siti&s=gebrak-pakumis"
FOUR_CASES = "s=2h2-center&s=cerdas-ibuku-sipahutar&s=sekolah-ibu-bogor&s=kejar-stunting-tanalili"


@pytest.fixture
def empty_storage(tab: Tab) -> Iterator[None]:
    """Clear the storage that the browser has for the site, before and after the test."""
    tab.open("/tentang")
    tab.run("localStorage.clear()")
    yield
    tab.run("localStorage.clear()")


@pytest.mark.usefixtures("without_script")
def test_a_list_grows_while_searching_and_is_compared_without_script(tab):
    tab.width(360)
    tab.open("/cari?q=stunting")
    first = tab.element(".card h3 a").text
    tab.click(tab.element(".pick a"))
    tab.until(lambda: "s=" in tab.path)
    assert "Ada di daftar pilihan" in tab.element(".card").text
    field = tab.element("#q")
    field.clear()
    field.send_keys("putik sari\n")
    tab.until(lambda: "q=putik+sari" in tab.path)
    assert tab.path.count("s=") == 1
    tab.click(tab.element(".pick a"))
    tab.until(lambda: tab.path.count("s=") == 2)
    tab.click(tab.link("Bandingkan"))
    tab.until(lambda: tab.path.startswith("/banding?"))
    assert tab.element("h1").text == "Bandingkan 2 kasus"
    assert first in tab.element(".compare").get_property("textContent")
    assert "Putik Sari" in tab.element(".compare").get_property("textContent")


@pytest.mark.usefixtures("without_script")
def test_two_cases_of_a_list_are_compared_and_the_list_stays(tab):
    tab.open(f"/pilihan?{THREE_CASES}")
    tab.click(tab.element("input[type=checkbox][value=putik-sari]"))
    tab.click(tab.element("form[action='/banding'] button"))
    tab.until(lambda: tab.path.startswith("/banding?"))
    assert tab.element("h1").text == "Bandingkan 2 kasus"
    tab.click(tab.link("Daftar"))
    tab.arrives(f"/pilihan?{THREE_CASES}")


@pytest.mark.usefixtures("without_script")
def test_gaps_of_the_fit_check_go_into_the_plan_without_script(tab):
    tab.width(360)
    tab.open("/cocok?s=gebrak-pakumis")
    tab.click(tab.element("input[name=daya2][value=belum]"))
    tab.click(tab.element("form.fit button"))
    tab.until(lambda: "daya2=belum" in tab.path)
    gap = "Tenaga dengan keahlian dan waktu yang cukup belum ada."
    assert gap in tab.element("#hasil").text
    tab.click(tab.link("Lanjut ke rencana aksi"))
    tab.until(lambda: tab.path.startswith("/rencana?"))
    assert gap in tab.element("textarea[name=celah]").get_property("value")


@pytest.mark.usefixtures("empty_storage")
def test_the_browser_offers_the_readers_own_list_again(tab):
    tab.open("/cari?q=putik+sari")
    slug = tab.element(".card").get_attribute("id").removeprefix("k-")
    tab.click(tab.element(".pick a"))
    tab.until(lambda: f"s={slug}" in tab.path)
    tab.open(f"/pilihan?{THREE_CASES}")  # a list that somebody else has sent
    tab.open("/tentang")
    offer = tab.link("Lanjutkan daftar Anda")
    assert offer.text == "Lanjutkan daftar Anda (1)"
    tab.click(offer)
    tab.arrives(f"/pilihan?s={slug}")
    tab.open("/tentang")
    tab.click(tab.element("header a[href*='/pilihan']"))  # the menu leads to the same list
    tab.arrives(f"/pilihan?s={slug}")
    tab.open("/pilihan")  # an address from elsewhere doesn't say that the list is empty
    tab.arrives(f"/pilihan?s={slug}")
    tab.click(tab.link("Kosongkan daftar"))
    tab.arrives("/pilihan")
    tab.open("/tentang")
    assert not tab.chrome.find_elements(By.PARTIAL_LINK_TEXT, "Lanjutkan daftar")


@pytest.mark.usefixtures("empty_storage")
@pytest.mark.parametrize("stored", ["{", "7", '[null, "<b>", "../x"]', '"putik-sari"'])
def test_damaged_storage_is_ignored(tab, stored):
    tab.run("localStorage.setItem('daftar-pilihan', arguments[0])", stored)
    tab.open("/tentang")
    assert not tab.chrome.find_elements(By.PARTIAL_LINK_TEXT, "Lanjutkan daftar")


def test_the_comparison_is_printed_on_a4_in_landscape(tab):
    tab.open(f"/banding?{THREE_CASES}")
    printed = tab.cdp("Page.printToPDF", preferCSSPageSize=True)["data"]
    boxes = re.findall(rb"/MediaBox\s*\[([^\]]+)\]", base64.b64decode(printed))
    sizes = {tuple(round(float(n)) for n in box.split()[2:]) for box in boxes}
    assert sizes == {(842, 595)}
    assert 1 <= len(boxes) <= 4


#: Whether a person sees the element that has the focus: it has a size, and nothing clips it.
FOCUS_IS_VISIBLE = """
const box = document.activeElement.getBoundingClientRect();
let clipped = false;
for (let node = document.activeElement; node; node = node.parentElement) {
  const style = getComputedStyle(node), {width, height} = node.getBoundingClientRect();
  clipped ||= style.clipPath !== "none" || (style.overflow === "hidden" && width * height < 25);
}
return box.width > 4 && box.height > 4 && document.activeElement.checkVisibility() && !clipped;
"""


@pytest.mark.parametrize("width", [320, 360, 683, 1366])
def test_everything_that_takes_the_focus_in_a_comparison_is_visible(tab, width):
    tab.width(width)
    tab.open(f"/banding?{FOUR_CASES}")
    focused = []
    for _press in range(250):
        ActionChains(tab.chrome).send_keys(Keys.TAB).perform()
        element = tab.chrome.switch_to.active_element
        if element.tag_name == "body":
            break
        assert tab.run(FOCUS_IS_VISIBLE), element.get_attribute("outerHTML")
        focused.append(element.get_attribute("href"))
    else:
        pytest.fail("the focus never leaves the page")
    names = [str(href).split("/inovasi/")[-1].split("?")[0] for href in focused]
    groups = len(tab.chrome.find_elements(By.CSS_SELECTOR, ".compare"))
    assert names.count("2h2-center") >= groups  # without those of the citations, which end in #s


@pytest.mark.parametrize(("width", "beside_each_other"), [(360, False), (683, False), (1366, True)])
def test_four_cases_stand_beside_each_other_only_where_words_stay_whole(
    tab, width, beside_each_other
):
    tab.width(width)
    tab.open(f"/banding?{FOUR_CASES}")
    cells = tab.chrome.find_elements(By.CSS_SELECTOR, ".compare tbody tr:first-child td")[:4]
    assert (len({cell.location["y"] for cell in cells}) == 1) is beside_each_other
    assert tab.run("return document.documentElement.scrollWidth <= innerWidth")
    narrowest = min(cell.size["width"] for cell in cells)
    assert narrowest > 170
    for link in tab.chrome.find_elements(By.CSS_SELECTOR, ".compare thead a"):
        assert tab.shows(link)
