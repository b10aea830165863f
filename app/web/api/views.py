"""The addresses of the JSON API."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import chain
from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    jsonify,
    request,
)
from flask_babel import gettext as _
from pydantic import BaseModel

from app.collection.replications import find
from app.search.catalogue import CatalogueQuery
from app.search.engine import Engine
from app.search.facets import BY_KEY
from app.search.index.generations import IndexUnusableError
from app.search.query.query import MAX_PER_PAGE, Query
from app.search.results import Hit
from app.search.suggest import Suggestion
from app.web.api import answers, change_answers, search_json
from app.web.api.catalogue_answers import catalogue_answer
from app.web.api.models import Health, SearchResult
from app.web.api.openapi import openapi_document
from app.web.api.theme_answers import theme_answer, themes_answer
from app.web.site.catalogue import catalogue_url, read_catalogue_query
from app.web.site.engine import current_engine
from app.web.site.errors import problem
from app.web.site.i18n import language
from app.web.site.links import url_for
from app.web.site.pairs import read_pair_query, sources_of
from app.web.site.params import API_MODES, MAX_PAGE, BadParameter, read_number, read_query

blueprint = Blueprint("api", __name__)


@blueprint.get("/api/v1/search")
def search() -> Response:
    """Search with filters, facets and paging."""
    left_out = _left_out()
    results = current_engine().search(_query())
    _check_page(results.query.page, results.pages)
    if left_out:
        found = answers.search_answer(results, _case_url, _theme_url, language())
        return _json(found, {"results": {"__all__": left_out}})
    return _text(search_json.search_json(results, _case_url, _theme_url, language()))


@blueprint.get("/api/v1/search.jsonl")
def search_lines() -> Response:
    """All results of a search, a line each, sent while they are being made."""
    left_out = _left_out()
    query = replace(_query(), page=1, per_page=MAX_PER_PAGE)
    lines = _lines(current_engine(), query, left_out, _case_url("x").removesuffix("x"))
    # The first line before all: a query that can't be answered gives an error, not half an answer.
    first = next(lines, "")
    return current_app.response_class(chain((first,), lines), mimetype="application/jsonl")


def _lines(engine: Engine, query: Query, left_out: set[str], cases: str) -> Iterator[str]:
    """The results page by page, so that only those of a page are in memory.

    They are sent after the request is over, so nothing here may ask for it. ``cases`` is what
    the paths of cases begin with.
    """
    while True:
        results = engine.search(query)
        for hit in results.hits:
            yield _line(hit, left_out, cases.__add__) + "\n"
        if query.page >= results.pages:
            return
        query = replace(query, page=query.page + 1)


def _line(hit: Hit, left_out: set[str], case_url: Callable[[str], str]) -> str:
    if left_out:
        return answers.search_result(hit, case_url).model_dump_json(exclude=left_out)
    return search_json.hit_json(hit, case_url)


def _left_out() -> set[str]:
    """The fields of a result that the parameter ``fields`` leaves out; 400 if it names another."""
    wanted = {name.strip() for name in request.args.get("fields", "").split(",")} - {""}
    known = SearchResult.model_fields.keys()
    if unknown := sorted(wanted - known):
        message = _(
            "Isian “%(name)s” tidak dikenal; pilih dari %(choices)s.",
            name=unknown[0][:100],
            choices=", ".join(known),
        )
        abort(_bad_request([BadParameter("fields", message)]))
    return known - wanted - {"slug"} if wanted else set()


@blueprint.get("/api/v1/changes")
def changes() -> Response:
    """What has changed since a day."""
    bad: list[BadParameter] = []
    since = _since(bad)
    page = read_number(request.args, "page", MAX_PAGE, 1, bad)
    per_page = read_number(request.args, "per_page", MAX_PER_PAGE, MAX_PER_PAGE, bad)
    if bad:
        abort(_bad_request(bad))
    answer = change_answers.changes_answer(current_engine(), since, page, per_page, _case_url)
    _check_page(page, answer.pages)
    return _json(answer)


def _since(bad: list[BadParameter]) -> dt.date | None:
    """The day that the parameter ``since`` names."""
    text = request.args.get("since", "")
    if not text:
        return None
    try:
        return dt.datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        message = _("“%(value)s” bukan tanggal seperti 2026-11-30.", value=text[:100])
        bad.append(BadParameter("since", message))
        return None


def _check_page(page: int, pages: int) -> None:
    """404 for a page beyond the last of a list."""
    last = max(1, pages)
    if page > last:
        detail = _("Hasil ini hanya sampai halaman %(n)s.", n=last)
        abort(problem(404, _("Halaman ini tidak ada"), detail))


def _query() -> Query:
    """The query of this request; 400 if any of its parameters can't be used."""
    query, bad = read_query(request.args, current_engine(), API_MODES)
    if bad:
        abort(_bad_request(bad))
    return query


