"""The collection in numbers, and the governments that it has nothing of yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain

from flask import Blueprint, Response, render_template, request, url_for
from flask_babel import gettext as _

from app.collection import vocabulary
from app.collection.coverage import ProvinceCoverage, RegionCoverage, coverage
from app.collection.vocabulary import Label
from app.documents.office.tables import CellValue, Table, to_csv
from app.search.engine import Engine
from app.search.facets import BY_KEY, Facet, FacetValue
from app.search.query.query import Query
from app.web.site.downloads import download
from app.web.site.engine import current_engine
from app.web.site.errors import answer
from app.web.site.i18n import label
from app.web.site.links import search_url
from app.web.site.params import BadParameter

blueprint = Blueprint("statistics", __name__)

#: The facets shown as bars, in this order.
BARS = ("category", "evidence", "status", "year")

#: How many cases of other regions the link to the event kit takes along.
TAKEN_ALONG = 5

# Least number of cases of each shade of the map after the lightest.
SHADES = (3, 8, 20, 40)

# Where a province's tile stands on the map, and its name in short: (row, column, name).
# Rough places, so that the eye finds its own; no area and no border is meant.
TILES: Mapping[str, tuple[int, int, str]] = {
    "Aceh": (1, 1, "Aceh"),
    "Sumatera Utara": (2, 2, "Sumut"),
    "Sumatera Barat": (3, 2, "Sumbar"),
    "Riau": (3, 3, "Riau"),
    "Kepulauan Riau": (2, 4, "Kepri"),
    "Jambi": (4, 3, "Jambi"),
    "Bengkulu": (5, 3, "Bengkulu"),
    "Sumatera Selatan": (5, 4, "Sumsel"),
    "Kepulauan Bangka Belitung": (4, 5, "Babel"),
    "Lampung": (6, 4, "Lampung"),
    "Banten": (7, 5, "Banten"),
    "DKI Jakarta": (7, 6, "DKI"),
    "Jawa Barat": (8, 6, "Jabar"),
    "Jawa Tengah": (8, 7, "Jateng"),
    "DI Yogyakarta": (9, 7, "DIY"),
    "Jawa Timur": (8, 8, "Jatim"),
    "Bali": (8, 9, "Bali"),
    "Nusa Tenggara Barat": (8, 10, "NTB"),
    "Nusa Tenggara Timur": (9, 11, "NTT"),
    "Kalimantan Barat": (4, 7, "Kalbar"),
    "Kalimantan Tengah": (5, 7, "Kalteng"),
    "Kalimantan Utara": (3, 8, "Kaltara"),
    "Kalimantan Timur": (4, 8, "Kaltim"),
    "Kalimantan Selatan": (5, 8, "Kalsel"),
    "Gorontalo": (3, 10, "Gorontalo"),
    "Sulawesi Utara": (3, 11, "Sulut"),
    "Sulawesi Tengah": (4, 10, "Sulteng"),
    "Sulawesi Barat": (5, 10, "Sulbar"),
    "Sulawesi Tenggara": (5, 11, "Sultra"),
    "Sulawesi Selatan": (6, 10, "Sulsel"),
    "Maluku Utara": (4, 12, "Malut"),
    "Maluku": (6, 12, "Maluku"),
    "Papua Barat Daya": (4, 13, "Papua BD"),
    "Papua Barat": (4, 14, "Papua Brt"),
    "Papua Tengah": (5, 14, "Papua Teng"),
    "Papua": (4, 15, "Papua"),
    "Papua Pegunungan": (5, 15, "Papua Peg"),
    "Papua Selatan": (6, 15, "Papua Sel"),
}


# --- values ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Count:
    """A number of cases, what it counts, and the search that finds them (None for none)."""

    label: Label
    count: int
    url: str | None
    #: Of all cases and of the largest count beside it, in percent.
    share: float = 0.0
    length: float = 0.0


@dataclass(frozen=True)
class Bars:
    """The cases by one facet."""

    facet: Facet
    counts: tuple[Count, ...]


@dataclass(frozen=True)
class Tile:
    """A province on the map."""

    name: str
    short: str
    row: int
    column: int
    shade: int
    count: int
    url: str


@dataclass(frozen=True)
class GridRow:
    """A province (or the nation) with its number of cases in each category."""

    name: str
    counts: tuple[Count, ...]
    total: Count


@lru_cache(maxsize=1)
def _by_province(library: Engine) -> Mapping[str, Mapping[str, int]]:
    """province → category → cases. An engine never changes, so it is asked once."""
    return {
        province: {
            value.value: value.count
            for value in library.search(
                Query(filters={"province": (province,)}, per_page=1)
            ).facets["category"]
        }
        for province in vocabulary.PROVINCES
    }


def grid(library: Engine) -> list[GridRow]:
    """Category by province, each number with its search; the provinces by island."""
    counted = _by_province(library)
    return [
        GridRow(
            province,
            tuple(
                _count(
                    name, counted[province].get(category, 0), category=category, province=province
                )
                for category, name in vocabulary.CATEGORIES.items()
            ),
            _count(Label(province, province), sum(counted[province].values()), province=province),
        )
        for province in vocabulary.PROVINCES
    ]


@lru_cache(maxsize=1)
def _coverage(library: Engine) -> Mapping[str, ProvinceCoverage]:
    """Every province with its regions, worked out once for each engine."""
    return coverage(library.regions)


def _count(name: Label, count: int, **filters: str) -> Count:
    query = Query(filters={key: (value,) for key, value in filters.items()})
    return Count(name, count, search_url(query) if count else None)


def tiles(library: Engine) -> list[Tile]:
    """The provinces of the map, west to east."""
    counts = library.values("province")
    return [
        Tile(
            *(name, short, row, column),
            shade=sum(counts.get(name, 0) >= least for least in SHADES),
            count=counts.get(name, 0),
            url=search_url(Query(filters={"province": (name,)})),
        )
        for name, (row, column, short) in TILES.items()
    ]


def bars(library: Engine) -> list[Bars]:
    """The cases by each facet of ``BARS`` in the facet's own order."""
    facets = library.search(Query(per_page=1)).facets
    return [Bars(BY_KEY[key], _lengths(key, facets[key], library.cases)) for key in BARS]


