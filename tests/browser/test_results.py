"""Cards of cases on a phone, and the results by keyboard and screen reader."""

from __future__ import annotations

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from tests.browser.conftest import Tab

pytestmark = pytest.mark.browser

CLIPPED = """
return [...document.querySelectorAll(".card :is(h3, .aka, .where, .sum, .match, .facts *)")]
  .filter((e) => !e.closest(".sr") && getComputedStyle(e).display !== "inline")
  .filter((e) => e.scrollHeight > e.clientHeight + 1 && getComputedStyle(e).overflow !== "visible")
  .map((e) => e.textContent)
"""


def press(tab: Tab, *keys: str) -> None:
    ActionChains(tab.chrome).send_keys(*keys).perform()


def focused(tab: Tab) -> str:
    """The text of the element with the focus, as a screen reader gets it."""
    return " ".join(str(tab.run("return document.activeElement.textContent")).split())


def tab_to(tab: Tab, text: str, most: int) -> None:
    """Press Tab until an element with this text has the focus."""
    for _ in range(most):
        press(tab, Keys.TAB)
        if text in focused(tab):
            return
    pytest.fail(f"“{text}” is not among the next {most} stops")


# --- on a phone -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", ["/", "/cari?q=ibu+hamil", "/cari?q=sampah", "/bukti/3", "/en/cari?q=ibu+hamil"]
)
@pytest.mark.parametrize("width", [320, 360])
def test_a_phone_shows_the_summaries_of_cases_whole(tab, path, width):
    tab.width(width, 800)
    tab.open(path)
    assert tab.run("return document.querySelectorAll('.card .sum').length")
    assert tab.run(CLIPPED) == []
    ends = tab.run("return [...document.querySelectorAll('.sum')].map((e) => e.innerText.at(-1))")
    assert "…" not in ends


def test_a_phone_cuts_no_long_result_off(tab):
    tab.width(360, 800)
    tab.open("/cari?q=PeDeKate+ABK")
    outside = tab.run(
        "return [...document.querySelectorAll('.card .delta')].filter((result) => {"
        "const own = result.getBoundingClientRect();"
        "const card = result.closest('.card').getBoundingClientRect();"
        "return own.left < card.left || own.right > card.right}).map((e) => e.textContent)"
    )
    assert tab.run("return document.querySelectorAll('.card .delta').length")
    assert outside == []


def test_a_phone_shows_twenty_results_on_seven_screens(tab):
    tab.width(360, 800)
    tab.open("/cari?q=sampah")
    heights = tab.run("return [...document.querySelectorAll('.card')].map((e) => e.offsetHeight)")
    assert len(heights) == 20
    assert sum(heights) < 7 * 800


def test_a_phone_leaves_out_why_a_case_was_found_only_where_the_summary_shows_it(tab):
    tab.width(360, 800)
    tab.open("/cari?q=ibu+hamil")
    cards = tab.run(
        "return [...document.querySelectorAll('.card')].map((card) => ["
        "card.querySelector('.match')?.checkVisibility() ?? true,"
        "card.querySelectorAll('div mark').length])"
    )
    assert {explained for explained, _marks in cards} == {True, False}
    assert all(explained or marks for explained, marks in cards)


# --- by keyboard ------------------------------------------------------------------------


def test_from_a_question_to_a_comparison_and_a_plan_by_tab_and_enter(tab):
    tab.open("/")
    tab_to(tab, "Langsung ke isi", most=1)
    press(tab, Keys.ENTER, Keys.TAB)
    press(tab, "sampah", Keys.ENTER)
    tab.arrives("/cari?q=sampah")

    tab_to(tab, "Langsung ke hasil", most=1)
    press(tab, Keys.ENTER)
    assert focused(tab) == "Daftar hasil"
    press(tab, Keys.TAB)
    first = tab.element(".card h3 a")
    title = first.text
    assert tab.chrome.switch_to.active_element == first
    press(tab, Keys.ENTER)
    tab.until(lambda: tab.path.startswith("/inovasi/"))
    slug = tab.path.removeprefix("/inovasi/")

    tab_to(tab, "Tambah ke daftar", most=30)
    press(tab, Keys.ENTER)
    tab.arrives(f"/inovasi/{slug}?s={slug}#d-{slug}")
    assert focused(tab) == "Ada di daftar pilihan"
    press(tab, Keys.ENTER)
    tab.arrives(f"/pilihan?s={slug}")

    tab_to(tab, "Susun rencana replikasi", most=30)
    press(tab, Keys.ENTER)
    tab.until(lambda: tab.path.startswith("/rencana?"))
    assert title in tab.element("main").text
    tab.chrome.back()
    tab.arrives(f"/pilihan?s={slug}")

    # A second case from the search on the list, to compare both.
    tab.element("#q").send_keys("bank sampah", Keys.ENTER)
    tab.until(lambda: tab.path.startswith("/cari?"))
    tab_to(tab, "Langsung ke hasil", most=1)
    press(tab, Keys.ENTER)
    tab_to(tab, "Tambah ke daftar", most=6)
    press(tab, Keys.ENTER)
    tab.until(lambda: tab.path.count("s=") == 2)
    press(tab, Keys.ENTER)
    tab.until(lambda: tab.path.startswith("/pilihan?"))
    tab_to(tab, "Bandingkan", most=20)
    press(tab, Keys.ENTER)
    tab.until(lambda: tab.path.startswith("/banding?"))
    assert tab.element("h1").text == "Bandingkan 2 kasus"


