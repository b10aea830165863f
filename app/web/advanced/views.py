"""The page with the form for advanced queries."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import Blueprint, Response, render_template, request

from app.search.advanced.mistakes import AdvancedQueryError
from app.search.engine import Engine
from app.search.query.query import Query
from app.web.advanced import form as fields
from app.web.advanced.examples import field_examples, operator_examples
from app.web.site.engine import current_engine
from app.web.site.params import read_query
from app.web.site.shortlist import current

blueprint = Blueprint("advanced", __name__)


@blueprint.get("/cari/lanjut")
def form() -> Response:
    """The form; the query that it stands for, or that the address brings; a short help."""
    engine = current_engine()
    typed, bad = fields.read_form(request.args)
    query, bad_of_query = read_query(request.args, engine)
    query = replace(query, text=typed.query or query.text, mode="advanced", literal=(), page=1)
    bad += bad_of_query
    trial = _try(engine, query) if query.text.strip() else None
    page = render_template(
        "advanced/form.html",
        engine=engine,
        form=typed,
        fields=fields,
        query=query,
        bad=bad,
        trial=trial,
        operators=operator_examples(),
        query_fields=field_examples(),
    )
    refused = bad or typed.errors or current().bad or (trial and trial.mistake)
    return Response(page, 400 if refused else 200)


@dataclass(frozen=True)
class Trial:
    """What a query finds, or its mistake."""

    total: int = 0
    mistake: AdvancedQueryError | None = None


def _try(engine: Engine, query: Query) -> Trial:
    try:
        return Trial(engine.search(replace(query, per_page=1)).total)
    except AdvancedQueryError as mistake:
        if mistake.kind == "busy":
            raise
        return Trial(mistake=mistake)
