"""The page of who copied whom, filtered and ordered by its address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import Response, render_template, request
from flask_babel import gettext as _

from app.collection import regions, replications, vocabulary
from app.collection.case import Source
from app.collection.replications import KINDS, SIDES, FoundPairs, Pair
from app.search.engine import Engine
from app.web.replications.blueprint import blueprint
from app.web.site.engine import current_engine
from app.web.site.i18n import label
from app.web.site.pairs import read_pair_query, sources_of
from app.web.site.params import BadParameter
from app.web.site.shortlist import current


@blueprint.get("/replikasi")
def overview() -> Response:
    """The pairs of an original and a copy, with a notice of parameters that can't be used."""
    engine = current_engine()
    query, bad = read_pair_query(request.args, engine)
    found = replications.find(engine.replications, query)
    last = max(1, found.pages)
    if query.page > last:
        bad.append(BadParameter("page", _("Daftar ini hanya sampai halaman %(n)s.", n=last)))
    page = render_template(
        "replications/replications.html",
        engine=engine,
        query=query,
        found=found,
        rows=_rows(found, engine),
        choices=_choices(found),
        sides=[Choice(side, label(name)) for side, name in SIDES.items()],
        sorts=[Choice(sort, label(name)) for sort, name in replications.SORTS.items()],
        case_title=_title(query.filters.get("case", ""), engine),
        other_filters={name: value for name, value in query.filters.items() if name != "case"},
        provinces=vocabulary.PROVINCES.keys() - {vocabulary.NATIONAL},
        bad=bad,
    )
    return Response(page, 404 if query.page > last else 400 if bad or current().bad else 200)


def _title(slug: str, engine: Engine) -> str | None:
    return engine.titles((slug,)).get(slug)


@dataclass(frozen=True)
class Row:
    """A pair with the sources that tell of it."""

    pair: Pair
    sources: tuple[Source, ...]


def _rows(found: FoundPairs, engine: Engine) -> list[Row]:
    return [Row(pair, sources_of(pair, engine)) for pair in found.on_page]


# --- the form -------------------------------------------------------------------------


@dataclass(frozen=True)
class Choice:
    """A value that a list of the form offers, and how many pairs it gives, if they are counted."""

    value: str
    name: str
    count: int | None = None


def _choices(found: FoundPairs) -> Mapping[str, list[Choice]]:
    """The values of each list of the form that some pair has under the other filters.

    A value in use is there even if no pair has it.
    """
    in_order: Mapping[str, Iterable[tuple[str, str]]] = {
        "category": ((key, label(name)) for key, name in vocabulary.CATEGORIES.items()),
        "kind": ((key, label(name)) for key, name in KINDS.items()),
        "province": ((name, name) for name in vocabulary.PROVINCES),
        "region": sorted(
            ((code, region.name) for code, region in regions.by_code().items()),
            key=lambda choice: choice[1],
        ),
    }
    return {
        name: [
            Choice(value, text, found.counts[name].get(value, 0))
            for value, text in values
            if found.counts[name].get(value) or found.query.filters.get(name) == value
        ]
        for name, values in in_order.items()
    }