@pytest.mark.usefixtures("without_script")
@pytest.mark.parametrize("width", [360, 1440])
def test_filters_orders_and_chips_put_the_focus_at_the_new_count(tab, width):
    tab.width(width)
    tab.open("/cari?q=anak")
    if width == 360:
        tab.click(tab.element(".fold > summary"))
    tab.click(tab.element("input[value=pendidikan]"))
    tab.click(tab.element(".apply button"))
    tab.until(lambda: "category=pendidikan" in tab.path and tab.path.endswith("#hasil"))
    assert focused(tab).endswith("inovasi tentang anak di bidang Pendidikan.")
    tab.click(tab.link("Bukti terkuat"))
    tab.until(lambda: "sort=evidence" in tab.path and tab.path.endswith("#hasil"))
    assert focused(tab).endswith("inovasi tentang anak di bidang Pendidikan.")
    tab.click(tab.element(".chip.on"))
    tab.arrives("/cari?q=anak&sort=evidence#hasil")
    assert "inovasi tentang anak" in focused(tab)
    assert tab.run("return document.activeElement.getBoundingClientRect().top >= 0")


def test_a_search_without_a_case_leads_to_the_sentence_that_says_so(tab):
    tab.open("/cari?q=%22sapi+terbang+malam%22&province=Aceh")
    tab_to(tab, "Langsung ke hasil", most=1)
    press(tab, Keys.ENTER)
    assert focused(tab).startswith("Tidak ada inovasi tentang")


# --- the shortlist, for screen readers --------------------------------------------------


def test_adding_and_removing_a_case_is_announced(tab):
    tab.open("/cari?q=sampah")
    title = tab.element(".card h3 a").text
    tab.click(tab.element(".pick a"))
    said = f"{title} ditambahkan ke daftar pilihan. Isi daftar: 1 kasus."
    tab.until(lambda: tab.element("body > [role=status]").get_property("textContent") == said)
    assert focused(tab) == "Ada di daftar pilihan"
    tab.click(tab.element(".pick [data-keep]"))
    said = f"{title} dihapus dari daftar pilihan. Isi daftar: 0 kasus."
    tab.until(lambda: tab.element("body > [role=status]").get_property("textContent") == said)
    tab.open("/cari?q=sampah")
    assert not tab.run("return document.querySelector('body > [role=status]')")
    tab.run("localStorage.clear()")


def test_moving_a_case_in_the_list_is_announced(tab):
    tab.open("/pilihan?s=putik-sari&s=2h2-center")
    second = tab.element(".card:nth-child(2) h3 a").text
    tab.click(tab.element(".card:nth-child(2) .acts [data-keep]"))
    tab.arrives("/pilihan?s=2h2-center&s=putik-sari")
    said = f"{second} sekarang nomor 1 di daftar pilihan."
    tab.until(lambda: tab.element("body > [role=status]").get_property("textContent") == said)
    tab.run("localStorage.clear()")


@pytest.mark.usefixtures("without_script")
@pytest.mark.parametrize("width", [360, 1440])
def test_without_script_the_page_says_it_where_one_pressed(tab, width):
    tab.width(width)
    tab.open("/cari?q=sampah")
    card = "#" + tab.run("return document.querySelectorAll('.card')[3].id")
    assert "Dihapus dari daftar" not in tab.element(card).text
    tab.click(tab.element(f"{card} .pick a"))
    tab.until(lambda: "s=" in tab.path)
    assert focused(tab) == "Ada di daftar pilihan"
    assert tab.run(
        "const r = document.activeElement.getBoundingClientRect();"
        "return r.top > 0 && r.bottom < innerHeight"
    )
    tab.click(tab.element(f"{card} .pick [data-keep]"))
    tab.until(lambda: "s=" not in tab.path.partition("#")[0])
    assert "Dihapus dari daftar" in tab.element(card).text
    assert focused(tab).startswith("Tambah ke daftar")


# --- contrast ---------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path", ["/cari?q=sampah", "/inovasi/2h2-center", "/statistik", "/tema/umkm-dan-pasar"]
)
def test_marks_old_statuses_and_maps_have_the_contrast_of_aaa(tab, axe, path, scheme):
    tab.prefer(scheme)
    tab.open(path)
    tab.run(axe)
    options = "{runOnly: {type: 'rule', values: ['color-contrast-enhanced']}}"
    report = tab.chrome.execute_async_script(
        f"axe.run(document, {options}).then(arguments[arguments.length - 1])"
    )
    assert [node["target"] for rule in report["violations"] for node in rule["nodes"]] == []
    assert report["passes"]


def test_the_map_leaves_out_its_legend_where_the_colours_are_those_of_the_reader(tab):
    tab.cdp("Emulation.setEmulatedMedia", features=[{"name": "forced-colors", "value": "active"}])
    tab.open("/statistik")
    assert not tab.shows(tab.element(".legend"))
    assert tab.shows(tab.element(".map a b"))
