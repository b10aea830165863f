"""The site with the real cases, its pages parsed, and sites with a few invented cases."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from xml.etree.ElementTree import Element

import html5lib
import pytest
from flask import Flask
from flask.templating import Environment
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache

from app.search.index import builder
from app.settings import Settings
from app.web.application import create_app
from tests.conftest import ContentFolder

#: Every kind of page that a visitor of the real collection can meet.
PAGES = {
    "home": "/",
    "all": "/cari",
    "search": "/cari?q=stunting&category=kesehatan&province=Jawa+Tengah&province=Jawa+Timur",
    "last page": "/cari?page=25",
    "search with related cases": "/cari?q=anak+jalanan&related=1",
    "related cases alone": "/cari?q=1212",
    "attributes": "/cari?q=dari+kepolisian+sejak+2020",
    "nothing to search for": "/cari?q=%F0%9F%98%80",
    "exclusions alone": "/cari?q=-sekolah",
    "beyond the end": "/cari?page=99",
    "filters of the panel": "/cari?island=Jawa&known=result&known=cost&year=2015-2018&region=35.07",
    "a place that is unclear": "/cari?daerah=malang&dari=2020&sampai=2018",
    "zero": "/cari?q=%22sapi+terbang+malam%22&category=kesehatan&province=Aceh",
    "bad parameters": "/cari?sort=x&page=0&category=tidak-ada",
    "advanced search": "/cari?mode=lanjut&q=judul%3Asampah+ATAU+masalah%3Aantrean",
    "advanced search, zero": "/cari?mode=lanjut&q=judul%3Asapi+DAN+terbang&category=kesehatan",
    "advanced search with a mistake": "/cari?mode=lanjut&q=judl%3Asampah&category=kesehatan",
    "advanced form": "/cari/lanjut",
    "advanced form, filled in": "/cari/lanjut?ruas=judul&cara=semua&isi=sampah&dari=2015&tambah=1",
    "advanced form with mistakes": "/cari/lanjut?ruas=provinsi&cara=semua&isi=jwa&dari=20x&sort=x",
    "case": "/inovasi/putik-sari",
    "case with gaps": "/inovasi/jarik-ma-siti",
    "stopped case": "/inovasi/anggur-merah",
    "copied case": "/inovasi/simba-asia",
    "evidence step": "/bukti/3",
    "no such step": "/bukti/9",
    "about": "/tentang",
    "proposal": "/usul",
    "proposal, filled in": "/usul?judul=Putik+Sari&pemerintah=Malang&penghargaan=KIPP&tahun=2023",
    "general correction": "/koreksi",
    "correction": "/inovasi/putik-sari/koreksi",
    "statistics": "/statistik",
    "regions": "/statistik/daerah",
    "regions of a province": "/statistik/daerah?province=Papua",
    "upkeep": "/tentang/mutu",
    "offline packs": "/paket",
    "design": "/tentang/gaya",
    "replications": "/replikasi",
    "replications of a case": "/replikasi?case=putik-sari&sort=daerah",
    "no replications": "/replikasi?province=Bali&kind=x",
    "catalogue": "/katalog",
    "catalogue, filtered": "/katalog?q=sampah&province=Jawa+Timur&region=35.73",
    "catalogue, nothing": "/katalog?year=1999&level=desa",
    "known without a case": "/cari?q=fidusia",
    "open data": "/data",
    "codebook": "/data/kasus/kamus",
    "no such file": "/data/tidak-ada.csv",
    "themes": "/tema",
    "theme": "/tema/mengelola-sampah",
    "cases of a theme": "/tema/menurunkan-stunting?cara=1&bukti=2&urut=tahun&s=putik-sari",
    "theme with mistakes": "/tema/mengelola-sampah?cara=9&urut=x",
    "no such theme": "/tema/tidak-ada",
    "find a region": "/daerah",
    "find a region of two names": "/daerah?nama=malang",
    "find a region, misspelt": "/daerah?nama=ponorgo",
    "region without a case": "/daerah/35.02",
    "region": "/daerah/35.07",
    "province": "/daerah/51",
    "island": "/daerah/53.05",
    "no such region": "/daerah/99.99",
    "institution": "/instansi/badan-narkotika-nasional",
    "institution without a case": "/instansi/badan-riset-dan-inovasi-nasional",
    "no such institution": "/instansi/tidak-ada",
    "event, empty": "/acara",
    "event": "/acara?s=putik-sari&s=jarik-ma-siti&judul=Temu&tanggal=2027-02-18",
    "event with mistakes": "/acara?s=putik-sari&tanggal=31/02/2027&selesai=07.00&tempel=x",
    "event, proposed": "/acara/usul?q=stunting&n=3&tanpa=besti-gorontalo",
    "event, for participants": "/acara/peserta?k="
    "67580512475169148280685778345955575171012382073822797990179196598365749744820618"
    "684389353087276156751195888397320192",
    "event, with a broken code": "/acara/peserta?k=123",
    "event on paper": "/acara/cetak?s=putik-sari&s=jarik-ma-siti",
    "not found": "/tidak-ada",
    "no such case": "/inovasi/tidak-ada",
    "search near a place": "/cari?q=sampah+di+Ponorogo",
    "search near a place, filtered": "/cari?near=35.78&known=result&daerah=malang&dekat=1",
    "search with a list": "/cari?q=stunting&s=putik-sari&s=mie-keriting&s=tidak-ada",
    "empty shortlist": "/pilihan",
    "shortlist": "/pilihan?s=putik-sari&s=jarik-ma-siti&s=gebrak-pakumis&s=tidak-ada",
    "nothing to compare": "/banding",
    "comparison": "/banding?s=jarik-ma-siti&s=gebrak-pakumis&daftar=jarik-ma-siti"
    "&daftar=gebrak-pakumis&daftar=putik-sari",
    "fit": "/cocok?s=gebrak-pakumis&percaya1=belum&daya1=tidak-tahu&butuh1=tidak-tahu"
    "&coba1=mungkin",
}


@dataclass(frozen=True)
class Page:
    """An answer parsed as strict HTML, so that a mistake in the HTML fails the test."""

    status: int
    html: str

    @cached_property
    def root(self) -> Element:
        parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
        root: Element = parser.parse(self.html)
        return root

    def all(self, path: str) -> list[Element]:
        """The elements at an ElementTree path, such as ``//a[@class='chip']``."""
        return self.root.findall(f".{path}")

    def only(self, path: str) -> Element:
        """The only element at a path; an error if there is none, or more than one."""
        (element,) = self.all(path)
        return element

    def text(self, path: str = "//body") -> str:
        """The text of the only element at a path, white space folded."""
        return text_of(self.only(path))

    def texts(self, path: str) -> list[str]:
        return [text_of(element) for element in self.all(path)]

    @property
    def total(self) -> int:
        """The number of cases that a page of results states."""
        count = self.text("//*[@role='status']").split()[0]
        return 0 if count in {"Tidak", "Belum"} else int(count.replace(".", ""))

    @property
    def slugs(self) -> list[str]:
        """The cases of the result list, in order."""
        links = [link.get("href", "") for link in self.all("//*[@class='cards']//a")]
        return [
            urlsplit(link).path.removeprefix("/inovasi/")
            for link in links
            if link.startswith("/inovasi/") and "#" not in link
        ]

    @property
    def links(self) -> list[str]:
        return [link.get("href", "") for link in self.all("//a[@href]")]


