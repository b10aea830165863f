"""Every text of the interface goes through gettext.

Translations that put every message and every label in ⟦brackets⟧ show it: on a site whose
content is written in Greek letters, any Latin letter outside brackets is a text that can't
be translated.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import flask_babel
import pytest
from babel.dates import format_date
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent
from hypothesis import given
from hypothesis import strategies as st

from app.collection import vocabulary
from app.collection.regions import regions
from app.documents.event.kit import USUAL_TITLE
from app.documents.event.model import ZONES
from app.search.engine import Engine
from app.web.events.context import TOPICS
from app.web.site import i18n
from app.web.site.caching import PageCache
from app.web.site.examples import EXAMPLES
from app.web.site.tile_map import TILES
from tests.conftest import ContentFolder
from tests.web.conftest import Page, make_site, take_apart

ROOT = Path(__file__).parents[3]

#: Names and queries, and labels of citations, which are made with the content.
NAMES = (
    *("Pustaka Inovasi", "Creative Commons Atribusi 4.0", "localhost/inovasi/omega"),
    *("localhost/inovasi/delta", "contoh.go.id", "Sumber 1"),
    *(example.id for example in EXAMPLES),
)

#: Attributes whose value a person reads or hears.
SPOKEN = ("aria-label", "title", "placeholder", "alt", "content", "data-k")

# Values for browsers and robots, in attributes that are otherwise for people.
MACHINE = {
    *("width=device-width, initial-scale=1", "light dark", "noindex", "noindex, follow"),
    *("website", "summary_large_image"),
}


class Brackets:
    """Translations that mark every message and remember it."""

    def __init__(self) -> None:
        self.messages: set[str] = set()

    def ugettext(self, message: str) -> str:
        self.messages.add(message)
        return f"⟦{message}⟧"

    def ungettext(self, singular: str, plural: str, number: int) -> str:
        return self.ugettext(singular if number == 1 else plural)

    def upgettext(self, _context: str, message: str) -> str:
        return self.ugettext(message)

    def unpgettext(self, _context: str, singular: str, plural: str, number: int) -> str:
        return self.ungettext(singular, plural, number)


@pytest.fixture
def brackets(monkeypatch) -> Brackets:
    """Put brackets around every message of gettext and every label with both languages."""
    translations = Brackets()
    monkeypatch.setattr(flask_babel.Domain, "get_translations", lambda _domain: translations)
    monkeypatch.setattr(vocabulary.Label, "text", lambda label, _language: f"⟦{label.id}⟧")
    return translations


@pytest.fixture(scope="module")
def greek(tmp_path_factory, case_text):
    """A site whose content has no Latin letter."""
    body = "\n## Masalah\n\nΠρόβλημα μεγάλο. [^1]\n\n## Solusi\n\nΛύση καλή. [^1]\n"
    full = {
        "title": "Ωμέγα",
        "expansion": "Άλφα και Ωμέγα",
        "summary": "Περίληψη της υπόθεσης, αρκετά μεγάλη ώστε να γίνει δεκτή από τον έλεγχο.",
        "agency": "Υπηρεσία",
        "government": "Κυβέρνηση",
        "tags": "[υγεία, φάρμακο]",
        "sdgs": "[3, 4]",
        "awards": "[{name: Βραβείο, rank: Πρώτο, year: 2021}]",
        "results": "[{measure: Ασθενείς, before: '1 (2020)', after: '2 (2021)'}, "
        "{measure: Φάρμακα, after: '9'}]",
        "replicated_by": "[{by: Άλλος, year: 2022}]",
        "legal_basis": "[Νόμος]",
        "website": "https://contoh.go.id/",
        "sources": "[{title: Πηγή, publisher: Εκδότης, url: 'https://contoh.go.id/', "
        "date: 2021-03-04}]",
    }
    bare = full | dict.fromkeys(
        ["expansion", "sdgs", "awards", "results", "replicated_by", "legal_basis", "website"]
    )
    bare |= {"title": "Δέλτα", "started": None, "sources": "[{title: Πηγή, url: 'https://a.id'}]"}
    client = make_site(
        ContentFolder(tmp_path_factory.mktemp("greek") / "content"),
        {"omega": case_text(body, **full), "delta": case_text(body, **bare)},
        "sigma: {reason: Αιτία., instead: omega}",
    )
    # Pages in brackets have the tags of pages in Indonesian, so none may be stored.
    client.application.extensions["page_cache"] = PageCache(0)
    return client


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/cari",
        "/cari?q=Ωμέγα&category=kesehatan&level=kota&year=2019&year=belum-ada&sdg=3&status=berlanjut",
        "/cari?q=Ωμέγα+ββγγ&province=Aceh&province=Bali&province=Riau&award=Βραβείο",
        '/cari?q="Ωμέγα+Λύση"&category=kesehatan&province=Jawa+Timur',
        "/cari?per_page=1&page=2",
        "/cari?page=9",
        "/cari?page=1234567&sort=7&category=9&per_page=9",
        "/cari?q=" + "Ωμέγα+" * 200,
        "/cari?mode=lanjut&q=Ωμέγα&category=kesehatan",
        "/cari?mode=lanjut&q=Ωμέγα+ββγγ&category=kesehatan",
        "/cari?mode=9&q=Ωμέγα",
        "/cari/lanjut",
        "/cari/lanjut?isi=Ωμέγα&dari=9&ruas=9&cara=9&category=9",
        "/cari/lanjut?isi=ββγγ",
        "/inovasi/omega",
        "/inovasi/delta",
        "/inovasi/sigma",
        "/inovasi/9",
        "/tentang",
        "/statistik",
        "/statistik/daerah",
        "/statistik/daerah?province=Bali",
        "/statistik/daerah?province=9",
        "/replikasi",
        "/replikasi?case=omega&sort=daerah",
        "/replikasi?province=Bali&kind=9",
        "/acara",
        "/acara?s=omega&s=delta&tanggal=2027-02-18",
        "/acara?s=omega&s=9&tanggal=9&mulai=9&selesai=9&peserta=0&zona=9&tempel=9&agenda=9",
        "/acara?s=omega&agenda=kasus-480-omega&agenda=lain-480-Ωμέγα",
        "/acara?s=omega&s=delta&agenda=kasus-300-omega",
        "/acara?s=omega&jenis1=lain&menit1=9999&isi1=Ωμέγα",
        "/acara/usul",
        "/acara/usul?q=Ωμέγα&n=9",
        "/acara/usul?q=ββγγ&n=99",
        "/acara/cetak?s=omega&s=delta&judul=Ωμέγα",
        "/acara/cetak",
        "/acara.ics?s=omega",
        "/acara/undangan.docx?s=omega&untuk=9",
        *(f"/bukti/{step}" for step in range(6)),
        "/9",
        "/cari?s=omega&s=9&s=sigma",
        "/pilihan",
        "/pilihan?s=omega&s=delta&s=9",
        "/banding",
        "/banding?s=omega",
        "/banding?s=omega&s=delta",
        "/cocok?s=omega&percaya1=belum&percaya2=tidak-tahu&butuh1=tidak-tahu&daya1=9",
        "/cocok?s=omega&s=delta",
        "/cocok",
    ],
)
def test_every_text_of_a_page_can_be_translated(greek, brackets, address):
    page = take_apart(greek, address)
    assert page.status < 500
    assert list(_untranslatable(page.root)) == []


def test_every_text_of_an_error_can_be_translated(greek, brackets, monkeypatch):
    def fail(*_args: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(Engine, "case", fail)
    for answer in (greek.get("/inovasi/omega"), greek.post("/cari")):
        assert answer.status_code >= 400
        assert list(_untranslatable(Page(answer.status_code, answer.text).root)) == []


@pytest.mark.parametrize("address", ["/api/9", "/api/v1/cases/9", "/api/v1/search?page=0&sort=9"])
def test_every_text_of_a_problem_can_be_translated(greek, brackets, address):
    problem = greek.get(address).get_json()
    for text in (problem["title"], problem["detail"]):
        without_names = re.sub(r"(^|⟧ )(page|sort): ", r"\1", text)
        assert not re.search("[A-Za-z]", _outside(without_names))


def _untranslatable(root: Element) -> Iterator[str]:
    """What Latin text no translation reaches. A message may span elements."""
    text = "\n".join(_texts(root))
    spoken = [
        value
        for element in root.iter()
        for name in SPOKEN
        if (value := element.get(name))
        and value not in MACHINE
        and not value.startswith(("#", "http://localhost/"))
    ]
    for each in [*_outside(text).split("\n"), *map(_outside, spoken)]:
        if re.search("[A-Za-z]", each):
            yield each


def _texts(element: Element) -> Iterator[str]:
    # Text whose language is marked is the content of a document for an office, or the name of
    # the other language.
    foreign = element.tag != "html" and element.get("lang")
    if element.get("type") == "application/ld+json":
        yield from _names(json.loads(element.text or ""))
    elif element.tag != "code" and not foreign:
        yield element.text or ""
        for child in element:
            yield from _texts(child)
            yield child.tail or ""


def _names(data: Any) -> Iterator[str]:
    """The names and descriptions in data for search engines; the rest are words of schema.org."""
    if isinstance(data, dict):
        yield from (data[key] for key in ("name", "description", "headline") if key in data)
    for value in data.values() if isinstance(data, dict) else data:
        if isinstance(value, dict | list):
            yield from _names(value)


#: Names that have no translation: of places and time zones, and queries as examples.
_UNTRANSLATED = sorted(
    {
        *(
            *NAMES,
            "CSV",
            "BibTeX",
            "CSL-JSON (Zotero, Mendeley)",
            USUAL_TITLE,
            "localhost/acara",
            *ZONES,
            *(topic.id for topic in TOPICS),
        ),
        *(*vocabulary.ISLANDS, *vocabulary.PROVINCES, *regions()),
        *(short for _row, _column, short in TILES.values()),
    },
    key=len,
    reverse=True,
)
# One pattern of whole words, the longest first: with one for each name, a page takes a second.
_NAMES = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, _UNTRANSLATED))})(?!\w)", re.IGNORECASE)
_DATE = re.compile(r"\b\d{1,2} [A-Z][a-z]+ \d{4}\b")
_BRACKETED = re.compile("⟦[^⟦⟧]*⟧")


def _outside(text: str) -> str:
    """A text without what is in brackets, and without names and dates."""
    while _BRACKETED.search(text):
        text = _BRACKETED.sub(" ", text)
    return _DATE.sub(" ", _NAMES.sub(" ", text))


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory):
    """What `pybabel extract` finds."""
    target = tmp_path_factory.mktemp("babel") / "messages.pot"
    config = str(ROOT / "babel.cfg")
    CommandLineInterface().run(
        ["pybabel", "-q", "extract", "-F", config, "-o", str(target), str(ROOT)]
    )
    return read_po(io.BytesIO(target.read_bytes()))


def test_extraction_finds_every_text_the_pages_use(greek, brackets, catalogue):
    pages = ("/", "/cari?q=Ωμέγα&page=2&sort=9", "/inovasi/omega", "/bukti/3", "/tentang", "/9")
    for address in pages:
        greek.get(address)
    known = {
        text
        for message in catalogue
        for text in (message.id if isinstance(message.id, tuple) else (message.id,))
    }
    assert len(brackets.messages) > 90
    assert brackets.messages <= known


def test_the_page_says_its_language(get):
    assert get("/").root.get("lang") == "id"


def test_files_bear_the_day_of_jakarta_wherever_the_server_stands(app):
    late = dt.datetime(2026, 11, 29, 22, 30, tzinfo=dt.UTC)
    with app.test_request_context("/"):
        assert i18n.today(late) == dt.date(2026, 11, 30)


@pytest.mark.parametrize("root", ["/", "/en"])
def test_texts_of_the_code_are_those_of_flask_babel(app, root):
    with app.test_request_context(base_url=f"http://localhost{root}"):
        for text in (" dan ", "Cari", "tidak ada di katalog teks %", ""):
            assert i18n.gettext(text) == flask_babel.gettext(text)
        text, values = "%(list)s, dan %(last)s", {"list": "<a>, 5%", "last": "b"}
        assert i18n.gettext(text, **values) == flask_babel.gettext(text, **values)


@pytest.mark.parametrize("root", ["/", "/en"])
def test_what_is_indonesian_on_a_page_leaves_its_language_as_it_was(app, root):
    with app.test_request_context(base_url=f"http://localhost{root}"):
        outside = i18n.language(), i18n.gettext("Cari")
        for _again in range(2):
            with i18n.in_indonesian():
                assert (i18n.language(), i18n.gettext("Cari")) == ("id", "Cari")
            assert (i18n.language(), i18n.gettext("Cari")) == outside
    assert outside == (("en", "Search") if root == "/en" else ("id", "Cari"))


_NUMBERS = st.one_of(
    st.integers(-(10**12), 10**12),
    st.floats(-1e12, 1e12, allow_nan=False),
    st.decimals(-(10**9), 10**9, places=4),
)


@given(_NUMBERS)
def test_numbers_are_written_as_babel_writes_them(value):
    for language, locale in i18n.LOCALES.items():
        assert i18n.number_in(language, value) == format_decimal(value, locale=locale)


@pytest.mark.parametrize("root", ["/", "/en"])
def test_shares_and_dates_are_written_as_babel_writes_them(app, root):
    with app.test_request_context(base_url=f"http://localhost{root}"):
        locale = i18n.LOCALES[i18n.language()]
        for share in (0, 1, 1 / 3, 2 / 3, 0.0005, 0.0015, 0.125):
            assert i18n.percent(share) == format_percent(share, "0.0%", locale)
        for month in range(1, 13):
            day = dt.date(2026, month, month)
            assert i18n.long_date(day) == format_date(day, "long", locale)
        late = dt.datetime(2026, 11, 29, 22, 30, tzinfo=dt.UTC)
        assert i18n.long_date(late) == format_date(dt.date(2026, 11, 30), "long", locale)
