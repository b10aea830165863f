"""The replication plan as a form, a Word file and a page to print.

The form is sent by POST, since a plan is longer than an address may be. Nothing is stored
and nothing changes on the server: the answer is made from what was sent, and forgotten.
So a request forged by another site could do no harm, and no token is needed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from flask import Response, abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from app.documents.letters import LETTERS
from app.documents.plan.form import FIELD_NAMES, PLAN_FIELDS, PLAN_SECTIONS
from app.documents.plan.plan import Mistake, Plan, read_plan
from app.documents.plan.prefill import case_facts
from app.documents.plan.word import plan_to_word
from app.web.site.downloads import download
from app.web.site.engine import current_engine
from app.web.workbench.blueprint import blueprint
from app.web.workbench.chosen_case import chosen_case

#: The button that asks for an address of the plan.
LINK = "tautan"

# Longer addresses are cut or refused on their way: by the server's limit of a request
# line, by proxies, by the programs that people share them with.
LONGEST_LINK = 6000


@blueprint.route("/rencana", methods=["GET", "POST"])
def plan() -> BaseResponse:
    """The form, filled from the case and from what was sent; or a redirect to its address."""
    filled, mistakes = _filled_plan()
    if mistakes or LINK not in request.form:
        return _form(filled, mistakes)
    changes: dict[str, Any] = dict(filled.changes())
    address = url_for("workbench.plan", s=filled.case.slug, **changes)
    if len(address) > LONGEST_LINK:
        return _form(filled, (), too_long=True)
    return redirect(address, 303)


@blueprint.route("/rencana.docx", methods=["GET", "POST"])
def plan_word() -> Response:
    """The plan as a Word file."""
    filled = _plan_without_mistakes()
    slug = filled.case.slug
    address = url_for("pages.case", slug=slug, s=None, _external=True)
    data = plan_to_word(filled, address, dt.date.today())
    return download(data, f"rencana-replikasi-{slug}", "docx")


@blueprint.route("/rencana/cetak", methods=["GET", "POST"])
def plan_print() -> str:
    """The plan as a page to print."""
    filled = _plan_without_mistakes()
    return render_template(
        "workbench/plan_print.html",
        case=filled.case,
        plan=filled,
        sections=PLAN_SECTIONS,
        case_facts=case_facts(filled.case),
        today=dt.date.today(),
        engine=current_engine(),
    )


# --- reading the request --------------------------------------------------------------


def _filled_plan() -> tuple[Plan, Sequence[Mistake]]:
    """The plan of this request, filled from its case and from what was sent."""
    case = chosen_case()
    sent = request.form if request.method == "POST" else request.args
    return read_plan(case, {key: sent.getlist(key) for key in PLAN_FIELDS if key in sent})


def _plan_without_mistakes() -> Plan:
    """The plan of this request; with mistakes in it, the request ends with the form."""
    filled, mistakes = _filled_plan()
    if mistakes:
        abort(_form(filled, mistakes))
    return filled


# --- the form -------------------------------------------------------------------------


def _form(plan: Plan, mistakes: Sequence[Mistake], *, too_long: bool = False) -> Response:
    """The form; ``too_long`` says that the plan doesn't fit into an address."""
    page = render_template(
        "workbench/plan.html",
        case=plan.case,
        plan=plan,
        sections=PLAN_SECTIONS,
        case_facts=case_facts(plan.case),
        messages={mistake.key: _message(mistake) for mistake in mistakes},
        names=FIELD_NAMES,
        letters=LETTERS,
        link=LINK,
        too_long=too_long,
        engine=current_engine(),
    )
    return Response(page, 400 if mistakes else 200)


def _message(mistake: Mistake) -> str:
    """What is wrong with a field, and what to do."""
    match mistake.kind:
        case "long":
            return _(
                "Terlalu panjang: ringkas menjadi paling banyak %(most)s huruf.",
                most=PLAN_FIELDS[mistake.key].max_length,
            )
        case "date":
            return _("Tanggal ini tidak ada. Tulis tanggal/bulan/tahun, misalnya 1/3/2027.")
        case "order":
            return _("Tanggal selesai mendahului tanggal mulai. Periksa keduanya.")
        case "choice":
            return _("Ada pilihan yang tidak dikenal; pilihan itu dihapus. Periksa lagi.")
