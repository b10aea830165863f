"""``python -m bench.pack``: the search of the offline pack, in a real Chromium from files.

It measures how good the answers are, beside those of the site, how large the files are, and how
long the page and a search take. See ``docs/pack.md``.
"""

from __future__ import annotations

import json
import shutil
import statistics
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

from app.pack import choice
from app.pack.build import Order, prepare
from app.pack.contents import OWN_SEARCH, SEARCH
from app.search import evaluate
from app.search.engine import Engine
from app.search.evaluate import Answer, Run
from app.search.index import builder
from app.settings import ROOT, Settings
from bench import collection as collections

CONTENT = ROOT / "content"
RELEVANCE = ROOT / "tests" / "relevance"
FOLDER = ROOT / "build" / "bench"

_FLAGS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")

#: The texts whose first search in a page that has just been opened is timed: the longest
#: question of the topics, one with many synonyms, one with a place, one with a slip.
TEXTS = (
    "harga sembako naik tajam menjelang hari raya, pemerintah sulit mengendalikan",
    "sampah plastik",
    "inovasi puskesmas jawa timur",
    "pengadun masyarakat",
)

#: Each text is timed so often, each time in a page that was opened anew.
ROUNDS = 5

# The slugs that the page finds for a text: those about it, then the related ones.
_ANSWER = """
const {about, related} = searchPage.search.search(arguments[0]);
return [about, related].map((docs) => docs.map((doc) => searchPage.data.slugs[doc]));
"""

# Shows the answer to a text, and returns the milliseconds until its cards stand on the page.
_SHOW = """
const [text, done] = arguments;
const start = performance.now();
addEventListener("hashchange", async () => {
  await searchPage.ready;
  done(performance.now() - start);
}, {once: true});
location.hash = `#q=${encodeURIComponent(text)}`;
"""

_LOADED = "return performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"


class PackSearch:
    """The search page of a pack that is open in a browser.

    Args:
        browser: a Chromium that selenium drives.
        page: the file of the page.
    """

    def __init__(self, browser: webdriver.Chrome, page: Path) -> None:
        self._browser = browser
        self._page = page

    def open(self) -> float:
        """Open the page anew; the milliseconds until its scripts have run."""
        self._browser.get("about:blank")
        self._browser.get(self._page.as_uri())
        return float(self._browser.execute_script(_LOADED))

    def answer(self, text: str) -> Answer:
        """The slugs that the page finds for a text."""
        about, related = self._browser.execute_script(_ANSWER, text)
        return Answer([*about, *related], about)

    def show(self, text: str) -> float:
        """Search for a text on the page; the milliseconds until the cards stand there."""
        return float(self._browser.execute_async_script(_SHOW, text))


def write_search(settings: Settings, engine: Engine, order: Order, folder: Path) -> Path:
    """Write the search of a pack into a new folder, without all other pages; its page."""
    listed, renderer = prepare(settings, engine, order)
    files = {p.file: renderer.page(p) for p in listed if p.address.startswith(OWN_SEARCH)}
    for name, data in (*files.items(), *renderer.assets()):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder / SEARCH


@contextmanager
def chromium() -> Iterator[webdriver.Chrome]:
    """A Chromium without a network.

    Raises:
        click.ClickException: there is none.
    """
    found, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not found or not driver:
        raise click.ClickException("chromium and chromedriver are needed")
    options = Options()
    options.binary_location = found
    for flag in _FLAGS:
        options.add_argument(flag)
    browser = webdriver.Chrome(options=options, service=Service(driver))
    try:
        browser.execute_cdp_cmd("Network.enable", {})
        offline = {"offline": True, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0}
        browser.execute_cdp_cmd("Network.emulateNetworkConditions", offline)
        yield browser
    finally:
        browser.quit()