def _lengths(key: str, values: Sequence[FacetValue], cases: int) -> tuple[Count, ...]:
    counts = [_count(value.label, value.count, **{key: value.value}) for value in values]
    most = max((one.count for one in counts), default=1)
    return tuple(
        replace(one, share=one.count / max(1, cases), length=100 * one.count / most)
        for one in counts
    )


# --- pages ----------------------------------------------------------------------------


@blueprint.get("/statistik")
def overview() -> str:
    """The map, the bars, and category by province."""
    library = current_engine()
    rows = grid(library)
    pairs = [count for row in rows for count in row.counts if row.name != vocabulary.NATIONAL]
    return render_template(
        "statistics/statistics.html",
        library=library,
        figures=_figures(library),
        tiles=tiles(library),
        national=next(row.total for row in rows if row.name == vocabulary.NATIONAL),
        shades=_shade_names(),
        bars=bars(library),
        rows=rows,
        empty=sum(not count.count for count in pairs),
        pairs=len(pairs),
    )


def _figures(library: Engine) -> list[tuple[str, int, str]]:
    """The numbers at the top: name, number, address."""
    status = library.values("status")
    running = ("berkembang", "berlanjut")
    provinces = _coverage(library).values()
    return [
        (_("Kasus"), library.cases, url_for("pages.search")),
        (
            _("Masih berjalan menurut sumber"),
            sum(status.get(value, 0) for value in running),
            search_url(Query(filters={"status": running})),
        ),
        (
            _("Kabupaten dan kota yang punya kasus"),
            sum(len(province.with_cases) for province in provinces),
            url_for("statistics.regions"),
        ),
        (
            _("Kabupaten dan kota yang belum punya kasus"),
            sum(len(province.without_cases) for province in provinces),
            url_for("statistics.regions"),
        ),
    ]


def _shade_names() -> list[str]:
    ends = [*(least - 1 for least in SHADES), None]
    return [
        f"{start}+" if end is None else f"{start}–{end}"
        for start, end in zip((0, *SHADES), ends, strict=True)
    ]


