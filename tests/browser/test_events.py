"""Preparing an event, on a laptop and on a phone."""

from __future__ import annotations

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.browser.conftest import Tab, printed_pages

pytestmark = pytest.mark.browser


def press(tab: Tab, text: str) -> None:
    """Press the first button or link whose text contains this text."""
    xpath = f"//main//*[self::a or self::button][contains(normalize-space(), '{text}')]"
    tab.click(tab.chrome.find_element(By.XPATH, xpath))


def test_from_an_empty_page_to_a_printed_kit_for_five_cases(tab, tmp_path):
    """In four clicks, without reading any help."""
    tab.width(1366, 768)
    tab.open("/")
    tab.click(tab.element("nav[aria-label=Utama] a[href='/acara']"))
    tab.arrives("/acara")
    tab.element("#q-tema").send_keys("stunting")
    press(tab, "Usulkan 5 kasus")
    tab.until(lambda: tab.path.startswith("/acara/usul"))
    press(tab, "Pakai 5 kasus ini")
    tab.until(lambda: tab.path.startswith("/acara?"))
    # These details are typed but not sent: the print button sends them too.
    tab.element("#judul").send_keys("Belajar dari Tetangga")
    tab.element("#penyelenggara").send_keys("Biro Organisasi")
    press(tab, "Buka untuk dicetak")
    tab.until(lambda: tab.path.startswith("/acara/cetak"))
    assert "menit1" not in tab.path
    assert tab.shows(tab.element("[data-print]"))
    pages = printed_pages(tab, tmp_path)
    assert "Belajar dari Tetangga" in pages[0] and "Biro Organisasi" in pages[0]
    handouts = [page for page in pages if "Yang dibutuhkan" in page]
    assert len(handouts) == 5
    assert all("Masalah" in page and "Sumber" in page for page in handouts)
    for heading in (
        "Susunan acara",
        "Narasumber",
        "Panduan diskusi",
        "Lembar komitmen",
        "Daftar hadir",
    ):
        assert any(page.lstrip().startswith(heading) for page in pages), heading
    assert "Pindai" in pages[-1]


@pytest.mark.parametrize("scripts", ["with", "without"])
def test_enter_in_a_field_updates_the_page_and_moves_no_slot(tab, request, scripts):
    if scripts == "without":
        request.getfixturevalue("without_script")
    tab.open("/acara?s=putik-sari&s=jarik-ma-siti")
    tab.element("#judul").send_keys("Temu", Keys.ENTER)
    tab.arrives("/acara?s=putik-sari&s=jarik-ma-siti&judul=Temu#dasar")


def test_enter_in_the_minutes_of_a_slot_stays_at_the_slot(tab):
    tab.open("/acara?s=putik-sari&s=jarik-ma-siti&buka=3")
    box = tab.element("#menit3")
    box.clear()
    box.send_keys("60", Keys.ENTER)
    tab.until(lambda: tab.path.endswith("#acara-3"))
    assert "agenda=kasus-60-putik-sari" in tab.path
    assert tab.run("return document.activeElement.id") == "acara-3"


@pytest.mark.parametrize("scripts", ["with", "without"])
def test_what_was_typed_survives_the_choice_of_cases(tab, request, scripts):
    if scripts == "without":
        request.getfixturevalue("without_script")
    tab.open("/acara")
    typed = {"judul": "Belajar bersama", "peserta": "60", "penyelenggara": "Biro Organisasi"}
    for name, text in typed.items():
        tab.element(f"#{name}").send_keys(text)
    press(tab, "stunting")
    tab.until(lambda: tab.path.startswith("/acara/usul"))
    press(tab, "Ganti kasus ini")
    tab.until(lambda: "tanpa=" in tab.path)
    assert tab.path.endswith("#usulan-1")
    press(tab, "Pakai 5 kasus ini")
    tab.until(lambda: tab.path.startswith("/acara?"))
    for name, text in typed.items():
        assert tab.element(f"#{name}").get_attribute("value") == text


def test_a_slot_is_changed_and_moved_on_a_phone(tab):
    tab.width(360)
    tab.open("/acara?s=putik-sari&s=jarik-ma-siti")
    assert not tab.shows(tab.element("#menit3"))
    tab.click(tab.element("#acara-3"))
    box = tab.element("#menit3")
    box.clear()
    box.send_keys("60")
    press(tab, "Hitung ulang")
    tab.until(lambda: "agenda=kasus-60-putik-sari" in tab.path and tab.path.endswith("#agenda"))
    tab.click(tab.element("#acara-5"))
    tab.click(tab.element("button[value=naik-5]"))
    tab.until(lambda: tab.path.endswith("#naik-4"))
    assert "agenda=kasus-35-jarik-ma-siti&agenda=rehat-15&" in tab.path
    # The same button again, without looking for it.
    assert tab.run("return document.activeElement.id") == "naik-4"
    assert tab.run("return document.activeElement.getBoundingClientRect().top") < 800
    assert tab.run("return document.documentElement.scrollWidth") <= 360


def test_a_kit_of_five_cases_is_read_on_six_screens_of_a_phone(tab):
    tab.width(360)
    five = ("putik-sari", "jarik-ma-siti", "besti-gorontalo", "bunga-desa", "kang-pisman")
    tab.open("/acara?judul=Temu&tanggal=2027-02-18&" + "&".join(f"s={slug}" for slug in five))
    assert tab.run("return document.documentElement.scrollHeight") <= 6 * 800


def test_the_longest_cases_still_fit_on_a_sheet(tab, tmp_path, real_cases):
    def length(slug: str) -> int:
        case = real_cases[slug].case
        return (
            len(str(case.results))
            + len(str(case.legal_basis))
            + sum(len(" ".join(section.sentences)) for section in case.sections)
        )

    longest = sorted(real_cases, key=length)[-12:]
    tab.open("/acara/cetak?bahan=kasus&" + "&".join(f"s={slug}" for slug in longest))
    pages = printed_pages(tab, tmp_path)
    assert len(pages) == 12
    assert all("Masalah" in page and "Sumber" in page for page in pages)


def test_every_text_on_paper_is_readable(tab):
    """Nothing is below 9 pt (12 px), and the sheets about cases are read at arm's length."""
    tab.open("/acara/cetak?s=putik-sari&s=jarik-ma-siti&judul=Temu")
    tab.cdp("Emulation.setEmulatedMedia", media="print")
    try:
        sizes = tab.run(SIZES)
    finally:
        tab.cdp("Emulation.setEmulatedMedia", media="")
    assert {text: size for size, text in sizes["all"] if size < 12} == {}
    assert {text: size for size, text in sizes["sheets"] if size < 14.6} == {}


SIZES = """
const size = e => [parseFloat(getComputedStyle(e).fontSize), e.textContent.trim().slice(0, 40)];
const own = e => [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
const all = [...document.querySelectorAll('.sheet *')].filter(e => own(e) && e.checkVisibility());
return {all: all.map(size),
        sheets: all.filter(e => e.matches('.handout > p:not(.tiny), .handout td')).map(size)};
"""
