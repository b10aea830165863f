"""The way back from a case to the results, and the links that pass a page on."""

from __future__ import annotations

import pytest
from selenium.webdriver.remote.webelement import WebElement

from tests.browser.conftest import Tab

pytestmark = pytest.mark.browser

ALLOWED = ["clipboardReadWrite", "clipboardSanitizedWrite"]
RESULTS = "/cari?q=sampah&category=lingkungan"


def back(tab: Tab) -> WebElement:
    """The link above a case that leads back to the results."""
    return tab.element("nav.crumb a[data-results]")


def third_result(tab: Tab) -> tuple[WebElement, str]:
    """The link of the third case of the results, which are opened; and its slug."""
    tab.open(RESULTS)
    link = tab.element(".cards > li:nth-child(3) h3 a")
    return link, str(link.get_attribute("href")).rsplit("/", 1)[1]


def open_third_result(tab: Tab) -> str:
    """Follow that link; the slug of the case."""
    link, slug = third_result(tab)
    tab.click(link)
    tab.arrives(f"/inovasi/{slug}")
    return slug


def test_a_case_leads_back_to_the_results_in_place(tab):
    tab.width(360, 700)
    link, slug = third_result(tab)
    tab.run("arguments[0].scrollIntoView({block: 'center'})", link)
    scrolled = tab.run("return Math.round(scrollY)")
    assert scrolled > 300
    link.click()
    tab.arrives(f"/inovasi/{slug}")
    assert back(tab).text == "Kembali ke hasil: sampah"
    # A link within the page doesn't lose the way.
    tab.run("location.hash = 'sumber'")
    back(tab).click()
    tab.arrives(RESULTS)
    tab.until(lambda: abs(tab.run("return scrollY") - scrolled) < 5)


def test_the_way_back_stays_over_other_cases_and_takes_the_list_along(tab):
    slug = open_third_result(tab)
    tab.click(tab.link("Tambah ke daftar"))
    tab.arrives(f"/inovasi/{slug}?s={slug}#d-{slug}")
    assert back(tab).text == "Kembali ke hasil: sampah"
    tab.click(tab.element("#mirip + ul h3 a"))
    tab.until(lambda: slug not in tab.path.partition("?")[0])
    tab.click(back(tab))
    tab.until(lambda: tab.path.startswith(f"{RESULTS}&s={slug}#k-"))
    assert tab.element(f"#k-{slug} b").text


def test_a_case_opened_from_elsewhere_leads_to_the_search(tab):
    open_third_result(tab)
    tab.open("/inovasi/putik-sari")
    assert back(tab).text == "Cari"
    assert back(tab).get_attribute("href") == f"{tab.url}/cari"


def test_the_address_of_a_page_can_be_copied(tab):
    for path in ("/inovasi/putik-sari", "/tema/mengelola-sampah", "/daerah/35.07"):
        tab.open(f"{path}?s=simba-asia")
        assert tab.element("#tautan").get_attribute("value") == tab.url + path
        tab.cdp("Browser.grantPermissions", permissions=ALLOWED, origin=tab.url)
        tab.click(tab.element("#tautan + button"))
        tab.until(lambda: "Tautan tersalin" in tab.element("#bagikan ~ p").text)


@pytest.mark.usefixtures("without_script")
def test_without_scripts_the_address_is_shown(tab):
    tab.open("/inovasi/putik-sari")
    assert tab.shows(tab.element("#tautan"))
    assert tab.element("#bagikan ~ p a").get_attribute("href").startswith("https://wa.me/?text=")
    assert back(tab).text == "Cari"


@pytest.mark.parametrize("path", ["/", "/tentang", "/inovasi/putik-sari", "/tema/mengelola-sampah"])
def test_browsers_take_the_description_of_a_page_as_data(tab, path):
    """The fixture fails if the policy of the site reports the element."""
    tab.open(path)
    script = tab.element("script[type='application/ld+json']")
    assert tab.run("return JSON.parse(arguments[0].textContent)['@context']", script)
