"""The suggestions under the search box."""

from __future__ import annotations

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.browser.conftest import Tab

pytestmark = pytest.mark.browser


def suggestions(tab: Tab) -> list[str]:
    options = tab.chrome.find_elements(By.CSS_SELECTOR, "[role=listbox] [role=option]")
    return [option.text for option in options if option.is_displayed()]


def test_completions_are_offered_and_taken_by_keyboard(tab):
    tab.open("/")
    field = tab.element("#q")
    field.send_keys("putik")
    tab.until(lambda: any("Putik Sari" in text for text in suggestions(tab)))
    assert field.get_attribute("aria-expanded") == "true"
    assert "Putik Sari" in suggestions(tab)[0]
    field.send_keys(Keys.ESCAPE)
    assert suggestions(tab) == []
    field.send_keys("s", Keys.BACKSPACE)
    tab.until(lambda: bool(suggestions(tab)))
    field.send_keys(Keys.ARROW_DOWN)
    active = field.get_attribute("aria-activedescendant")
    assert "Putik Sari" in tab.element(f"#{active}").text
    field.send_keys(Keys.ENTER)
    tab.arrives("/inovasi/putik-sari")


def test_a_theme_is_offered_with_its_cases_and_opens_with_the_shortlist(tab):
    tab.open("/?s=putik-sari")
    field = tab.element("#q")
    field.send_keys("bank samp")
    tab.until(lambda: any("tema · " in text for text in suggestions(tab)))
    assert suggestions(tab)[0].startswith("Mengurangi dan mengolah sampah")
    field.send_keys(Keys.ARROW_DOWN, Keys.ENTER)
    tab.arrives("/tema/mengelola-sampah?s=putik-sari")


def test_a_name_without_a_case_is_marked_and_opens_the_catalogue(tab):
    tab.open("/?s=putik-sari")
    field = tab.element("#q")
    field.send_keys("fidusia on")
    tab.until(lambda: bool(suggestions(tab)))
    (offered,) = suggestions(tab)
    assert offered.endswith("Kementerian Hukum dan Hak Asasi Manusia · belum ada kasusnya")
    field.send_keys(Keys.ARROW_DOWN, Keys.ENTER)
    tab.arrives("/katalog?q=Fidusia+Online&s=putik-sari")


def test_completions_that_arrive_after_leaving_the_field_are_not_shown(tab):
    tab.open("/")
    tab.element("#q").send_keys("stunt", Keys.TAB)
    tab.chrome.execute_async_script("setTimeout(arguments[0], 800)")
    assert suggestions(tab) == []


def test_arrows_go_through_the_completions_and_home_and_end_back_to_the_text(tab):
    tab.open("/")
    field = tab.element("#q")
    field.send_keys("stunt")
    tab.until(lambda: len(suggestions(tab)) > 2)
    status = tab.element("form.find [role=status]")
    assert status.get_property("textContent") == f"{len(suggestions(tab))} saran"

    def active() -> str | None:
        selected = tab.chrome.find_elements(By.CSS_SELECTOR, "[aria-selected=true]")
        names = [str(option.get_attribute("id")) for option in selected]
        assert names == [name for name in [field.get_attribute("aria-activedescendant")] if name]
        return names[0].rpartition("-")[2] if names else None

    last = str(len(suggestions(tab)) - 1)
    assert active() is None
    keys = [Keys.ARROW_DOWN, Keys.ARROW_DOWN, Keys.ARROW_UP, Keys.ARROW_UP, Keys.ARROW_DOWN]
    for key, expected in zip(keys, ["0", "1", "0", last, "0"], strict=True):
        field.send_keys(key)
        assert active() == expected
    for key, caret in ((Keys.HOME, 0), (Keys.ARROW_DOWN, 0), (Keys.END, 5)):
        field.send_keys(key)
        assert (active() is None) == (key != Keys.ARROW_DOWN)
        assert field.get_property("selectionStart") == caret
    field.send_keys(Keys.ENTER)
    tab.arrives("/cari?q=stunt")


def test_enter_searches_for_what_was_typed_after_an_arrow_key(tab):
    tab.open("/")
    tab.element("#q").send_keys("stunt")
    tab.until(lambda: bool(suggestions(tab)))
    tab.element("#q").send_keys(Keys.ARROW_DOWN, "x", Keys.ENTER)
    tab.arrives("/cari?q=stuntx")


def test_a_problem_is_offered_with_its_kind_and_number(tab):
    tab.open("/")
    tab.element("#q").send_keys("anak putus sek")
    tab.until(lambda: len(suggestions(tab)) > 2)
    problem = "anak putus sekolah sejak pandemi dan tidak ada yang mendata"
    assert suggestions(tab)[1:3] == [
        "anak putus sekolah kata kunci · 5 kasus",
        f"{problem} masalah · 1 kasus",
    ]
    tab.element("[role=option]:nth-child(3)").click()
    tab.arrives(f"/cari?q={problem.replace(' ', '+')}")
    assert tab.element("#q").get_property("value") == problem


