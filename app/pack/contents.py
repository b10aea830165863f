"""Which pages a pack has, and under which name each of them lies in the pack."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.collection import regions, vocabulary
from app.collection.geography import province_code
from app.pack.choice import Choice
from app.pack.names import file_in
from app.pack.search_page import groups_of
from app.search.engine import Engine
from app.web.site.places import institution_slug
from app.web.workbench.comparison import FEWEST, MOST

#: Where a pack keeps style sheets, scripts and the mark.
ASSETS = "aset"

#: The page that a pack opens with.
START = "index.html"

#: The page that searches: its address in the application of a pack, and its file.
OWN_SEARCH, SEARCH = "/salinan/cari", "cari.html"

#: The cards that it shows, as HTML for its scripts; a number follows.
CARDS = f"{OWN_SEARCH}/kartu/"

#: The page that compares the cases that its reader chooses.
OWN_COMPARISON, COMPARISON = "/salinan/banding", "banding.html"

#: The plan of a case on paper, which is blank until a script fills it.
OWN_PLAN, PLAN = "/salinan/rencana", "rencana.html"

#: What these two show of each case, as HTML for their scripts; a number follows.
CASE_PARTS = "/salinan/kasus/"

#: The pages that only a pack has: their addresses in its application → their files.
OWN = {
    "/salinan": "salinan.html",
    OWN_SEARCH: SEARCH,
    OWN_COMPARISON: COMPARISON,
    OWN_PLAN: PLAN,
}


@dataclass(frozen=True)
class Part:
    """HTML that a script puts into a page when it is needed.

    It is stored as a script that hands it to a function: a page without a server can load
    nothing else.

    Attributes:
        page: the file of the page.
        function: the name of the function.
        key: what the function knows the part by, as a value of JSON.
    """

    page: str
    function: str
    key: int | Sequence[str]


@dataclass(frozen=True)
class Page:
    """A page of a pack.

    Attributes:
        address: its path and query on the site, without the language.
        file: its path inside the pack.
        part: what makes the file a part of another page, if it is one.
    """

    address: str
    file: str
    part: Part | None = None


def pages(engine: Engine, choice: Choice, *, with_codes: bool) -> list[Page]:
    """The pages of a pack, in a fixed order; ``with_codes`` adds the QR code of each case."""
    found = [*_about(choice), *_search(choice), *_cases(choice, with_codes=with_codes)]
    found += _themes(engine, choice)
    if choice.whole:
        found += _places(engine, choice)
    elif choice.region:
        found.append(_region(choice.region))
    return found


def _about(choice: Choice) -> Iterator[Page]:
    """The first page, the pages that only a pack has, and those that explain the collection."""
    if choice.whole:
        yield Page("/", START)
        yield Page("/salinan", OWN["/salinan"])
        yield Page("/tema", "tema.html")
        yield Page("/daerah", "daerah.html")
    else:
        yield Page("/salinan", START)
    yield Page(OWN_COMPARISON, COMPARISON)
    yield Page(OWN_PLAN, PLAN)
    if compared(choice):
        yield Page(compared(choice), "perbandingan.html")
    yield Page("/tentang", "tentang.html")
    for step in vocabulary.EVIDENCE:
        yield Page(f"/bukti/{step}", f"bukti/{step}.html")


def _search(choice: Choice) -> Iterator[Page]:
    """The page that searches, its data, and the cards that it shows."""
    yield Page(OWN_SEARCH, SEARCH)
    yield Page(f"{OWN_SEARCH}/data", f"{ASSETS}/cari-data.js")
    for number in range(len(groups_of(choice.slugs))):
        part = Part(SEARCH, "pustakaCards", number)
        yield Page(f"{CARDS}{number}", f"{ASSETS}/cari-kartu-{number}.js", part)


def _cases(choice: Choice, *, with_codes: bool) -> Iterator[Page]:
    for slug in choice.slugs:
        yield Page(f"/inovasi/{slug}", file_in("inovasi", slug))
        if with_codes:
            yield Page(f"/inovasi/{slug}/qr.svg", file_in("kode", slug, "svg"))
    for number, slugs in enumerate(case_parts(choice)):
        part = Part(COMPARISON, "pustakaCases", slugs)  # its links suit the plan, too
        yield Page(f"{CASE_PARTS}{number}", f"{ASSETS}/kasus-{number}.js", part)


def case_parts(choice: Choice) -> list[Sequence[str]]:
    """The cases of each script with parts of cases: sorted, so that a page finds the script."""
    return groups_of(sorted(choice.slugs))


def compared(choice: Choice) -> str:
    """The address of the comparison of the cases that were named, if they can be compared."""
    if choice.listed and FEWEST <= len(choice.slugs) <= MOST:
        return "/banding?" + "&".join(f"s={slug}" for slug in choice.slugs) + "&daftar="
    return ""


def _themes(engine: Engine, choice: Choice) -> Iterator[Page]:
    """The themes: all of them, or those with a case of the pack."""
    chosen = set(choice.slugs)
    for slug, theme in engine.themes.items():
        named = {case for approach in theme.approaches for case in approach.cases}
        if choice.whole or chosen & {*named, *theme.cited}:
            yield Page(f"/tema/{slug}", file_in("tema", slug))


def _places(engine: Engine, choice: Choice) -> Iterator[Page]:
    """The regions and institutions that run a case, and every province."""
    codes = {province.code for province in regions.regions().values() if len(province.code) == 2}
    codes |= engine.regions.keys()
    codes |= {province_code(code) for code in engine.regions}
    yield from map(_region, sorted(codes))
    governments = {card.government for card in engine.cards()}
    slugs = {institution_slug(name) for name in governments if regions.resolve(name) is None}
    for slug in sorted(slugs):
        yield Page(f"/instansi/{slug}", file_in("instansi", slug))


def _region(code: str) -> Page:
    return Page(f"/daerah/{code}", file_in("daerah", code))
