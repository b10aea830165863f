"""The pictures of README and docs: which there are, and how each is made.

A picture of a page is taken by Chromium, which selenium drives, of the site on this collection;
one of a Word file by LibreOffice and ``pdftoppm``. Window, language and event are fixed and
nothing moves, so a picture changes only if the page or the fonts of the computer do.
"""

from __future__ import annotations

import base64
import logging
import shutil
import subprocess
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from PIL import Image

from app.settings import Settings

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

#: The host in the addresses of Word files, since the address of this computer is nobody's.
HOST = "https://contoh.go.id"

#: Colours of a picture: it takes a third of the room that it takes with all, and looks the same.
COLOURS = 256

#: Pixels per inch of a page of paper.
RESOLUTION = 64

#: The longest that a page may take to load, and a file to be converted, in seconds.
PATIENCE = 120

_EVENT = urlencode(
    [
        *(("s", slug) for slug in ("putik-sari", "jarik-ma-siti", "besti-gorontalo")),
        *(("s", slug) for slug in ("bunga-desa", "kang-pisman")),
        ("judul", "Berbagi Praktik Baik: Meniru yang Sudah Terbukti"),
        ("tema", "desa"),
        ("tanggal", "2027-02-18"),
        ("tempat", "Aula Kantor Camat Wonosari, Kabupaten Malang"),
        ("penyelenggara", "Biro Organisasi Provinsi Jawa Timur"),
        ("peserta", "30"),
    ]
)


@dataclass(frozen=True)
class PagePicture:
    """A page of the site in a window.

    Attributes:
        path: the address below the site.
        width, height: the window in CSS pixels; narrower than 600 is a phone.
        scale: pixels of the picture for one of these.
        dark: whether the device is set to dark.
        link: a CSS selector of the link to follow first; None for the page itself.
    """

    path: str
    width: int = 1200
    height: int = 900
    scale: int = 1
    dark: bool = False
    link: str | None = None


@dataclass(frozen=True)
class PaperPicture:
    """The first page of a Word file of the site."""

    path: str


def _on_a_phone(path: str, link: str | None = None) -> PagePicture:
    return PagePicture(path, width=360, height=760, scale=2, link=link)


#: Name of a file in ``docs/images``, without ``.png`` → what it shows.
PICTURES: Mapping[str, PagePicture | PaperPicture] = {
    "beranda": PagePicture("/"),
    "cari": PagePicture("/cari?q=stunting"),
    "cari-gelap": PagePicture("/cari?q=stunting", dark=True),
    "kasus-ponsel": _on_a_phone("/inovasi/2h2-center"),
    "rencana-ponsel": _on_a_phone("/rencana?s=2h2-center"),
    "peserta-ponsel": _on_a_phone(f"/acara/cetak?{_EVENT}", "a[href*='/acara/peserta']"),
    "acara-agenda": PaperPicture(f"/acara.docx?{_EVENT}"),
    "acara-lembar": PaperPicture(f"/acara/lembar.docx?{_EVENT}"),
}

#: Program → the Debian package that has it.
_FOR_PAGES = {"chromium": "chromium", "chromedriver": "chromium-driver"}
_FOR_PAPER = {"soffice": "libreoffice-writer-nogui", "pdftoppm": "poppler-utils"}

_FLAGS = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"),
    *("--hide-scrollbars", "--force-color-profile=srgb", "--accept-lang=id-ID,id"),
    *("--no-first-run", "--disable-background-networking", "--disable-component-update"),
)


def missing(names: Iterable[str]) -> tuple[list[str], list[str]]:
    """What these pictures need and this computer lacks.

    Returns:
        the programs and packages that are missing, and the Debian packages to install. The
        package selenium is installed with the test tools.
    """
    chosen = [PICTURES[name] for name in names]
    programs: dict[str, str] = {}
    lacking = []
    if any(isinstance(picture, PagePicture) for picture in chosen):
        programs |= _FOR_PAGES
        if find_spec("selenium") is None:
            lacking.append("selenium")
    if any(isinstance(picture, PaperPicture) for picture in chosen):
        programs |= _FOR_PAPER
    absent = [program for program in programs if not shutil.which(program)]
    return [*absent, *lacking], [programs[program] for program in absent]


class PictureError(Exception):
    """A picture that could not be made, and why."""


