"""The pack opens from a disk, without a server and without a network."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium import webdriver

from app.pack import choice
from app.pack.build import Order, build
from app.search.engine import Engine
from app.search.index import builder
from app.settings import Settings
from tests.browser.conftest import Tab, printed_pages
from tests.conftest import ROOT, ContentFolder

pytestmark = pytest.mark.browser

CASES = ("putik-sari", "jarik-ma-siti", "simba-asia", "kang-pisman", "wasteco")
THEME = "mengelola-sampah"

#: Pages of every kind.
PAGES = (
    *("index.html", "salinan.html", "inovasi/putik-sari.html", "rencana.html#s=putik-sari"),
    *(
        "rencana.html",
        "tema.html",
        f"tema/{THEME}.html",
        "daerah.html",
        "daerah/35.html",
        "bukti/3.html",
    ),
    *("tentang.html", "banding.html#s=putik-sari&s=simba-asia"),
)


@pytest.fixture(scope="session")
def unzipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pack of a small collection, as a reader unzips it: into a folder of an ordinary name."""
    folder = tmp_path_factory.mktemp("pack")
    content = ContentFolder(folder / "content")
    content.copy(*CASES)
    (content.path / "themes").mkdir()
    shutil.copy(ROOT / "content" / "themes" / f"{THEME}.md", content.path / "themes")
    # It names agencies that have no case, so that their pages are left out.
    shutil.copy(ROOT / "content" / "catalogue.csv", content.path)
    index = folder / "index"
    builder.build(content.path, index)
    settings = Settings(content=content.path, index=index)
    engine = Engine.open(index, content.path)
    written = build(settings, engine, Order(choice.everything(engine)), folder / "out")
    target = folder / "Unduhan kantor – é"
    with zipfile.ZipFile(written.archive) as archive:
        archive.extractall(target)
    return target / written.folder.name


def network(tab: Tab, *, off: bool) -> None:
    """Cut the browser off from every network, or connect it again."""
    speed = 0 if off else -1
    tab.cdp(
        "Network.emulateNetworkConditions",
        offline=off,
        latency=0,
        downloadThroughput=speed,
        uploadThroughput=speed,
    )


@pytest.fixture
def disk(chromium: webdriver.Chrome, unzipped: Path) -> Iterator[Tab]:
    """A tab for the files of the pack, without a network; no page may write to the console."""
    tab = Tab(chromium, f"{unzipped.as_uri()}/")
    tab.cdp("Network.enable")
    network(tab, off=True)
    tab.width(1440)
    tab.prefer("light")
    tab.open("index.html")
    tab.run("localStorage.clear()")
    tab.console_messages()
    yield tab
    network(tab, off=False)
    tab.cdp("Network.disable")
    assert tab.console_messages() == []


def test_a_reader_goes_from_the_first_page_to_a_case_and_its_plan(disk: Tab) -> None:
    disk.open("index.html")
    disk.click(disk.link("Lihat 1 tema"))
    disk.arrives("tema.html")
    disk.click(disk.link("Mengurangi dan mengolah sampah"))
    disk.arrives(f"tema/{THEME}.html")
    disk.click(disk.link("Kang Pisman"))
    disk.arrives("inovasi/kang-pisman.html")
    disk.click(disk.link("Susun rencana"))
    disk.arrives("rencana.html#s=kang-pisman")
    disk.until(lambda: disk.run("return document.title").startswith("Rencana aksi replikasi Kang"))
    assert "Rencana aksi replikasi" in disk.element("h1").text
    assert "Kang Pisman" in disk.element("article .lead").text
    assert disk.shows(disk.element("[data-print]"))
    disk.click(disk.link("Kembali ke kasus"))
    disk.arrives("inovasi/kang-pisman.html")


def test_a_plan_of_a_case_that_is_not_here_stays_blank_and_says_so(disk: Tab) -> None:
    disk.open("rencana.html#s=tidak-ada")
    disk.until(lambda: "Berkas kasus tidak-ada tidak ada" in disk.element("[data-status]").text)
    assert "Belum diisi" in disk.run("return document.querySelector('article .lead').textContent")


def test_two_cases_are_chosen_and_stand_side_by_side(disk: Tab) -> None:
    for slug in ("putik-sari", "simba-asia"):
        disk.open(f"inovasi/{slug}.html")
        disk.click(disk.element(f"[data-choose={slug}]"))
    disk.click(disk.link("Bandingkan pilihan Anda (2)"))
    disk.arrives("banding.html#s=putik-sari&s=simba-asia")
    disk.until(lambda: disk.shows(disk.element("[data-tables]")))
    heads = disk.run(
        "return [...document.querySelector('.compare').tHead.rows[0].cells].map(c => c.textContent)"
    )
    assert heads == ["Fakta", "Putik Sari", "Simba Asia"]
    assert disk.run("return document.querySelectorAll('[data-row=results] td').length") == 2
    assert "Belum ada data pada semua: " in disk.element("[data-rest]").text
    disk.click(disk.element("[data-chosen-cases] button"))
    disk.until(lambda: "Baru satu kasus: Simba Asia" in disk.element("[data-status]").text)


def test_the_comparison_says_the_same_as_the_site(disk: Tab, tab: Tab) -> None:
    rows = """return Object.fromEntries([...document.querySelectorAll('.compare tbody tr')]
      .filter(row => row.cells.length > 2 && row.cells[0].textContent !== 'Lanjutkan')
      .filter(row => !row.querySelector('.long'))
      .map(row => [...row.cells].map(cell => cell.textContent.trim().replace(/\\s+/g, ' ')))
      .map(([name, ...cells]) => [name, cells]))"""
    disk.open("banding.html#s=putik-sari&s=simba-asia")
    disk.until(lambda: disk.shows(disk.element("[data-tables]")))
    in_pack = disk.run(rows)
    network(disk, off=False)
    tab.open("/banding?s=putik-sari&s=simba-asia")
    assert in_pack == tab.run(rows)


def test_the_reader_chooses_dark_and_every_page_keeps_it(disk: Tab) -> None:
    disk.open("index.html")
    disk.click(disk.element("[data-appearance] [value=dark]"))
    disk.open("inovasi/putik-sari.html")
    assert disk.run("return document.documentElement.dataset.theme") == "dark"
    disk.click(disk.element("[data-appearance] [value='']"))
    assert disk.run("return document.documentElement.dataset.theme") is None


@pytest.mark.parametrize("page", ["inovasi/putik-sari.html", "rencana.html#s=putik-sari"])
def test_paper_says_that_it_comes_from_a_copy(disk: Tab, tmp_path: Path, page: str) -> None:
    disk.open(page)
    disk.until(lambda: "Putik Sari" in disk.run("return document.title"))
    printed = printed_pages(disk, tmp_path)
    assert "Salinan luring Pustaka Inovasi, keadaan" in printed[0]


@pytest.mark.parametrize("page", PAGES)
def test_anybody_can_use_a_page(disk: Tab, axe: str, page: str) -> None:
    disk.open(page)
    for width in (320, 1440):
        disk.width(width)
        assert disk.run("return document.documentElement.scrollWidth <= innerWidth")
        assert disk.violations(axe) == []