@blueprint.get("/statistik/daerah")
def regions() -> Response:
    """Which kabupaten and kota have cases and which none yet: of all provinces, or of one."""
    library = current_engine()
    provinces = _coverage(library)
    name, bad = read_province(request.args.get("province", ""))
    chosen = provinces[name] if name else None
    page = render_template(
        "statistics/regions.html",
        provinces=provinces.values(),
        chosen=chosen,
        bad=bad,
        typed=request.args.get("province", "")[:100],
        titles=library.titles(tuple(_slugs(chosen))) if chosen else {},
        along=tuple(dict.fromkeys(_proposed(chosen)))[:TAKEN_ALONG] if chosen else (),
    )
    return Response(page, 400 if bad else 200)


def read_province(typed: str) -> tuple[str | None, BadParameter | None]:
    """The province that ``?province=`` names, if any, and what is wrong with it."""
    if not typed:
        return None, None
    if typed in TILES:
        return typed, None
    message = _("Provinsi “%(value)s” tidak dikenal; pilih satu dari daftar.", value=typed[:100])
    return None, BadParameter("province", message)


def _slugs(province: ProvinceCoverage) -> Iterator[str]:
    """Every case that a province's page names."""
    for one in (province.government, *province.regions):
        yield from one.slugs
    yield from _proposed(province)


def _proposed(province: ProvinceCoverage) -> Iterator[str]:
    """The cases proposed to those of a province that have none."""
    one: RegionCoverage
    for one in chain([province.government], province.regions):
        yield from (example.slug for example in one.examples)


# --- files ----------------------------------------------------------------------------


@blueprint.get("/statistik.csv")
def overview_csv() -> Response:
    """Category by province as CSV."""
    library = current_engine()
    header = (_("Provinsi"), *(label(name) for name in vocabulary.CATEGORIES.values()), _("Semua"))
    rows: list[tuple[CellValue, ...]] = [
        (row.name, *(count.count for count in row.counts), row.total.count) for row in grid(library)
    ]
    return _csv(_("Kasus menurut provinsi dan bidang"), header, rows, "statistik")


@blueprint.get("/statistik/daerah.csv")
def regions_csv() -> Response:
    """Every region with its cases, or with those proposed to it: of all provinces, or of one."""
    library = current_engine()
    name, bad = read_province(request.args.get("province", ""))
    if bad:
        return answer(400, _("Provinsi tidak dikenal"), bad.message)
    provinces = [one for one in _coverage(library).values() if name in (None, one.name)]
    entries = [one for province in provinces for one in (province.government, *province.regions)]
    named = {slug for one in entries for slug in one.slugs}
    named |= {example.slug for one in entries for example in one.examples}
    titles = library.titles(tuple(named))
    header = (
        *(_("Kode"), _("Daerah"), _("Tingkat"), _("Provinsi"), _("Jumlah kasus")),
        *(_("Kasus"), _("Contoh dari daerah mirip"), _("Alamat contoh")),
    )
    rows = [_row(one, titles) for one in entries]
    return _csv(_("Daerah dan kasusnya"), header, rows, "daerah")


def _row(one: RegionCoverage, titles: Mapping[str, str]) -> tuple[CellValue, ...]:
    region = one.region
    examples = [f"{titles[e.slug]} ({e.region.name})" for e in one.examples]
    addresses = [url_for("pages.case", slug=e.slug, _external=True) for e in one.examples]
    return (
        *(region.code, region.name, label(vocabulary.LEVELS[region.level]), region.province),
        len(one.slugs),
        "; ".join(titles[slug] for slug in one.slugs) or None,
        "; ".join(examples),
        "; ".join(addresses),
    )


def _csv(
    title: str, header: tuple[str, ...], rows: Sequence[tuple[CellValue, ...]], name: str
) -> Response:
    about = (
        (_("Sumber"), "Pustaka Inovasi"),
        (_("Indeks dibuat"), current_engine().built_at.date().isoformat()),
        (_("Catatan"), _("Angka ini menggambarkan koleksi, bukan prestasi daerah.")),
    )
    table = Table(title, header, rows, _("Belum ada data"), about, _("Keterangan"))
    return download(to_csv(table), name, "csv")
