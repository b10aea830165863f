"""What an English reader gets: English around Indonesian cases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import pytest

from app.cli.english_texts import read_catalogue
from app.collection.regions import regions
from app.documents.event.kit import USUAL_TITLE
from app.web.site.i18n import CATALOGUE
from tests.web.conftest import PAGES, Page

#: Pages whose English address leads to the Indonesian one: a case is written in Indonesian.
INDONESIAN = ("/usul",)

#: Pages besides those of every visitor: the plan, and the parts of a page that are rarely shown.
MORE_PAGES = {
    "plan": "/rencana?s=2h2-center",
    "plan, to choose": "/rencana",
    "plan on paper": "/rencana/cetak?s=2h2-center",
    "long case": "/inovasi/2h2-center",
    "regions of Java": "/statistik/daerah?province=Jawa+Timur",
    "comparison of three": "/banding?s=2h2-center&s=simba-asia&s=putik-sari",
    "fit, without answers": "/cocok?s=2h2-center",
    "evidence, lowest step": "/bukti/0",
    "evidence, highest step": "/bukti/4",
    "near a region": "/cari?near=35.21",
    "event, proposed from a theme": "/acara/usul?dari_tema=menurunkan-stunting",
}

#: Attributes whose value a person reads or hears.
SPOKEN = (
    *("title", "aria-label", "placeholder", "alt", "data-k", "label", "data-label", "data-count"),
    *("data-theme", "data-tag", "data-problem", "data-place", "data-agency", "data-title"),
    *("data-offer", "data-copy", "data-copied"),
)

# Words that are Indonesian in both languages (docs/translation.md), or English in another sense.
# "Papua Sel" and others stand on the small tiles of the map.
_KEPT = {"kabupaten", "kota", "puskesmas", "pustaka", "inovasi", "indonesia", "bahasa", "per"}
_KEPT |= {"sel"}

# Pages that repeat a word of the address, name the values that an address may have, or have the
# title of a theme in that of their window, where nothing can be marked.
_ECHOED = {
    "fit": "ya belum tidak tahu",
    "theme": "Mengurangi dan mengolah sampah",
    "theme with mistakes": "cara kasus tahun jenis Mengurangi dan mengolah sampah",
    "advanced search with a mistake": "judul",
    "design": "judul contoh hemat biaya di Jawa Timur sampah malang ponorgo",
    "event on paper": "Berbagi Praktik Baik Inovasi Pelayanan Publik",
}


def count(page: Page) -> int:
    """The number of cases that a page of results states in English."""
    return int(page.text("//*[@role='status']").split()[0].replace(",", ""))


@pytest.mark.parametrize(
    ("query", "slug"),
    [
        ("child+marriage+prevention", "jo-kawin-bocah"),
        ("maternal+health+in+remote+villages", "2h2-center"),
        ("citizen+complaints", "laporgub-jateng"),
        ("Putik+Sari", "putik-sari"),
    ],
)
def test_a_search_finds_the_same_in_both_languages(get, query, slug):
    english, indonesian = get(f"/en/cari?q={query}"), get(f"/cari?q={query}")
    assert count(english) == indonesian.total
    found = [link.removeprefix("/en") for link in english.links if "/inovasi/" in link]
    assert f"/inovasi/{slug}" in found


def test_dates_and_numbers_are_british(get):
    page = get("/en/tentang").text()
    assert "1,168 facts" in page and "85.3%" in page
    assert re.search(r"Updated \d+ November 2026", get("/en/inovasi/putik-sari").text())


# --- nothing Indonesian is left unmarked -----------------------------------------------


@pytest.fixture(scope="session")
def indonesian_words() -> set[str]:
    """The words of the Indonesian interface that its English texts don't have."""
    indonesian, english = set(), set()
    for message in read_catalogue(CATALOGUE):
        if message.id:
            indonesian |= words(" ".join(strings(message.id)))
            english |= words(" ".join(strings(message.string)))
    found = indonesian - english - _KEPT
    assert {"yang", "dan", "dari", "belum", "kasus", "sumber"} <= found
    return found


