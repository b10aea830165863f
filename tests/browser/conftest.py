"""A real Chromium on the real site.

Without Chromium the tests are skipped; with PUSTAKA_REQUIRE_BROWSER=1 they fail.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
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
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait
from werkzeug.serving import make_server

from app.settings import Settings
from app.web.application import create_app

FLAGS = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    "--disable-dev-shm-usage",
)


def without_browser(reason: str) -> NoReturn:
    """Skip, or fail where a browser is required."""
    if os.environ.get("PUSTAKA_REQUIRE_BROWSER") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def url(content: Path, real_index: Path) -> Iterator[str]:
    """The address of the site."""
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
    """The browser's one tab, with what the tests do in it."""

    def __init__(self, chrome: webdriver.Chrome, url: str) -> None:
        self.chrome = chrome
        self.url = url

    def open(self, path: str) -> None:
        self.chrome.get(self.url + path)

    @property
    def path(self) -> str:
        """Path and query of the page that is open."""
        return self.chrome.current_url.removeprefix(self.url)

    def arrives(self, path: str) -> None:
        """Wait until a page is open."""
        self.until(
            lambda: self.path == path and self.run("return document.readyState") == "complete"
        )

    def until(self, true: Callable[[], bool]) -> None:
        """Wait for something, at most ten seconds."""
        # A script that replaces what is being looked at hasn't finished.
        ignored = (StaleElementReferenceException,)
        WebDriverWait(self.chrome, 10, 0.05, ignored).until(lambda _: true())

    def click(self, element: WebElement) -> None:
        """Click where an element is painted; Selenium's own click wants it "displayed"."""
        self.run("arguments[0].scrollIntoView({block: 'center'})", element)
        ActionChains(self.chrome).move_to_element(element).click().perform()

    def shows(self, element: WebElement) -> bool:
        """Whether an element is painted. Selenium's own answer knows no ``::details-content``."""
        script = "return arguments[0].checkVisibility() && arguments[0].offsetHeight > 0"
        return bool(self.run(script, element))

    def width(self, pixels: int, height: int = 900) -> None:
        """Be a window, or a phone, of a width."""
        self.cdp(
            "Emulation.setDeviceMetricsOverride",
            width=pixels,
            height=height,
            deviceScaleFactor=1,
            mobile=pixels < 600,
        )

    def prefer(self, scheme: str) -> None:
        """Be a device set to ``light`` or ``dark``."""
        # Without smooth scrolling, so that what is clicked stands still.
        wanted = {"prefers-color-scheme": scheme, "prefers-reduced-motion": "reduce"}
        features = [{"name": name, "value": value} for name, value in wanted.items()]
        self.cdp("Emulation.setEmulatedMedia", features=features)

    def cdp(self, command: str, **parameters: object) -> Any:
        return self.chrome.execute_cdp_cmd(command, parameters)

    def run(self, script: str, *arguments: object) -> Any:
        return self.chrome.execute_script(script, *arguments)

    def violations(self, axe: str) -> list[tuple[str, list[Any]]]:
        """What axe-core finds wrong with the page: rule and places."""
        self.run(axe)
        found = self.chrome.execute_async_script(
            "const done = arguments[0]; axe.run(document, {resultTypes: ['violations']}).then(done)"
        )
        return [
            (violation["id"], [node["target"] for node in violation["nodes"]])
            for violation in found["violations"]
        ]

    def complaints(self) -> list[str]:
        """What the console says, but for the status of an error page itself."""
        return [
            entry["message"]
            for entry in self.chrome.get_log("browser")
            if "the server responded with a status of 4" not in entry["message"]
        ]


@pytest.fixture
def tab(chromium: webdriver.Chrome, url: str) -> Iterator[Tab]:
    """A clean tab. At the end, the console must have nothing to complain of."""
    chromium.delete_all_cookies()
    tab = Tab(chromium, url)
    tab.width(1440)
    tab.prefer("light")
    tab.complaints()
    yield tab
    assert tab.complaints() == []
