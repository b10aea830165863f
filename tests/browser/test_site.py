"""Searching and reading: the pages that every visitor sees."""

from __future__ import annotations

import re

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.browser.conftest import Tab

pytestmark = pytest.mark.browser

PAGES = {
    "home": "/",
    "search": "/cari?q=stunting&category=kesehatan",
    "no results": "/cari?q=%22sapi+terbang+malam%22&province=Aceh",
    "bad parameters": "/cari?sort=x&page=0",
    "search with related cases": "/cari?q=anak+jalanan&related=1",
    "a place that is unclear": "/cari?island=Jawa&daerah=malang&dari=20",
    "nothing to search for": "/cari?q=%F0%9F%98%80",
    "advanced search": "/cari?mode=lanjut&q=judul%3Asampah+ATAU+masalah%3Aantrean",
    "advanced search with a mistake": "/cari?mode=lanjut&q=judl%3Asampah&category=kesehatan",
    "advanced form": "/cari/lanjut",
    "advanced form with mistakes": "/cari/lanjut?ruas=provinsi&cara=semua&isi=jwa&dari=20x&sort=x",
    "case": "/inovasi/putik-sari",
    "long case": "/inovasi/jarik-ma-siti",
    "stopped case": "/inovasi/anggur-merah",
    "evidence step": "/bukti/3",
    "about": "/tentang",
    "statistics": "/statistik",
    "catalogue": "/katalog?province=Jawa+Timur",
    "known without a case": "/cari?q=kesehatan",
    "regions": "/statistik/daerah?province=Jawa+Timur",
    "find a region": "/daerah?nama=malang",
    "region": "/daerah/35.02",
    "event, empty": "/acara",
    "event": "/acara?s=putik-sari&s=jarik-ma-siti&judul=Temu&tanggal=2027-02-18",
    "event with mistakes": "/acara?s=putik-sari&tanggal=31/02/2027&selesai=07.00&tempel=x",
    "event, proposed": "/acara/usul?q=stunting&n=3&tanpa=besti-gorontalo",
    "event on paper": "/acara/cetak?s=putik-sari&s=jarik-ma-siti",
    "search with a list": "/cari?q=stunting&s=putik-sari&s=mie-keriting&s=tidak-ada",
    "empty shortlist": "/pilihan",
    "shortlist": "/pilihan?s=putik-sari&s=jarik-ma-siti&s=gebrak-pakumis&s=tidak-ada",
    "comparison": "/banding?s=jarik-ma-siti&s=gebrak-pakumis&daftar=jarik-ma-siti"
    "&daftar=gebrak-pakumis&daftar=putik-sari",
    "nothing to compare": "/banding?s=putik-sari",
    "fit": "/cocok?s=gebrak-pakumis&percaya1=belum&daya1=tidak-tahu&coba1=mungkin",
    "not found": "/tidak-ada",
}
each_page = pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())


def press(tab: Tab, *keys: str) -> None:
    ActionChains(tab.chrome).send_keys(*keys).perform()


def ticked_values(tab: Tab) -> list[str]:
    boxes = tab.chrome.find_elements(By.CSS_SELECTOR, "input[type=checkbox]:checked")
    return [str(box.get_attribute("value")) for box in boxes]


def test_a_search_is_as_before_after_reading_a_case(tab):
    tab.open("/")
    tab.element("#q").send_keys("stunting", Keys.ENTER)
    tab.arrives("/cari?q=stunting")

    option = tab.element("input[value=kesehatan]").find_element(By.XPATH, "..")
    count = option.find_element(By.CSS_SELECTOR, "span").get_property("textContent").split()[0]
    tab.click(option)
    tab.click(tab.element(".apply button"))
    tab.arrives("/cari?q=stunting&category=kesehatan#hasil")
    sentence = tab.element(".lead[role=status]").text
    assert sentence == f"{count} inovasi tentang stunting di bidang Kesehatan."

    link = tab.element(".cards a")
    title, address = link.text, link.get_dom_attribute("href")
    link.click()
    tab.arrives(address)
    assert tab.element("h1").text == title

    tab.chrome.back()
    tab.arrives("/cari?q=stunting&category=kesehatan#hasil")
    assert tab.element("#q").get_attribute("value") == "stunting"
    assert ticked_values(tab) == ["kesehatan"]
    assert tab.element(".lead[role=status]").text == sentence


