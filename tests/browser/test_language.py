"""The English page is offered once, to a browser that asks for no language of Indonesia."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement

from tests.browser.conftest import Tab

pytestmark = pytest.mark.browser

OFFER = "nav[lang=en]"


@pytest.fixture
def speak(tab: Tab) -> Iterator[Callable[[str], None]]:
    """Let the browser ask for languages; it has answered no offer yet."""
    agent = tab.run("return navigator.userAgent")

    def ask_for(languages: str) -> None:
        tab.cdp("Emulation.setUserAgentOverride", userAgent=agent, acceptLanguage=languages)

    tab.open("/tentang")
    tab.run("localStorage.clear()")
    yield ask_for
    ask_for("id-ID,id")
    tab.run("localStorage.clear()")


def offers(tab: Tab) -> list[WebElement]:
    return tab.chrome.find_elements(By.CSS_SELECTOR, OFFER)


def test_the_english_page_is_offered_and_the_offer_can_be_declined(tab, speak, axe):
    speak("de-DE,en")
    tab.open("/tentang?s=putik-sari")
    assert tab.violations(axe) == []
    tab.element(f"{OFFER} button").click()
    assert offers(tab) == []
    tab.open("/tentang")
    assert offers(tab) == []


def test_the_offer_leads_to_the_same_page_and_is_not_made_again(tab, speak):
    speak("en-GB,en")
    tab.open("/cari?q=air&s=putik-sari")
    tab.element(f"{OFFER} a").click()
    tab.arrives("/en/cari?q=air&s=putik-sari")
    tab.click(tab.element("header a[hreflang=id]"))
    tab.arrives("/cari?q=air&s=putik-sari")
    assert offers(tab) == []


@pytest.mark.parametrize("languages", ["id-ID,id", "en-US,en,id", "ms-MY,en", "jv,en"])
def test_a_browser_with_a_language_of_indonesia_gets_no_offer(tab, speak, languages):
    speak(languages)
    tab.open("/tentang")
    assert offers(tab) == []


def test_completions_of_an_english_page_lead_to_english_pages(tab, speak):
    speak("en-GB,en")
    tab.open("/en/")
    tab.element("#q").send_keys("putik")
    tab.until(lambda: bool(tab.chrome.find_elements(By.CSS_SELECTOR, "[role=option]")))
    option = tab.element("[role=option]")
    assert "Putik Sari" in option.text
    tab.click(option)
    tab.until(lambda: tab.path.startswith("/en/"))