def make(names: Iterable[str], settings: Settings) -> Iterator[tuple[str, bytes]]:
    """These pictures as PNG, with the name of each; the index must be up to date.

    Raises:
        PictureError: a page or a file is not there, or a program failed.
    """
    chosen = {name: PICTURES[name] for name in names}
    pages = {name: p for name, p in chosen.items() if isinstance(p, PagePicture)}
    papers = {name: p for name, p in chosen.items() if isinstance(p, PaperPicture)}
    if pages:
        from selenium.common.exceptions import WebDriverException

        try:
            with _site(settings) as address, _browser() as chrome:
                for name, page in pages.items():
                    yield name, _of_page(page, address, chrome)
        except WebDriverException as exc:
            raise PictureError(f"Chromium: {exc.msg}") from None
    for name, paper in papers.items():
        yield name, _of_paper(paper, settings)


# The status of the answer that the browser shows.
_STATUS = "return performance.getEntriesByType('navigation')[0].responseStatus"


# --- pages ----------------------------------------------------------------------------


@contextmanager
def _site(settings: Settings) -> Iterator[str]:
    """The address of the site, served by a thread without a line for each request."""
    from werkzeug.serving import make_server

    from app.web.application import create_app

    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    server = make_server("127.0.0.1", 0, create_app(settings), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def _browser() -> Iterator[Chrome]:
    """Chromium without a window, with a profile of its own."""
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    with TemporaryDirectory() as profile:
        for flag in (*_FLAGS, f"--user-data-dir={profile}"):
            options.add_argument(flag)
        chrome = webdriver.Chrome(options, Service(shutil.which("chromedriver")))
        try:
            chrome.set_page_load_timeout(PATIENCE)
            yield chrome
        finally:
            chrome.quit()


def _of_page(page: PagePicture, address: str, chrome: Chrome) -> bytes:
    def command(name: str, **parameters: Any) -> Any:
        return chrome.execute_cdp_cmd(name, parameters)

    command(
        "Emulation.setDeviceMetricsOverride",
        width=page.width,
        height=page.height,
        deviceScaleFactor=page.scale,
        mobile=page.width < 600,
    )
    wanted = {
        "prefers-color-scheme": "dark" if page.dark else "light",
        "prefers-reduced-motion": "reduce",
    }
    features = [{"name": name, "value": value} for name, value in wanted.items()]
    command("Emulation.setEmulatedMedia", features=features)
    chrome.get(address + page.path)
    if page.link:
        for link in chrome.find_elements("css selector", page.link)[:1]:
            chrome.get(link.get_attribute("href") or "")
        if chrome.current_url == address + page.path:
            raise PictureError(f"{page.path}: {page.link} tidak ada")
    status = chrome.execute_script(_STATUS)
    if status != 200:
        raise PictureError(f"{page.path}: {status}")
    data = base64.b64decode(command("Page.captureScreenshot", format="png")["data"])
    return _with_few_colours(data)


def _with_few_colours(png: bytes) -> bytes:
    file = BytesIO()
    with Image.open(BytesIO(png)) as image:
        # An octree keeps the few pixels of a green or red mark, which the median cut loses.
        few = image.convert("RGB").quantize(
            COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE
        )
        few.save(file, "PNG", optimize=True)
    return file.getvalue()


# --- paper ----------------------------------------------------------------------------


def _of_paper(paper: PaperPicture, settings: Settings) -> bytes:
    from app.web.application import create_app

    answer = create_app(settings).test_client().get(paper.path, base_url=HOST)
    if answer.status_code != 200:
        raise PictureError(f"{paper.path}: {answer.status}")
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "berkas.docx").write_bytes(answer.data)
        _run(
            *("soffice", f"-env:UserInstallation={(folder / 'profil').as_uri()}", "--headless"),
            *("--convert-to", "pdf", "--outdir", name, f"{name}/berkas.docx"),
        )
        _run(
            *("pdftoppm", "-png", "-r", str(RESOLUTION), "-singlefile"),
            *(f"{name}/berkas.pdf", f"{name}/halaman"),
        )
        return _with_few_colours((folder / "halaman.png").read_bytes())


def _run(*command: str) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE)
    except (OSError, subprocess.SubprocessError) as exc:
        raise PictureError(f"{command[0]}: {exc}") from None