def quality(page: PackSearch, engine: Engine) -> dict[str, tuple[int, Any, Any]]:
    """Kind of topic → number of topics, the measures of the pack, those of the site."""
    topics, _ = evaluate.read_topics(RELEVANCE / "topics-dev.json")
    judgments = evaluate.read_qrels(RELEVANCE / "qrels-dev.txt")

    def means(run: Run) -> dict[str, tuple[int, Any]]:
        return dict(evaluate.averages(topics, run.scores))

    ours = means(evaluate.measure(page.answer, topics, judgments))
    site = means(evaluate.evaluate(engine, topics, judgments))
    return {kind: (number, values, site[kind][1]) for kind, (number, values) in ours.items()}


def names_found_first(page: PackSearch) -> float:
    """The share of the queries by name that find their case first."""
    topics, known = evaluate.read_topics(RELEVANCE / "names-dev.json")
    scores = evaluate.measure(page.answer, topics, known).scores
    return evaluate.averages(topics, scores)["semua"][1]["success@1"]


def sizes(folder: Path) -> dict[str, tuple[int, int]]:
    """Group of files → bytes, and bytes as a ZIP packs them."""
    groups = {
        "data": "aset/cari-data.js",
        "cards": "aset/cari-kartu-*.js",
        "scripts": "aset/search-*.js",
        "page": "cari.html",
    }
    return {
        name: (
            sum(path.stat().st_size for path in folder.glob(pattern)),
            sum(len(zlib.compress(path.read_bytes(), 9)) for path in folder.glob(pattern)),
        )
        for name, pattern in groups.items()
    }


def times(page: PackSearch) -> dict[str, float]:
    """The medians of the milliseconds that opening and searching take."""
    opened, first, second = [], [], []
    for _ in range(ROUNDS):
        for number, text in enumerate(TEXTS):
            opened.append(page.open())
            first.append(page.show(text))
            second.append(page.show(TEXTS[number - 1]))
    medians = {"opening the page": opened, "first search": first, "next search": second}
    slowest = {"slowest first search": max(first)}
    return {name: statistics.median(values) for name, values in medians.items()} | slowest


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--cases", type=click.IntRange(1), help="Made-up cases beside the real ones, to this number."
)
@click.option("--json", "as_json", is_flag=True, help="All figures as JSON.")
def main(cases: int | None, as_json: bool) -> None:
    """Measure the search of the offline pack."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    content = collections.make(CONTENT, cases, FOLDER / f"content-{cases}") if cases else CONTENT
    index = FOLDER / f"index-{cases or 'real'}"
    builder.build(content, index)
    settings = Settings(content=content, index=index)
    engine = Engine.open(index, content)
    folder = FOLDER / f"pack-{cases or 'real'}"
    shutil.rmtree(folder, ignore_errors=True)
    file = write_search(settings, engine, Order(choice.everything(engine)), folder)
    with chromium() as browser:
        page = PackSearch(browser, file)
        page.open()
        figures: dict[str, Any] = {"cases": engine.cases, "sizes": sizes(folder)}
        if not cases:
            figures |= {"quality": quality(page, engine), "names": names_found_first(page)}
        figures["times"] = times(page)
    click.echo(json.dumps(figures, indent=1) if as_json else "\n".join(_lines(figures)))


def _lines(figures: dict[str, Any]) -> Iterator[str]:
    yield f"{figures['cases']} cases"
    for kind, (number, ours, site) in figures.get("quality", {}).items():
        pairs = (f"{m} {ours[m]:.3f} (site {site[m]:.3f})" for m in ("nDCG@10", "success@1"))
        yield f"{kind}, {number} topics: {', '.join(pairs)}"
    if "names" in figures:
        yield f"names found first: {figures['names']:.3f}"
    for name, (plain, packed) in figures["sizes"].items():
        yield f"{name}: {plain / 1000:.0f} kB, zipped {packed / 1000:.0f} kB"
    for name, ms in figures["times"].items():
        yield f"{name}: {ms:.0f} ms"


if __name__ == "__main__":
    main()
