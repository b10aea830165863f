"""The search of the offline pack: from a file, without a network."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

from app.pack import choice
from app.pack.build import Order
from app.search import evaluate
from app.search.engine import Engine
from app.search.query.query import SORTS, Query
from app.settings import Settings
from bench.pack import PackSearch, write_search
from tests.browser.conftest import Tab

pytestmark = pytest.mark.browser

DATA = Path(__file__).parents[1] / "relevance"

# Just under the measures at the time when these were last raised.
NDCG = 0.83
NAMES = 0.99

NOTHING = "xqzjwvk"


@pytest.fixture(scope="module")
def engine(content: Path, real_index: Path) -> Engine:
    return Engine.open(real_index, content)


@pytest.fixture(scope="module")
def page(
    content: Path, real_index: Path, engine: Engine, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The search page of a pack of the whole collection."""
    settings = Settings(content=content, index=real_index)
    folder = tmp_path_factory.mktemp("pack")
    return write_search(settings, engine, Order(choice.everything(engine)), folder)


@pytest.fixture
def pack(tab: Tab, page: Path) -> Iterator[Tab]:
    """The tab with the search page, opened from a file while the network is off."""
    network = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    tab.cdp("Network.enable")
    tab.cdp("Network.emulateNetworkConditions", offline=True, **network)
    tab.chrome.get("about:blank")  # else another part behind # would not open the file anew
    tab.chrome.get(page.as_uri())
    yield tab
    tab.cdp("Network.emulateNetworkConditions", offline=False, **network)


def told(tab: Tab) -> str:
    return tab.element("[data-count]").text


def titles(tab: Tab) -> list[str]:
    found = tab.chrome.find_elements(By.CSS_SELECTOR, "[data-results] .card h3")
    return [title.text for title in found]


def state(tab: Tab) -> str:
    return tab.chrome.current_url.partition("#")[2]


def search(tab: Tab, text: str) -> None:
    """Type a text, and wait until its results stand on the page."""
    field = tab.element("#q")
    field.clear()
    field.send_keys(text, Keys.ENTER)
    shown = f"“{text}”"
    tab.until(lambda: tab.run("return searchPage.state.q") == text)
    tab.chrome.execute_async_script("searchPage.ready.then(arguments[0])")
    assert told(tab), shown


def box(tab: Tab, facet: str, value: str) -> WebElement:
    return tab.element(f"[data-filters] input[name={facet}][value={value}]")


def beside(chosen: WebElement) -> int:
    """The number beside a filter."""
    number = chosen.find_element(By.XPATH, "../span").get_attribute("textContent")
    return int((number or "").split()[0])


# --- answers ---


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("Putiksari", "putik-sari"),
        ("putik sari", "putik-sari"),
        ("Kampung Tematik Wonosari Berseri", "putik-sari"),
        ("jarik masiti", "jarik-ma-siti"),
    ],
)
def test_a_name_finds_its_case_first(pack, typed, slug):
    search(pack, typed)
    first = pack.element("[data-results] .card")
    assert first.get_attribute("id") == f"k-{slug}"


@pytest.mark.parametrize("sort", SORTS)
def test_every_order_is_that_of_the_site(pack, engine, sort):
    script = """
    const {about} = searchPage.search.search("", {sort: arguments[0]});
    return about.map((doc) => searchPage.data.slugs[doc]);
    """
    found = engine.search(Query(sort=sort, per_page=engine.cases)).hits
    assert pack.run(script, sort) == [hit.card.slug for hit in found]


@pytest.mark.parametrize("typed", ["sampah plastik", "puskesmas jawa timur", "ODGJ"])
def test_the_first_case_is_the_site_s_and_the_number_nearly(pack, page, engine, typed):
    answer = PackSearch(pack.chrome, page).answer(typed)
    found = engine.search(Query(typed))
    assert answer.slugs[0] == found.hits[0].card.slug
    assert len(answer.about) == pytest.approx(found.total, rel=0.03)


def test_topics_are_answered_nearly_as_well_as_on_the_site(pack, page):
    topics, _ = evaluate.read_topics(DATA / "topics-dev.json")
    judgments = evaluate.read_qrels(DATA / "qrels-dev.txt")
    answer = PackSearch(pack.chrome, page).answer
    run = evaluate.measure(answer, topics, judgments)
    assert evaluate.averages(topics, run.scores)["semua"][1]["nDCG@10"] >= NDCG
    names, known = evaluate.read_topics(DATA / "names-dev.json")
    run = evaluate.measure(answer, names, known)
    assert evaluate.averages(names, run.scores)["semua"][1]["success@1"] >= NAMES


