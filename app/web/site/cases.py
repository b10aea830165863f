"""The case that an address names, or the answer in its place."""

from __future__ import annotations

from flask import Response, abort, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from app.collection.case import Case
from app.collection.finding import LEVEL_WORDS
from app.search.engine import Engine
from app.web.site.engine import current_engine
from app.web.site.errors import answer
from app.web.site.mistakes import mistakes_of


def requested_case(slug: str) -> Case:
    """The case of a slug; if there is none, the request ends with an answer that says why.

    That is 410 with the reason if the case was withdrawn, a redirect to its page if the
    slug has capital letters, and else 404; with ``serve --reload``, the mistakes of its file.
    """
    engine = current_engine()
    case = engine.case(slug)
    if case is None:
        abort(_no_case(engine, slug))
    return case


def _no_case(engine: Engine, slug: str) -> BaseResponse:
    withdrawn = engine.manifest.withdrawn.get(slug)
    if withdrawn:
        instead = withdrawn["instead"]
        page = render_template(
            "site/withdrawn.html",
            reason=withdrawn["reason"],
            instead=instead,
            titles=engine.titles((instead,)) if instead else {},
        )
        return Response(page, 410)
    if slug != slug.lower() and engine.case(slug.lower()):
        return redirect(url_for("pages.case", slug=slug.lower()), 301)
    if findings := mistakes_of(slug):
        page = render_template("site/mistakes.html", findings=findings, words=LEVEL_WORDS)
        return Response(page, 404)
    return answer(
        404,
        _("Kasus ini tidak ada"),
        _("Tidak ada kasus dengan alamat “%(slug)s”. Coba cari namanya.", slug=slug[:100]),
    )