def strings(text: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


def words(text: str) -> set[str]:
    return {word.lower() for word in re.findall(r"\b[A-Za-z][a-z]+\b", text)}


@pytest.fixture(scope="session")
def names(app) -> re.Pattern[str]:
    """Proper names and English summaries: of these, marks are of no use."""
    from app.web.site.engine import current_engine

    with app.test_request_context("/"):
        engine = current_engine()
        cards = list(engine.cards())
        cases = [case for card in cards if (case := engine.case(card.slug))]
    known = {name for card in cards for name in (card.title, card.agency, card.government)}
    known |= {card.summary_en for card in cards if card.summary_en}
    known |= {source.publisher for case in cases for source in case.sources if source.publisher}
    for entry in engine.catalogue:
        texts = (entry.title, entry.agency, entry.government, entry.award, entry.publisher)
        known |= set(filter(None, texts))
    known |= {*engine.values("award"), *engine.values("province"), *regions()}
    longest_first = sorted(known, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)))


@pytest.mark.parametrize(
    ("page", "address"),
    [each for each in (PAGES | MORE_PAGES).items() if not each[1].startswith(INDONESIAN)],
)
def test_indonesian_text_on_an_english_page_is_marked(get, page, address, indonesian_words, names):
    typed = words(re.sub("%[0-9A-F]{2}", " ", address)) | words(_ECHOED.get(page, ""))
    left = []
    for text in spoken_texts(get(f"/en{address}").root):
        unmarked = words(names.sub(" ", text)) & indonesian_words - typed
        if unmarked:
            left.append((text, unmarked))
    assert left == []


def spoken_texts(element: Element) -> Iterator[str]:
    """The texts of a page that a person reads or hears, without those marked as Indonesian."""
    if (
        element.tag in {"code", "script", "textarea"}
        or (element.tag != "html" and element.get("lang") == "id")
        or element.get("class", "").startswith("sum")
    ):
        return
    for name in SPOKEN:
        yield element.get(name, "")
    if element.tag == "meta" and element.get("name") == "description":
        yield element.get("content", "")
    yield " ".join(filter(None, [element.text, *(child.tail for child in element)]))
    for child in element:
        yield from spoken_texts(child)


def test_the_text_of_a_case_is_marked_and_its_summary_is_english(get):
    page = get("/en/inovasi/putik-sari")
    lead = page.only("//header/p[@class='lead']")
    assert "themed village" in (lead.text or "") and lead.get("lang") is None
    marked = page.all("//article//div[@class='read stack']/div[@lang='id']")
    assert any("Kecamatan Wonosari terletak" in "".join(each.itertext()) for each in marked)
    assert get("/inovasi/putik-sari").all("//div[@class='stack'][@lang='id']") == []


def test_words_found_are_marked_in_the_english_summary(get):
    marks = get("/en/cari?q=child+marriage+prevention").texts("//mark")
    assert any("marriage" in mark for mark in marks)


def test_the_usual_title_of_an_event_is_shown_as_it_will_be_printed(get):
    title = get("/en/acara").only("//input[@id='judul']")
    assert title.get("placeholder") == USUAL_TITLE and title.get("lang") == "id"


def test_questions_go_into_letters_and_plan_in_indonesian(get, client):
    page = get("/en/cocok?s=gebrak-pakumis&percaya1=tidak-tahu&butuh1=tidak-tahu")
    letters = [link for link in page.links if "/surat/" in link]
    assert letters and all("Berapa+angka+sebelum" in link for link in letters)
    plan = client.get("/en/rencana?s=gebrak-pakumis&percaya1=tidak-tahu").text
    assert "Berapa angka sebelum dan sesudah" in plan


@pytest.mark.parametrize(
    ("path", "heading"),
    [
        ("/en/banding.csv?s=putik-sari&s=simba-asia", "Fact"),
        ("/en/statistik.csv", "Province"),
        ("/en/acara/narasumber.csv?s=putik-sari", "Agency"),
        ("/en/replikasi.csv", "Original innovation"),
        ("/en/tentang/mutu.csv", "Kind"),
    ],
)
def test_files_have_english_headings(client, path, heading):
    assert client.get(path).text.lstrip("\ufeff").startswith(heading)


def test_the_api_below_en_has_english_labels_and_messages(client):
    facets = client.get("/en/api/v1/search?q=air").get_json()["facets"]
    assert {value["label"] for value in facets["category"]} & {"Health", "Environment"}
    problem = client.get("/en/api/v1/cases/tidak-ada").get_json()
    assert problem["title"] == "There is no such case"
    assert client.get("/api/v1/cases/tidak-ada").get_json()["title"] == "Kasus ini tidak ada"
    contact = client.get("/en/api/v1/cases/putik-sari").get_json()["contacts"][0]
    assert contact["purpose"] and "the" in contact["purpose"].split()