def text_of(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def take_apart(client: FlaskClient, url: str) -> Page:
    answer = client.get(url)
    return Page(answer.status_code, answer.text)


@pytest.fixture(scope="session", autouse=True)
def compile_templates_once(run_folder: Path) -> Iterator[None]:
    """Tests make many sites, and each would take 0.3 s to compile the templates of a page."""
    folder = run_folder / "templates"
    folder.mkdir(exist_ok=True)
    cache = FileSystemBytecodeCache(str(folder))
    create = Flask.create_jinja_environment

    def create_with_cache(app: Flask) -> Environment:
        environment = create(app)
        environment.bytecode_cache = cache
        return environment

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Flask, "create_jinja_environment", create_with_cache)
        yield


@pytest.fixture(scope="session")
def app(content: Path, real_index: Path) -> Flask:
    return create_app(Settings(content=content, index=real_index))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(scope="session")
def get(app: Flask) -> Callable[[str], Page]:
    """A page of the real site; each is fetched once in a test run."""
    pages: dict[str, Page] = {}

    def fetch(url: str) -> Page:
        if url not in pages:
            pages[url] = take_apart(app.test_client(), url)
        return pages[url]

    return fetch


@pytest.fixture(params=PAGES.values(), ids=list(PAGES))
def each_page(request: pytest.FixtureRequest, get: Callable[[str], Page]) -> Page:
    """Each kind of page in turn."""
    page = get(request.param)
    assert page.status < 500
    return page


@pytest.fixture(scope="session")
def ask(app: Flask) -> Callable[..., dict[str, Any]]:
    """The JSON answer to a search; lists repeat their parameter."""

    def search(**parameters: object) -> dict[str, Any]:
        answer = app.test_client().get("/api/v1/search", query_string=parameters)
        assert answer.status_code == 200, answer.text
        results: dict[str, Any] = answer.get_json()
        return results

    return search


@pytest.fixture(scope="session")
def total_of(ask: Callable[..., dict[str, Any]]) -> Callable[[str], int]:
    """How many cases an address of ``/cari`` finds."""

    def total(url: str) -> int:
        path, query = urlsplit(url).path, urlsplit(url).query
        assert path == "/cari"
        parameters: dict[str, list[str]] = {"per_page": ["1"]}
        for name, value in parse_qsl(query):
            parameters.setdefault(name, []).append(value)
        number: int = ask(**parameters)["total"]
        return number

    return total


# --- a few invented cases -------------------------------------------------------------


def make_site(
    folder: ContentFolder, files: Mapping[str, str | None], withdrawn: str = ""
) -> FlaskClient:
    """A site of files (slug → text, None for any) and of withdrawn cases."""
    for slug, text in files.items():
        folder.write(slug, text)
    (folder.path / "withdrawn.yaml").write_text(withdrawn, encoding="utf-8")
    settings = Settings(content=folder.path, index=folder.path.parent / "index")
    builder.build(settings.content, settings.index)
    return create_app(settings).test_client()


@pytest.fixture
def site(content_folder: ContentFolder) -> Callable[..., FlaskClient]:
    """``site(files, withdrawn)``: a site for a single test."""
    return partial(make_site, content_folder)
