"""From the parameters of an address to a :class:`Query`, and back.

A parameter that can't be used is left out of the query and reported, so that a page can
show the rest with a notice, and the API can refuse.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.collection.regions import by_code
from app.collection.vocabulary import Label
from app.search.engine import Engine
from app.search.facets import FACETS
from app.search.query.query import MAX_PER_PAGE, MODES, PER_PAGE, READINGS, SORTS, Mode, Query
from app.web.site.i18n import label

#: The most values of one facet: more are not chosen by a person.
MAX_VALUES = 50

#: The highest page number, more than any collection has.
MAX_PAGE = 100_000

#: Values of the parameter ``mode`` → modes of a query. Visitors read the addresses of pages and
#: pass them on, so their values are Indonesian words; the API has the names of the modes.
PAGE_MODES: Mapping[str, Mode] = {"biasa": "plain", "lanjut": "advanced"}
API_MODES: Mapping[str, Mode] = {mode: mode for mode in MODES}


@dataclass(frozen=True)
class BadParameter:
    """A parameter that can't be used, and why, in the language of the page."""

    name: str
    message: str


def read_query(
    args: MultiDict[str, str], engine: Engine, modes: Mapping[str, Mode] = PAGE_MODES
) -> tuple[Query, list[BadParameter]]:
    """The query that the parameters of ``/cari`` or ``/api/v1/search`` ask.

    ``modes`` are the values of the parameter ``mode``.
    """
    bad: list[BadParameter] = []
    chosen = {
        facet.key: choices(args, facet.key, partial(engine.knows, facet), bad, facet.values_hint)
        for facet in FACETS
    }
    sort = _sort(args, bad)
    literal = choices(args, "literal", READINGS.__contains__, bad)
    query = Query(
        text=args.get("q", ""),
        filters={key: values for key, values in chosen.items() if values},
        literal=literal,  # type: ignore[arg-type]  # all of them are in READINGS
        sort=sort,  # type: ignore[arg-type]  # it is in SORTS
        page=read_number(args, "page", MAX_PAGE, 1, bad),
        per_page=read_number(args, "per_page", MAX_PER_PAGE, PER_PAGE, bad),
        mode=_mode(args, modes, bad),
        related=flag(args, "related", bad),
        near=_near(args, bad),
    )
    return query, bad


def choices(
    args: MultiDict[str, str],
    name: str,
    knows: Callable[[str], bool],
    bad: list[BadParameter],
    hint: Label | None = None,
) -> tuple[str, ...]:
    """The known values of a repeatable parameter, each once; empty values are left out.

    ``hint`` says how a value is written.
    """
    values = list(dict.fromkeys(value for value in args.getlist(name) if value))
    if not values:
        return ()
    if len(values) > MAX_VALUES:
        bad.append(BadParameter(name, _("Paling banyak %(n)s pilihan.", n=MAX_VALUES)))
        values = values[:MAX_VALUES]
    known = tuple(value for value in values if knows(value))
    for value in values:
        if value not in known:
            message = _("Pilihan “%(value)s” tidak dikenal.", value=value[:100])
            remedy = f" {label(hint)}." if hint else ""
            bad.append(BadParameter(name, message + remedy))
    return known


def _sort(args: MultiDict[str, str], bad: list[BadParameter]) -> str:
    sort = args.get("sort") or SORTS[0]
    if sort in SORTS:
        return sort
    message = _(
        "Urutan “%(value)s” tidak dikenal; pilih %(choices)s.",
        value=sort[:100],
        choices=", ".join(SORTS),
    )
    bad.append(BadParameter("sort", message))
    return SORTS[0]


def _mode(args: MultiDict[str, str], modes: Mapping[str, Mode], bad: list[BadParameter]) -> Mode:
    value = args.get("mode", "")
    if not value:
        return MODES[0]
    if value in modes:
        return modes[value]
    message = _(
        "Cara mencari “%(value)s” tidak dikenal; pilih %(choices)s.",
        value=value[:100],
        choices=", ".join(modes),
    )
    bad.append(BadParameter("mode", message))
    return MODES[0]


def _near(args: MultiDict[str, str], bad: list[BadParameter]) -> str | None:
    """The code of the region near to which cases come first."""
    code = args.get("near", "")
    if not code or code in by_code():
        return code or None
    message = _(
        "Tidak ada daerah dengan kode “%(code)s”. Tulis kode kabupaten, kota, atau provinsi, "
        "misalnya 35.21.",
        code=code[:100],
    )
    bad.append(BadParameter("near", message))
    return None


def flag(args: MultiDict[str, str], name: str, bad: list[BadParameter]) -> bool:
    """Whether a parameter is 1; 0 is as good as none."""
    value = args.get(name, "")
    if value not in {"", "0", "1"}:
        bad.append(BadParameter(name, _("“%(value)s” bukan 0 atau 1.", value=value[:100])))
    return value == "1"


def read_number(
    args: MultiDict[str, str], name: str, most: int, default: int, bad: list[BadParameter]
) -> int:
    """A whole number from 1 to ``most``."""
    text = args.get(name, "")
    if not text:
        return default
    # int() also reads " 1_0 " and digits of other scripts.
    if text.isascii() and text.isdecimal() and len(text) < 10 and 1 <= int(text) <= most:
        return int(text)
    message = _(
        "“%(value)s” bukan bilangan dari %(least)s sampai %(most)s.",
        value=text[:100],
        least=1,
        most=most,
    )
    bad.append(BadParameter(name, message))
    return default


def parameters(query: Query, modes: Mapping[str, Mode] = PAGE_MODES) -> Iterator[tuple[str, str]]:
    """The parameters that say a query, in a fixed order; defaults are left out."""
    if query.mode != MODES[0]:
        yield "mode", next(value for value, mode in modes.items() if mode == query.mode)
    if query.text:
        yield "q", query.text
    for facet in FACETS:
        for value in query.filters.get(facet.key, ()):
            yield facet.key, value
    for reading in query.literal:
        yield "literal", reading
    if query.sort != SORTS[0]:
        yield "sort", query.sort
    if query.related:
        yield "related", "1"
    if query.near:
        yield "near", query.near
    if query.page != 1:
        yield "page", str(query.page)
    if query.per_page != PER_PAGE:
        yield "per_page", str(query.per_page)


def search_fields(query: Query, *set_by_form: str) -> list[tuple[str, str]]:
    """The hidden fields of a form that changes a query.

    The parameters that the form sets itself are left out, and so is the page.
    """
    left_out = {*set_by_form, "page"}
    return [(name, value) for name, value in parameters(query) if name not in left_out]


def without(query: Query, facet: str, value: str) -> Query:
    """The first page of a query without one value of a filter."""
    values = tuple(other for other in query.filters.get(facet, ()) if other != value)
    filters = {key: values for key, values in query.filters.items() if key != facet}
    return replace(query, filters=filters | ({facet: values} if values else {}), page=1)
