"""Fixtures of the browser tests: the real site and a real Chromium.

Without Chromium the tests are skipped; with PUSTAKA_REQUIRE_BROWSER=1 they fail.
"""

from __future__ import annotations

import base64
import importlib.util
import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest
from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait
from werkzeug.serving import make_server

from app.settings import Settings
from app.web.application import create_app

FLAGS = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    "--disable-dev-shm-usage",
    # As most readers have it: a browser in another language is offered the English page.
    "--accept-lang=id-ID,id",
)


def without_browser(reason: str) -> NoReturn:
    """Skip the test, or fail it where a browser is required (PUSTAKA_REQUIRE_BROWSER=1)."""
    if os.environ.get("PUSTAKA_REQUIRE_BROWSER") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def url(content: Path, real_index: Path) -> Iterator[str]:
    """The address of the site, served by a thread of this process."""
    app = create_app(Settings(content=content, index=real_index))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    """The browser, started once for all tests of a process."""
    browser, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not browser or not driver:
        without_browser("chromium and chromedriver are needed (Debian: chromium chromium-driver)")
    options = Options()
    options.binary_location = browser
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    chrome = webdriver.Chrome(options=options, service=Service(driver))
    chrome.set_page_load_timeout(30)
    yield chrome
    chrome.quit()


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core."""
    package = importlib.util.find_spec("axe_core_python")
    if package is None or package.origin is None:
        without_browser("axe-core-python is needed")
    return (Path(package.origin).parent / "axe.min.js").read_text(encoding="utf-8")


class Tab:
    """The only tab of the browser, with the actions that the tests share."""

    def __init__(self, chrome: webdriver.Chrome, url: str) -> None:
        self.chrome = chrome
        self.url = url

    def open(self, path: str) -> None:
        """Open a page of the site."""
        self.chrome.get(self.url + path)

    @property
    def path(self) -> str:
        """Path, query and fragment of the page that is open."""
        return self.chrome.current_url.removeprefix(self.url)

    def arrives(self, path: str) -> None:
        """Wait until the browser has arrived at a page and has loaded it."""
        self.until(
            lambda: self.path == path and self.run("return document.readyState") == "complete"
        )

    def until(self, condition: Callable[[], bool]) -> None:
        """Wait until a condition holds, at most ten seconds."""
        # An element that has just been replaced means that a script is still at work.
        ignored = (StaleElementReferenceException,)
        WebDriverWait(self.chrome, 10, 0.05, ignored).until(lambda _: condition())

    def element(self, selector: str) -> WebElement:
        """The first element that a CSS selector matches."""
        return self.chrome.find_element(By.CSS_SELECTOR, selector)

    def link(self, text: str) -> WebElement:
        """The first link whose text contains this text."""
        return self.chrome.find_element(By.PARTIAL_LINK_TEXT, text)

    def click(self, element: WebElement) -> None:
        """Click on the place of an element.

        Selenium's own click refuses elements that it takes for hidden, as radio buttons that
        are drawn by their labels.
        """
        self.run("arguments[0].scrollIntoView({block: 'center'})", element)
        ActionChains(self.chrome).move_to_element(element).click().perform()

    def shows(self, element: WebElement) -> bool:
        """Whether an element is visible.

        Selenium's own answer is wrong inside a closed ``details``, whose content newer browsers
        hide by the pseudo-element ``::details-content``.
        """
        script = "return arguments[0].checkVisibility() && arguments[0].offsetHeight > 0"
        return bool(self.run(script, element))

    def width(self, pixels: int, height: int = 900) -> None:
        """Make the window so many CSS pixels wide; below 600 it counts as a phone."""
        self.cdp(
            "Emulation.setDeviceMetricsOverride",
            width=pixels,
            height=height,
            deviceScaleFactor=1,
            mobile=pixels < 600,
        )

    def prefer(self, scheme: str) -> None:
        """Imitate a device that is set to ``light`` or ``dark``."""
        # Without smooth scrolling, so that an element stands still when it is clicked.
        wanted = {"prefers-color-scheme": scheme, "prefers-reduced-motion": "reduce"}
        features = [{"name": name, "value": value} for name, value in wanted.items()]
        self.cdp("Emulation.setEmulatedMedia", features=features)

    def cdp(self, command: str, **parameters: object) -> Any:
        """Send a command of the Chrome DevTools Protocol; return its answer."""
        return self.chrome.execute_cdp_cmd(command, parameters)

    def run(self, script: str, *arguments: object) -> Any:
        """Run JavaScript in the page; return its value."""
        return self.chrome.execute_script(script, *arguments)

    def violations(self, axe: str) -> list[tuple[str, list[Any]]]:
        """The accessibility rules that the page breaks according to axe-core, with the places."""
        self.run(axe)
        report = self.chrome.execute_async_script(
            "const done = arguments[0]; axe.run(document, {resultTypes: ['violations']}).then(done)"
        )
        return [
            (violation["id"], [node["target"] for node in violation["nodes"]])
            for violation in report["violations"]
        ]

    def console_messages(self) -> list[str]:
        """The messages of the console since the last call, without the status of error pages."""
        return [
            entry["message"]
            for entry in self.chrome.get_log("browser")
            if "the server responded with a status of 4" not in entry["message"]
        ]


@pytest.fixture
def tab(chromium: webdriver.Chrome, url: str) -> Iterator[Tab]:
    """A tab without cookies; the test fails if a page writes to the console."""
    chromium.delete_all_cookies()
    tab = Tab(chromium, url)
    tab.width(1440)
    tab.prefer("light")
    tab.console_messages()
    yield tab
    assert tab.console_messages() == []


@pytest.fixture
def without_script(tab: Tab) -> Iterator[None]:
    """Switch JavaScript off for the pages that the test opens."""
    tab.cdp("Emulation.setScriptExecutionDisabled", value=True)
    yield
    tab.cdp("Emulation.setScriptExecutionDisabled", value=False)


def printed_pages(tab: Tab, folder: Path) -> list[str]:
    """The pages that the browser would print, as text."""
    if not shutil.which("pdftotext"):
        without_browser("pdftotext is needed (Debian: poppler-utils)")
    pdf = folder / "cetak.pdf"
    pdf.write_bytes(base64.b64decode(tab.cdp("Page.printToPDF", preferCSSPageSize=True)["data"]))
    text = subprocess.run(
        ["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, text=True
    ).stdout
    return text.split("\f")[:-1]


@pytest.fixture
def downloads(tab: Tab, tmp_path: Path) -> Path:
    """The folder that the browser saves downloads in."""
    tab.cdp("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(tmp_path))
    return tmp_path
