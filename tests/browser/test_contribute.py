"""The form for a new case: on a phone, from “Usulkan” to a file that passes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.expected_conditions import staleness_of
from selenium.webdriver.support.select import Select
from selenium.webdriver.support.wait import WebDriverWait

from app.collection import files
from app.collection.check import check_alone
from app.web.contribute.steps import REVIEW, STEPS, item_of, row_of
from tests.browser.conftest import Tab
from tests.conftest import ROOT
from tests.web.contribute.conftest import Values, as_shown, draft_of_case, of_step, values_of

pytestmark = pytest.mark.browser

#: A case of normal length: seven sources, six sections.
CASE = "gebrak-pakumis"


def button(tab: Tab, name: str, value: str) -> WebElement:
    """The last button with this name and value: the first “Lanjut” is there for Enter alone."""
    return tab.chrome.find_elements(By.CSS_SELECTOR, f"button[name='{name}'][value='{value}']")[-1]


def press(tab: Tab, pressed: WebElement) -> None:
    """Press a button of the form and wait for the page that answers."""
    open_folds(pressed)
    pressed.click()
    wait_until_gone(tab, pressed)


def wait_until_gone(tab: Tab, element: WebElement) -> None:
    """Wait until a page has taken the place of the one that an element stood on."""
    # While the pages change, the driver may say that the element belongs to no page.
    ignored = (WebDriverException,)
    WebDriverWait(tab.chrome, 10, 0.05, ignored).until(staleness_of(element))


def type_in(tab: Tab, values: Values) -> None:
    """Fill in the fields of the step that is open, adding rows where they are needed."""
    for name, texts in values.items():
        if not tab.chrome.find_elements(By.NAME, name):
            # A row more: its number is one above that of the last.
            press(tab, button(tab, "tambah", item_of(name) or ""))
        fields = tab.chrome.find_elements(By.NAME, name)
        open_folds(fields[0])
        if fields[0].get_attribute("type") == "checkbox":
            for box in fields:
                if box.is_selected() is not (box.get_attribute("value") in texts):
                    box.click()
        elif fields[0].tag_name == "select":
            Select(fields[0]).select_by_value(texts[0])
        else:
            fields[0].clear()
            fields[0].send_keys(texts[0])


def open_folds(field: WebElement) -> None:
    """Open the folded part of the page in which a field stands."""
    for fold in field.find_elements(By.XPATH, "ancestor::details[not(@open)]"):
        fold.find_element(By.TAG_NAME, "summary").click()


def fill_in(tab: Tab, values: Values) -> None:
    """Go through all steps as somebody who reads on a phone."""
    tab.open("/")
    tab.link("Usulkan").click()
    tab.until(lambda: tab.path == "/usul")
    for number in range(1, REVIEW):
        # Rows in their order, as people fill them in.
        step = of_step(values, number)
        type_in(tab, dict(sorted(step.items(), key=lambda pair: row_of(pair[0]))))
        press(tab, button(tab, "ke", "lanjut"))
        title = f"{number + 1}. {STEPS[number].title}"
        assert tab.element(".step-title").text == title, tab.element("main").text


def case_file(tab: Tab, downloads: Path) -> Path:
    """The case file that the receipt gives."""
    press(tab, tab.element("button[formaction^='/usul/selesai']"))
    tab.until(lambda: tab.element("h1").text == "Usulan siap")
    tab.element("form[data-proposal] button.btn").click()
    tab.until(lambda: bool(list(downloads.glob("*.md"))))
    (file,) = downloads.glob("*.md")
    return file


def check(file: Path) -> None:
    """The file passes the check and tells the same case."""
    today = dt.date.today() + dt.timedelta(days=1)  # Jakarta may be ahead of this machine
    findings = check_alone(file, file.read_bytes(), None, today=today)
    assert [finding for finding in findings if finding.level == "error"] == []
    case = files.read_case(file, today).case
    real = files.read_case(ROOT / "content" / "innovations" / f"{CASE}.md", today).case
    assert case and real
    assert as_shown(case) == as_shown(real) | {"slug": case.slug}


@pytest.mark.slow  # types a whole case
@pytest.mark.usefixtures("without_script")
def test_a_case_is_told_on_a_phone_without_script(tab, downloads):
    tab.width(360)
    fill_in(tab, values_of(draft_of_case(CASE)))
    check(case_file(tab, downloads))


@pytest.mark.slow  # types a whole case
def test_a_case_is_told_on_a_phone_with_script_and_the_browser_forgets_it_on_demand(tab, downloads):
    tab.width(360)
    tab.open("/usul")
    tab.run("localStorage.clear()")
    fill_in(tab, values_of(draft_of_case(CASE)))
    check(case_file(tab, downloads))
    assert "Gebrak Pakumis" in tab.run("return localStorage.usulan")
    tab.element("[data-drop-kept]").click()
    assert tab.run("return localStorage.usulan") is None
    assert not tab.element("[data-kept]").is_displayed()


# --- leaving and going on -------------------------------------------------------------


def test_what_was_typed_is_offered_again_where_it_was_left(tab):
    tab.open("/usul")
    tab.run("localStorage.clear()")
    tab.open("/usul")
    assert not tab.element("[data-draft]").is_displayed()
    tab.element("#title").send_keys("Antar Obat")
    tab.element("#agency").send_keys("Puskesmas Dinoyo")
    press(tab, button(tab, "ke", "2"))
    tab.element("#sources-1-title").send_keys("Judul berita")
    tab.until(lambda: "Judul berita" in (tab.run("return localStorage.usulan") or ""))

    tab.open("/usul")
    assert tab.element("[data-name]").text == "Antar Obat"
    tab.element("[data-use]").click()
    tab.until(lambda: tab.element(".step-title").text.startswith("2. "))
    assert tab.element("#sources-1-title").get_attribute("value") == "Judul berita"
    press(tab, button(tab, "ke", "kembali"))
    assert tab.element("#agency").get_attribute("value") == "Puskesmas Dinoyo"
    assert not tab.element("[data-draft]").is_displayed()


def test_an_offer_that_is_refused_does_not_come_back(tab):
    tab.open("/usul")
    tab.run("""localStorage.usulan = JSON.stringify([["langkah", "1"], ["title", "Lama"]])""")
    tab.open("/usul?judul=Baru")
    assert tab.element("[data-name]").text == "Lama"
    tab.element("#agency").send_keys("Dinas")  # overwrites nothing before the visitor chose
    tab.element("[data-drop]").click()
    assert tab.run("return localStorage.usulan") is None
    tab.open("/usul")
    assert not tab.element("[data-draft]").is_displayed()


@pytest.mark.parametrize("stored", ["", "x", "{}", "[]", '[["isian", "{"]]', "[1]", "null"])
def test_a_damaged_copy_in_the_browser_is_not_offered(tab, stored):
    tab.open("/usul")
    tab.run("localStorage.usulan = arguments[0]", stored)
    tab.open("/usul")
    assert not tab.element("[data-draft]").is_displayed()
    tab.element("#title").send_keys("Antar Obat")
    tab.until(lambda: "Antar Obat" in tab.run("return localStorage.usulan"))


def test_enter_goes_on_and_back_in_the_browser_loses_nothing(tab):
    tab.open("/usul")
    tab.run("localStorage.clear()")
    tab.element("#title").send_keys("Antar Obat")
    title = tab.element("#title")
    title.send_keys(Keys.ENTER)
    wait_until_gone(tab, title)
    assert tab.element("[role=alert]").is_displayed()  # much is missing
    press(tab, button(tab, "ke", "lewat"))
    tab.chrome.back()
    tab.until(lambda: tab.element(".step-title").text.startswith("1. "))
    assert tab.element("#title").get_attribute("value") == "Antar Obat"


def test_a_message_leads_to_its_field(tab):
    tab.open("/usul?judul=Antar+Obat&tahun=2021")
    tab.element("#started").send_keys("dulu")
    press(tab, button(tab, "ke", "lanjut"))
    tab.element("[role=alert] a[href='#started']").click()
    tab.until(lambda: tab.run("return location.hash") == "#started")
    press(tab, button(tab, "ke", str(REVIEW)))
    press(tab, tab.element("button[formaction$='#tags']"))
    assert tab.path.endswith("#tags")
    assert tab.run("return document.querySelector('#tags').getBoundingClientRect().top") < 900


# --- every step, with and without mistakes --------------------------------------------


def open_step(tab: Tab, values: Values, **buttons: str) -> None:
    """Open a step by sending a whole form."""
    tab.open("/tentang")
    pairs = [[name, text] for name, texts in values.items() for text in texts]
    path = buttons.pop("path", "/usul")
    tab.run(
        """const form = document.createElement("form");
        form.method = "post";
        form.action = arguments[0];
        for (const [name, value] of arguments[1]) {
          const field = document.createElement("textarea");
          field.name = name;
          field.value = value;
          form.append(field);
        }
        document.body.append(form);
        form.submit();""",
        path,
        [*pairs, *buttons.items()],
    )
    tab.until(
        lambda: (
            tab.path.startswith("/usul")
            and tab.run(
                "return document.readyState === 'complete' && !!document.querySelector('h1')"
            )
        )
    )


WRONG = {
    "title": [""],
    "government": ["Malang"],
    "started": ["dulu"],
    "summary": ["pendek"],
    "sources-1-url": ["bukan alamat"],
    "masalah-1": ["Hubungi dr. Budi Santoso, 0812-3456-7890."],
    "masalah-1-sumber": [],
    "results-1-after": [""],
    "results-1-examined_by": ["2"],
    "awards-1-name": ["KIPP"],
    "awards-1-year": ["3000"],
    "cost": ["x" * 301],
    "replicated_by-1-case": ["tidak-ada"],
}
PAGES = {
    **{f"step {n}": {"langkah": "1", "ke": str(n)} for n in range(1, REVIEW + 1)},
    "receipt": {"langkah": "1", "path": "/usul/selesai"},
    **{f"step {n} with mistakes": {"langkah": str(n), "ke": "lanjut"} for n in range(1, REVIEW)},
    "review with mistakes": {"langkah": "1", "ke": str(REVIEW)},
}


@pytest.mark.parametrize("page", PAGES)
def test_no_step_breaks_a_rule_of_axe_or_scrolls_sideways(tab, axe, page):
    values = values_of(draft_of_case(CASE)) | (WRONG if "mistakes" in page else {})
    for width, scheme in ((320, "light"), (360, "dark"), (1440, "light")):
        tab.width(width)
        tab.prefer(scheme)
        open_step(tab, values, **PAGES[page])
        if "mistakes" in page:
            assert tab.chrome.find_elements(By.CSS_SELECTOR, ".err, .mistakes, [role=alert]")
        assert tab.violations(axe) == []
        assert tab.run("return document.documentElement.scrollWidth") <= width
