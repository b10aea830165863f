"""The page of the catalogue, filtered by its address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Response, render_template, request
from flask_babel import gettext as _

from app.collection import regions, vocabulary
from app.search.catalogue import COUNTED, HAS_CASE, FoundEntries
from app.search.facets import BY_KEY
from app.web.catalogue.blueprint import blueprint
from app.web.site.catalogue import catalogue_url, national, read_catalogue_query
from app.web.site.engine import current_engine
from app.web.site.i18n import label
from app.web.site.params import BadParameter
from app.web.site.shortlist import current


@blueprint.get("/katalog")
def overview() -> Response:
    """The entries, with a notice of parameters that can't be used."""
    engine = current_engine()
    query, bad = read_catalogue_query(request.args, engine)
    found = engine.catalogue.find(query)
    last = max(1, found.pages)
    if query.page > last:
        bad.append(BadParameter("page", _("Daftar ini hanya sampai halaman %(n)s.", n=last)))
    wanted = query.filters.get("has_case", tuple(HAS_CASE))
    page = render_template(
        "catalogue/catalogue.html",
        engine=engine,
        query=query,
        found=found,
        choices=_choices(found),
        chips=_chips(found),
        with_case=found.counts["has_case"]["ya"] if "ya" in wanted else 0,
        national=national(engine),
        bad=bad,
    )
    return Response(page, 404 if query.page > last else 400 if bad or current().bad else 200)


@dataclass(frozen=True)
class Choice:
    """A value that a list of the form offers, and how many entries it gives."""

    value: str
    name: str
    count: int


def _choices(found: FoundEntries) -> Mapping[str, list[Choice]]:
    """The values of each list of the form that some entry has under the other filters.

    Years come in a row, too, as on ``/cari``. A value in use is there even if no entry has it.
    """
    choices = {}
    for name in COUNTED:
        chosen = found.query.filters.get(name, ())
        counts = {**dict.fromkeys(chosen, 0), **found.counts[name]}
        if name == "year":
            counts |= _in_a_row(counts)
        choices[name] = [
            Choice(value, _name(name, value), counts[value])
            for value in _in_order(name, counts)
            if counts[value] or value in chosen
        ]
    return choices


def _in_a_row(counts: Mapping[str, int]) -> dict[str, int]:
    """The number of entries for years in a row: those on offer, and those in use."""
    facet = BY_KEY["year"]
    years = list(filter(str.isdecimal, counts))
    rows = dict.fromkeys((*facet.ranges, *(value for value in counts if value not in years)))
    return {row: sum(counts[year] for year in facet.covered(row, years)) for row in rows}


def _in_order(name: str, counts: Mapping[str, int]) -> list[str]:
    """The values of a filter as a list shows them: years from the newest, awards by number."""
    match name:
        case "year":
            years = set(filter(str.isdecimal, counts))
            return [*sorted(counts.keys() - years, reverse=True), *sorted(years, reverse=True)]
        case "award":
            return sorted(counts, key=lambda value: (-counts[value], value))
        case "province":
            return [value for value in vocabulary.PROVINCES if value in counts]
        case _:
            return list(HAS_CASE)


def _name(name: str, value: str) -> str:
    """A value of a filter in words."""
    return {
        "level": lambda: label(vocabulary.LEVELS[value]),
        "year": lambda: label(BY_KEY["year"].value_label(value)),
        "region": lambda: regions.by_code()[value].name,
        "has_case": lambda: label(HAS_CASE[value]),
    }.get(name, lambda: value)()


@dataclass(frozen=True)
class Chip:
    """A filter in use that the form doesn't show, with the address without it."""

    name: str
    url: str


def _chips(found: FoundEntries) -> list[Chip]:
    """The filters that links of other pages set: level, government, region."""
    query = found.query
    return [
        Chip(
            ", ".join(_name(name, value) for value in values),
            catalogue_url(query, filters={k: v for k, v in query.filters.items() if k != name}),
        )
        for name, values in query.filters.items()
        if name not in COUNTED
    ]