def test_from_a_search_to_the_related_cases_and_back(tab):
    tab.open("/cari?q=anak+jalanan&sort=name")
    about = len(tab.chrome.find_elements(By.CSS_SELECTOR, ".card"))
    link = tab.link("Mungkin juga terkait")
    number = link.text.rpartition(" ")[2]
    tab.click(link)
    tab.arrives("/cari?q=anak+jalanan&sort=name&related=1#terkait")
    heading = tab.element("#terkait")
    assert heading.text == f"Mungkin juga terkait: {number}"
    assert tab.run("return arguments[0].getBoundingClientRect().top < innerHeight", heading)
    assert len(tab.chrome.find_elements(By.CSS_SELECTOR, ".card")) == 20
    tab.click(tab.link("Sembunyikan yang mungkin terkait"))
    tab.arrives("/cari?q=anak+jalanan&sort=name")
    assert len(tab.chrome.find_elements(By.CSS_SELECTOR, ".card")) == about


@pytest.mark.parametrize("appearance", ["terang", "gelap"])
@pytest.mark.parametrize("path", ["/", "/cari"])
def test_text_in_the_search_box_has_contrast(tab, path, appearance):
    """Also on the dark part of the home page. Axe doesn't check boxes without text."""
    tab.open(f"{path}?warna={appearance}")
    box = tab.element("#q")
    box.send_keys("stunting")
    brightness = [
        sum(map(int, re.findall(r"\d+", box.value_of_css_property(name))[:3])) / 3
        for name in ("color", "background-color")
    ]
    assert abs(brightness[0] - brightness[1]) > 128


def test_filters_on_a_phone_are_folded_until_opened(tab):
    tab.width(360)
    tab.open("/cari?q=anak")
    box = tab.element("input[value=pendidikan]")
    assert not tab.shows(box)
    tab.element(".fold > summary").click()
    assert tab.shows(box)
    tab.click(box.find_element(By.XPATH, ".."))
    assert box.is_selected()
    tab.click(tab.element(".apply button"))
    tab.arrives("/cari?q=anak&category=pendidikan#hasil")
    assert tab.element(".chip.on").text.split("\n")[-1].strip() == "Bidang: Pendidikan"
    tab.element(".chip.on").click()
    tab.arrives("/cari?q=anak#hasil")


def test_filters_on_a_wide_screen_are_open(tab):
    tab.open("/cari")
    assert tab.shows(tab.element("input[value=pendidikan]"))
    assert not tab.shows(tab.element(".fold > summary"))