@blueprint.get("/api/v1/cases/<slug>")
def case(slug: str) -> Response:
    """One case, whole; 410 with the reason if it was withdrawn."""
    engine = current_engine()
    found = engine.case(slug)
    if found:
        themes = engine.themes_of(slug)
        url = _case_url(slug)
        return _json(answers.case_answer(found, url, themes, _theme_url, language()))
    withdrawn = engine.manifest.withdrawn.get(slug)
    if withdrawn:
        return problem(
            410, _("Kasus ini ditarik"), withdrawn["reason"] or "", instead=withdrawn["instead"]
        )
    return problem(404, _("Kasus ini tidak ada"), _("Cari slug-nya lewat /api/v1/search."))


@blueprint.get("/api/v1/suggest")
def suggest() -> Response:
    """Completions of what is being typed."""
    typed = request.args.get("q", "")
    return _json(answers.suggest_answer(typed, current_engine().suggest(typed), _suggestion_url))


def _suggestion_url(suggestion: Suggestion) -> str:
    if suggestion.kind == "theme":
        return _theme_url(str(suggestion.slug))
    if suggestion.slug:
        return _case_url(suggestion.slug)
    if suggestion.kind == "catalogue":
        return catalogue_url(CatalogueQuery(suggestion.text))
    return url_for("pages.search", q=suggestion.text)


def _case_url(slug: str) -> str:
    return url_for("pages.case", slug=slug)


def _theme_url(slug: str) -> str:
    return url_for("themes.theme", slug=slug)


@blueprint.get("/api/v1/themes")
def themes() -> Response:
    """All themes with their numbers."""
    return _json(themes_answer(current_engine().theme_cards.values(), _theme_url))


@blueprint.get("/api/v1/themes/<slug>")
def theme(slug: str) -> Response:
    """One theme, whole."""
    found = current_engine().theme_overview(slug)
    if found is None:
        return problem(404, _("Tema ini tidak ada"), _("Daftarnya ada di /api/v1/themes."))
    return _json(theme_answer(found, _theme_url(slug), _case_url))


@blueprint.get("/api/v1/vocabulary")
def vocabularies() -> Response:
    """Every value that can be filtered by, with its labels."""
    return _json(answers.vocabulary_answer(current_engine()))


@blueprint.get("/api/v1/replications")
def replications() -> Response:
    """Who copied whom, with the filters of ``/replikasi``."""
    engine = current_engine()
    query, bad = read_pair_query(request.args, engine)
    if bad:
        abort(_bad_request(bad))
    found = find(engine.replications, query)
    _check_page(query.page, found.pages)
    return _json(
        answers.replications_answer(found, lambda pair: sources_of(pair, engine), _case_url)
    )


@blueprint.get("/api/v1/catalogue")
def catalogue() -> Response:
    """The innovations that are known by name, with the filters of ``/katalog``."""
    engine = current_engine()
    query, bad = read_catalogue_query(request.args, engine)
    if bad:
        abort(_bad_request(bad))
    found = engine.catalogue.find(query)
    _check_page(query.page, found.pages)
    return _json(catalogue_answer(found, _case_url))


@blueprint.get("/healthz")
def healthz() -> Response:
    """Whether the process is up."""
    return _json(Health(status="ok"))


@blueprint.get("/readyz")
def readyz() -> Response:
    """Whether the index is open; how many cases it has and how many files it left out."""
    try:
        manifest = current_engine().manifest
    except IndexUnusableError as exc:
        return problem(503, _("Indeks belum bisa dibuka"), str(exc))
    return _json(answers.readiness(manifest))


@blueprint.get("/api/openapi.json")
def openapi() -> Response:
    """The description of this API."""
    return jsonify(openapi_document())


@blueprint.after_app_request
def _allow_all_origins(response: Response) -> Response:
    """The data is open: pages of other hosts may read it, and read why they can't.

    An address or a method that isn't served belongs to no endpoint, so the path decides.
    """
    open_to_all = request.path.startswith(("/api/", "/data/", "/data.json"))
    if open_to_all or request.blueprint == "api":
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        response.headers["Access-Control-Expose-Headers"] = (
            "Accept-Ranges, Content-Range, ETag, Link, Repr-Digest, Retry-After"
        )
        if request.method == "OPTIONS":
            response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
            response.headers["Access-Control-Allow-Headers"] = "*"
            response.headers["Access-Control-Max-Age"] = "86400"
    return response


def _json(answer: BaseModel, left_out: Mapping[str, Any] | None = None) -> Response:
    return _text(answer.model_dump_json(exclude=left_out))


def _text(text: str) -> Response:
    return current_app.response_class(text + "\n", mimetype="application/json")


def _bad_request(bad: list[BadParameter]) -> Response:
    detail = " ".join(f"{parameter.name}: {parameter.message}" for parameter in bad)
    if any(parameter.name in BY_KEY for parameter in bad):
        values = url_for("api.vocabularies")
        detail += " " + _("Semua pilihan: %(address)s.", address=values)
    return problem(
        400,
        _("Parameter tidak bisa dipakai"),
        detail,
        errors=[{"name": parameter.name, "message": parameter.message} for parameter in bad],
    )