def test_a_term_scores_as_in_an_index_that_minisearch_builds_itself(pack):
    differences = pack.run(
        """
        const {scorer, rows} = searchPage.search.index;
        const documents = scorer.lengths.map((_, id) => ({id, text: []}));
        for (const [term, row] of rows) {
          for (let at = 0, doc = 0; at < row.length; at += 2) {
            doc += row[at];
            const times = row[at + 1] >> 1;
            for (let n = 0; n < times; n++) documents[doc].text.push(term);
          }
        }
        const built = new MiniSearch({
          ...scorer.options, extractField: (document, field) => document[field],
          tokenize: (text) => Array.isArray(text) ? text : [text], stringifyField: (text) => text,
        });
        built.addAll(documents);
        return ["sampah", "sehat", "desa", "putik", "bank sampah", "layan"].map((term) => {
          const {hits} = searchPage.search.index.postings(term);
          const own = new Map(hits.map(({id, score}) => [id, score]));
          const theirs = built.search(term);
          if (!theirs.length || theirs.length !== own.size) return Infinity;
          return Math.max(...theirs.map(({id, score}) => Math.abs(score - own.get(id))));
        });
        """
    )
    assert max(differences) < 1e-9


def test_stems_of_words_that_no_case_has_are_found_by_rules(pack):
    words = ["ditertibkannya", "ngurus", "sekolahmu", "keterlambatannya"]
    stems = pack.run("return arguments[0].map((word) => searchPage.search.index.stem(word))", words)
    assert stems == ["tertib", "urus", "sekolah", "lambat"]


def test_how_a_text_was_read_is_told_and_can_be_undone(pack):
    search(pack, "pengadun masyarakat")
    assert "Kami mencari pengaduan masyarakat" in pack.element("[data-read]").text
    pack.click(pack.element("[data-read] a"))
    pack.until(lambda: "literal=spelling" in state(pack))
    assert "Kami mencari" not in pack.element("[data-read]").text
    search(pack, "stunting di jatim")
    details = pack.element("[data-details]")
    assert "“jatim” dibaca sebagai tempat. Hanya Jawa Timur" in details.text
    pack.click(details.find_element(By.LINK_TEXT, "Hanya Jawa Timur"))
    pack.until(lambda: "province=Jawa+Timur" in state(pack))
    assert "Provinsi: Jawa Timur" in pack.element("[data-chips]").text


def test_a_minus_excludes(pack):
    search(pack, "sampah")
    before = titles(pack)
    search(pack, 'sampah -"bank sampah"')
    assert "tanpa “bank sampah”" in told(pack)
    assert titles(pack) != before


# --- the page ---


def test_typing_filtering_opening_and_going_back(pack):
    assert told(pack) == "490 inovasi."
    search(pack, "sampah plastik")
    all_of_them = titles(pack)
    assert told(pack) == f"{len(all_of_them)} inovasi tentang sampah plastik."
    assert pack.run("return document.activeElement.matches('[data-count]')")
    chosen = box(pack, "status", "berlanjut")
    number = beside(chosen)
    pack.click(chosen)
    pack.until(lambda: len(titles(pack)) == number)
    assert told(pack).startswith(f"{number} inovasi")
    assert "status=berlanjut" in state(pack)
    assert pack.run("return document.activeElement.name") == "status"  # one more can be ticked
    link = pack.element("[data-results] .card h3 a")
    assert link.get_attribute("href").startswith("file:")
    pack.chrome.back()
    pack.until(lambda: titles(pack) == all_of_them)
    assert not box(pack, "status", "berlanjut").is_selected()
    pack.chrome.forward()
    pack.until(lambda: len(titles(pack)) == number)
    pack.click(pack.element("[data-chips] a"))
    pack.until(lambda: titles(pack) == all_of_them)
    assert pack.run("return document.activeElement.matches('[data-count]')")


def test_the_number_beside_a_filter_is_what_choosing_it_gives(pack):
    search(pack, "desa")
    for facet, value in [("category", "kesehatan"), ("known", "cost"), ("level", "kabupaten")]:
        chosen = box(pack, facet, value)
        pack.run("arguments[0].closest('details').open = true", chosen)
        number = beside(chosen)
        pack.click(chosen)
        pack.until(lambda number=number: told(pack).startswith(f"{number} inovasi"))
    pack.click(pack.link("Hapus semua"))
    pack.until(lambda: not pack.shows(pack.element("[data-chips]")))


def test_an_address_opens_its_state(pack, page):
    pack.chrome.get("about:blank")
    pack.chrome.get(f"{page.as_uri()}#q=air&category=lingkungan&sort=evidence&page=99&colour=red")
    pack.until(lambda: bool(titles(pack)))
    assert pack.element("#q").get_attribute("value") == "air"
    assert box(pack, "category", "lingkungan").is_selected()
    assert pack.element("[data-sort=evidence]").get_attribute("aria-current") == "true"
    steps = pack.chrome.find_elements(By.CSS_SELECTOR, "[data-results] .ev")
    found = [step.get_attribute("class").split()[-1] for step in steps]
    assert found == sorted(found, reverse=True)
    assert "colour" not in pack.element("[data-sort=name]").get_attribute("href")