def test_the_site_can_be_used_by_keyboard_alone(tab):
    tab.open("/")
    press(tab, Keys.TAB)
    skip = tab.chrome.switch_to.active_element
    assert skip.text == "Langsung ke isi"
    assert skip.rect["y"] >= 0
    press(tab, Keys.ENTER)
    press(tab, Keys.TAB)
    assert tab.chrome.switch_to.active_element.get_attribute("id") == "q"
    outline = tab.run("return getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    press(tab, "putiksari", Keys.ENTER)
    tab.arrives("/cari?q=putiksari")
    tab.element(".cards a").send_keys(Keys.ENTER)
    tab.arrives("/inovasi/putik-sari")
    tab.element(".ref a").send_keys(Keys.ENTER)
    tab.arrives("/inovasi/putik-sari#s1")


@pytest.mark.usefixtures("without_script")
def test_nothing_needs_scripts(tab):
    tab.open("/")
    tab.element("#q").send_keys("jarik masiti", Keys.ENTER)
    tab.arrives("/cari?q=jarik+masiti")
    tab.element(".cards a").click()
    tab.arrives("/inovasi/jarik-ma-siti")
    assert tab.element("h1").text == "Jarik Ma'Siti"
    tab.element("a[href='#sumber']").click()
    tab.arrives("/inovasi/jarik-ma-siti#sumber")


@pytest.mark.usefixtures("without_script")
def test_a_query_is_composed_by_keyboard_changed_and_searched(tab):
    """The main task of the form: from a search to an advanced query, without the language."""
    tab.width(360)
    tab.open("/cari?q=sampah")
    tab.link("Pencarian lanjutan").send_keys(Keys.ENTER)
    tab.arrives("/cari/lanjut?isi=sampah")
    assert tab.element("#isi-1").get_attribute("value") == "sampah"
    tab.element("#ruas-1").send_keys("Ringkasan")
    tab.element("#ruas-2").send_keys("Solusi")
    tab.element("#cara-2").send_keys("tidak memuat kata")
    tab.element("#isi-2").send_keys("nelayan", Keys.ENTER)
    tab.until(lambda: tab.path.endswith("#kueri"))
    query = tab.element("#q")
    assert query.get_attribute("value") == "ringkasan:sampah DAN BUKAN solusi:nelayan"
    heading = tab.element("#kueri").rect
    assert 0 <= heading["y"] - tab.run("return scrollY") < 900
    assert tab.element("#ruas-2").get_attribute("value") == "solusi"

    query.send_keys(" DAN tahun:>=2010")
    tab.click(tab.element(".composed button"))
    tab.until(lambda: tab.path.startswith("/cari?mode=lanjut&q="))
    sentence = tab.element(".lead[role=status]").text
    assert "menurut pencarian lanjutan ringkasan:sampah DAN BUKAN solusi:nelayan" in sentence
    assert tab.element(".cards mark").text.lower() == "sampah"


LIGHT, DARK = "rgb(255, 255, 255)", "rgb(17, 21, 31)"


def background(tab: Tab) -> str:
    return str(tab.run("return getComputedStyle(document.body).backgroundColor"))


def test_the_appearance_follows_the_device_or_the_choice(tab):
    tab.open("/cari?q=anak")
    assert background(tab) == LIGHT
    tab.prefer("dark")
    assert background(tab) == DARK
    tab.chrome.find_element(By.LINK_TEXT, "Terang").click()
    tab.until(lambda: background(tab) == LIGHT)
    assert tab.path == "/cari?q=anak"
    tab.prefer("light")
    tab.chrome.find_element(By.LINK_TEXT, "Gelap").click()
    tab.until(lambda: background(tab) == DARK)
    tab.open("/tentang")
    assert background(tab) == DARK
    tab.chrome.find_element(By.LINK_TEXT, "Ikuti perangkat").click()
    tab.until(lambda: background(tab) == LIGHT)
    assert tab.path == "/tentang"


@each_page
def test_no_page_scrolls_sideways(tab, path):
    tab.open(path)
    unfold(tab)
    for width in (320, 360, 683, 768, 1440):
        tab.width(width)
        inside, needed = tab.run("return [innerWidth, document.documentElement.scrollWidth]")
        assert needed <= inside == width


def unfold(tab: Tab) -> None:
    """Open everything on the page that can be opened."""
    tab.run("document.querySelectorAll('details').forEach(details => details.open = true)")


def test_no_title_or_name_of_the_collection_is_too_long_for_a_phone(tab):
    tab.width(320)
    for page in range(1, 6):
        tab.open(f"/cari?per_page=100&page={page}")
        assert tab.run("return document.documentElement.scrollWidth") <= 320


def test_a_printed_case_has_no_controls_of_the_screen(tab):
    tab.cdp("Emulation.setEmulatedMedia", media="print")
    try:
        tab.open("/inovasi/putik-sari")
        printed = tab.element("body").text
    finally:
        tab.cdp("Emulation.setEmulatedMedia", media="")
    assert "127.0.0.1" in printed.split("Putik Sari")[0]
    assert "Kecamatan Wonosari terletak di kaki Gunung Kawi" in printed
    for text in ("Tampilan", "Beranda", "Kasus serupa", "↑1"):
        assert text not in printed


# --- accessibility --------------------------------------------------------------------


@each_page
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_no_page_breaks_a_rule_of_axe(tab, axe, path, scheme, width):
    tab.width(width)
    tab.prefer(scheme)
    tab.open(path)
    unfold(tab)
    assert tab.violations(axe) == []


def test_the_box_of_the_filter_offers_names_of_regions_once_it_is_entered(tab):
    tab.open("/cari?region=35.07")
    box = tab.element("#daerah")
    assert not tab.chrome.find_elements(By.CSS_SELECTOR, "datalist")
    tab.click(box)
    tab.until(lambda: box.get_attribute("list") == "nama-daerah")
    offered = tab.chrome.find_elements(By.CSS_SELECTOR, "#nama-daerah option")
    assert len(offered) == 514
    ActionChains(tab.chrome).send_keys("ngawi", Keys.ENTER).perform()
    tab.until(lambda: "Kabupaten Ngawi" in tab.element("[role=status].lead").text)