RESULTS = "/cari?q=gizi&province=Jawa+Timur&sort=newest&s=putik-sari&s=gebrak-pakumis"


#: From the box to the text "stunting": it stands behind its theme.
TO_THE_TEXT = (Keys.ARROW_DOWN, Keys.ARROW_DOWN, Keys.ENTER)


def type_anew(tab: Tab, text: str) -> None:
    tab.element("#q").send_keys(Keys.CONTROL, "a")
    tab.element("#q").send_keys(text)
    tab.until(lambda: bool(suggestions(tab)))


@pytest.mark.parametrize(
    ("page", "arrival"),
    [
        (RESULTS, "/cari?q=stunting&province=Jawa+Timur&sort=newest&s=putik-sari&s=gebrak-pakumis"),
        (f"{RESULTS}&literal=places&page=1", RESULTS.replace("gizi", "stunting")),
        ("/?s=putik-sari&s=gebrak-pakumis", "/cari?q=stunting&s=putik-sari&s=gebrak-pakumis"),
        ("/pilihan?s=putik-sari", "/cari?q=stunting&s=putik-sari"),
        (
            "/banding?s=putik-sari&daftar=putik-sari&daftar=gebrak-pakumis",
            "/cari?q=stunting&s=putik-sari&s=gebrak-pakumis",
        ),
    ],
)
@pytest.mark.parametrize("by", ["key", "pointer"])
def test_a_completion_keeps_filters_order_and_list(tab, page, arrival, by):
    tab.open(page)
    type_anew(tab, "stunting")
    if by == "key":
        tab.element("#q").send_keys(*TO_THE_TEXT)
    else:
        tab.element("[role=option]:nth-child(2)").click()
    tab.arrives(arrival)
    assert tab.element("#q").get_property("value") == "stunting"


@pytest.mark.parametrize("page", [RESULTS, "/?s=putik-sari&s=gebrak-pakumis"])
def test_a_completed_name_leads_to_its_case_with_the_list(tab, page):
    tab.open(page)
    type_anew(tab, "jarik ma")
    tab.element("#q").send_keys(Keys.ARROW_DOWN, Keys.ENTER)
    tab.arrives("/inovasi/jarik-ma-siti?s=putik-sari&s=gebrak-pakumis")


def test_a_completed_name_leads_to_its_case(tab):
    tab.open("/cari?q=gizi")
    type_anew(tab, "jarik ma")
    tab.element("[role=option]").click()
    tab.arrives("/inovasi/jarik-ma-siti")


LEAVING = {
    "completion": (("stunt", *TO_THE_TEXT), "/cari?q=stunting"),
    "name": (("jarik ma", Keys.ARROW_DOWN, Keys.ENTER), "/inovasi/jarik-ma-siti"),
    "search": (("sampah", Keys.ENTER), "/cari?q=sampah"),
}


@pytest.mark.parametrize(("keys", "arrival"), LEAVING.values(), ids=LEAVING.keys())
def test_back_shows_the_text_of_the_results_and_no_completions(tab, keys, arrival):
    tab.open("/cari?q=gizi")
    tab.run("addEventListener('pageshow', (event) => { window.restored = event.persisted; })")
    type_anew(tab, keys[0])
    tab.element("#q").send_keys(*keys[1:])
    tab.arrives(arrival)
    tab.chrome.back()
    tab.arrives("/cari?q=gizi")
    assert tab.run("return window.restored"), "the page was loaded again, so this shows nothing"
    assert tab.element("#q").get_property("value") == "gizi"
    assert suggestions(tab) == []
    assert tab.element("#q").get_attribute("aria-expanded") == "false"
    tab.chrome.execute_async_script("setTimeout(arguments[0], 500)")
    assert suggestions(tab) == []
    # The box works as before.
    type_anew(tab, "stunt")
    tab.element("#q").send_keys(*TO_THE_TEXT)
    tab.arrives("/cari?q=stunting")


@pytest.mark.parametrize("composing", ["{isComposing: true}", "{keyCode: 229}"])
def test_the_keys_of_an_input_method_are_left_to_it(tab, composing):
    tab.open("/")
    field = tab.element("#q")
    field.send_keys("stunt")
    tab.until(lambda: len(suggestions(tab)) > 1)
    field.send_keys(Keys.ARROW_DOWN)
    active = field.get_attribute("aria-activedescendant")
    taken = tab.run(
        f"""return ["Enter", "ArrowDown", "ArrowUp", "Escape", "Home"].filter((key) => {{
          const event = new KeyboardEvent(
            "keydown", {{key, bubbles: true, cancelable: true, ...{composing}}});
          document.querySelector("#q").dispatchEvent(event);
          return event.defaultPrevented;
        }});"""
    )
    assert taken == []
    assert field.get_attribute("aria-activedescendant") == active
    assert suggestions(tab) != []
    assert tab.path == "/"


def test_completions_break_no_accessibility_rule(tab, axe):
    tab.open("/cari?q=gizi")
    type_anew(tab, "anak putus")
    tab.element("#q").send_keys(Keys.ARROW_DOWN)
    assert tab.violations(axe) == []