def test_the_form_of_another_page_leads_to_its_results(pack, page):
    pack.chrome.get("about:blank")
    pack.chrome.get(f"{page.as_uri()}?q=sampah+plastik")
    pack.until(lambda: bool(titles(pack)))
    assert told(pack).endswith("inovasi tentang sampah plastik.")
    pack.click(pack.element("[data-sort=newest]"))
    pack.until(lambda: state(pack) == "q=sampah+plastik&sort=newest")


@pytest.mark.parametrize("address", ["__proto__=x", "category=constructor", "year=-&year=2020-"])
def test_an_odd_address_breaks_nothing(pack, page, address):
    pack.chrome.get("about:blank")
    pack.chrome.get(f"{page.as_uri()}#q=desa&{address}")
    pack.until(lambda: bool(titles(pack)))


def test_a_place_on_the_page_is_no_state(pack):
    search(pack, "sampah plastik")
    before = titles(pack)
    pack.run("location.hash = '#isi'")
    assert titles(pack) == before
    assert pack.element("#q").get_attribute("value") == "sampah plastik"


def test_related_cases_follow_on_request(pack):
    search(pack, "anak jalanan")
    about = len(titles(pack))
    pack.click(pack.element("[data-results] .more a"))
    pack.until(lambda: "related=1" in state(pack) and len(titles(pack)) > about)
    heading = pack.element("#terkait")
    assert heading.text.startswith("Mungkin juga terkait: ")
    assert "mungkin terkait" in told(pack)


def test_pages_are_turned(pack):
    first = titles(pack)
    pack.click(pack.element("[rel=next]"))
    pack.until(lambda: "page=2" in state(pack))
    pack.until(lambda: titles(pack) not in ([], first))
    assert pack.element("[data-results] ol").get_attribute("start") == "21"
    assert "Halaman 2 dari 25" in pack.element(".pager").text
    assert pack.run("return scrollY") == 0
    assert pack.run("return document.activeElement.matches('[data-count]')")
    pack.chrome.back()
    pack.until(lambda: titles(pack) == first)
    pack.until(lambda: pack.run("return scrollY") > 1000)  # where the reader had been


def test_nothing_found_says_so_and_leads_on(pack):
    search(pack, NOTHING)
    assert told(pack).startswith("Tidak ada inovasi")
    pack.click(pack.link("Lihat semua kasus"))
    pack.until(lambda: told(pack) == "490 inovasi.")


def test_what_is_typed_stays_text(pack):
    search(pack, '<img src=x onerror="document.title=1">')
    assert pack.chrome.title.startswith("<img src=x")
    assert not pack.chrome.find_elements(By.CSS_SELECTOR, "main img")
    pack.run("location.hash = '#q=<script>1</script>&category=<b>&literal=<i>'")
    pack.until(lambda: "<script>" in told(pack) or "tidak" in told(pack).lower())
    assert not pack.chrome.find_elements(By.CSS_SELECTOR, "main script, main [data-count] i")


def test_it_works_by_keyboard_and_fits_a_phone(pack, axe):
    pack.width(320, 700)
    search(pack, "stunting")
    pack.until(lambda: bool(titles(pack)))
    assert pack.run("return document.documentElement.scrollWidth") <= 320
    summary = pack.element("[data-filters] .fold > summary")
    summary.send_keys(Keys.ENTER)
    chosen = box(pack, "category", "kesehatan")
    chosen.send_keys(Keys.SPACE)
    pack.until(lambda: "category=kesehatan" in state(pack))
    assert pack.violations(axe) == []
    pack.prefer("dark")
    pack.chrome.refresh()
    pack.until(lambda: bool(titles(pack)))
    assert pack.violations(axe) == []


@pytest.mark.usefixtures("without_script")
def test_without_scripts_all_cases_stand_there_by_field(tab, page):
    tab.chrome.get(page.as_uri())
    assert "Pencarian memerlukan JavaScript" in tab.element("main").text
    assert not tab.element("[data-search]").is_displayed()
    assert not tab.element("[data-found]").is_displayed()
    links = tab.chrome.find_elements(By.CSS_SELECTOR, "[data-all] a")
    assert len(links) == 490
    assert len(tab.chrome.find_elements(By.CSS_SELECTOR, "[data-all] h2")) == 10


def test_a_missing_file_is_told(pack, page):
    folder = page.parent / "aset"
    missing = folder / "cari-kartu-0.js"
    kept = missing.read_bytes()
    missing.unlink()
    try:
        pack.chrome.get("about:blank")
        pack.chrome.get(page.as_uri())
        pack.until(lambda: "Salin foldernya utuh" in pack.element("[data-results]").text)
    finally:
        missing.write_bytes(kept)
    messages = pack.console_messages()
    assert all("cari-kartu-0.js" in message for message in messages), json.dumps(messages)
