"""The replication plan as a form, a Word file and a page to print.

The form is sent by POST, since a plan is longer than an address may be. Nothing is stored
and nothing changes on the server: the answer is made from what was sent, and forgotten.
So a request forged by another site could do no harm, and no token is needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask import Response, abort, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.collection.case import Case
from app.documents.letters import LETTERS
from app.documents.plan.budget import budget_notes
from app.documents.plan.form import (
    FIELD_NAMES,
    PLAN_FIELDS,
    PLAN_SECTIONS,
    PlanField,
    PlanTable,
    fields_of,
)
from app.documents.plan.plan import Mistake, Plan, read_plan
from app.documents.plan.prefill import case_facts
from app.documents.plan.word import plan_to_word
from app.web.site.dates import date_anchor, date_message, date_text
from app.web.site.downloads import download
from app.web.site.engine import current_engine
from app.web.site.i18n import in_indonesian, today
from app.web.site.share import whatsapp_url
from app.web.workbench.blueprint import blueprint
from app.web.workbench.chosen_case import chosen_case
from app.web.workbench.fit_check import read_answers, verdict
from app.web.workbench.fit_questions import areas

#: The buttons that ask for an address of the plan, for more rows of a table (its value is the
#: key of the table), and for the sums of the budget.
LINK, LONGER, SUMS = "tautan", "tambah", "hitung"

# Longer addresses are cut or refused on their way: by the server's limit of a request
# line, by proxies, by the programs that people share them with.
LONGEST_LINK = 6000


@blueprint.route("/rencana", methods=["GET", "POST"])
def plan() -> Response:
    """The form, filled from the case and from what was sent; on demand with its address."""
    filled, mistakes = _filled_plan()
    if mistakes or LINK not in request.form:
        return _form(filled, mistakes)
    changes: dict[str, Any] = dict(filled.changes())
    slug = filled.case.slug
    # Whoever gets the address gets the plan, and not the visitor's list.
    address = url_for("workbench.plan", s=slug, daftar=None, _external=True, **changes)
    return _form(filled, (), address=address)


@blueprint.route("/rencana.docx", methods=["GET", "POST"])
def plan_word() -> Response:
    """The plan as a Word file."""
    filled = _plan_without_mistakes()
    slug = filled.case.slug
    address = url_for("pages.case", slug=slug, s=None, _external=True)
    data = plan_to_word(filled, address, today())
    return download(data, f"rencana-replikasi-{slug}", "docx")


@blueprint.route("/rencana/cetak", methods=["GET", "POST"])
def plan_print() -> str:
    """The plan as a page to print."""
    filled = _plan_without_mistakes()
    return render_template("workbench/plan_print.html", **on_paper(filled), case=filled.case)


def on_paper(plan: Plan) -> dict[str, Any]:
    """What the template of the page to print needs beside the case."""
    return {
        "plan": plan,
        "sections": PLAN_SECTIONS,
        "case_facts": case_facts(plan.case),
        "budget_notes": budget_notes(plan.budget),
        "today": today(),
        "engine": current_engine(),
    }


# --- reading the request --------------------------------------------------------------


def _filled_plan() -> tuple[Plan, Sequence[Mistake]]:
    """The plan of this request, filled from its case and from what was sent."""
    case = chosen_case()
    values = request.form if request.method == "POST" else request.args
    sent = _sent(values)
    return read_plan(case, {**_from_fit_check(case), **sent}, longer=request.form.get(LONGER, ""))


def _sent(values: MultiDict[str, str]) -> dict[str, list[str]]:
    """Key of a field → the texts that were sent for it; a date is one text."""
    sent: dict[str, list[str]] = {}
    for key, field in PLAN_FIELDS.items():
        if field.kind == "date":
            date = date_text(values, key)
            sent |= {} if date is None else {key: [date]}
        elif key in values:
            sent[key] = values.getlist(key)
    return sent


def _from_fit_check(case: Case) -> dict[str, list[str]]:
    """What answers of the fit check, if the address has any, put into the plan."""
    with in_indonesian():  # the language of the plan
        every_area = areas()
        answers, _bad = read_answers(request.args, every_area)
        if not answers:
            return {}
        values = verdict(every_area, answers, case).plan_values()
    return {key: [text] for key, text in values.items()}


def _plan_without_mistakes() -> Plan:
    """The plan of this request; with mistakes in it, the request ends with the form."""
    filled, mistakes = _filled_plan()
    if mistakes:
        abort(_form(filled, mistakes))
    return filled


# --- the form -------------------------------------------------------------------------


def _form(plan: Plan, mistakes: Sequence[Mistake], *, address: str = "") -> Response:
    """The form, with the address of the plan if the visitor asked for it."""
    _answers, bad = read_answers(request.args, areas())
    page = render_template(
        "workbench/plan.html",
        case=plan.case,
        plan=plan,
        sections=PLAN_SECTIONS,
        case_facts=case_facts(plan.case),
        budget_notes=budget_notes(plan.budget),
        messages={mistake.key: _message(mistake, plan) for mistake in mistakes},
        anchors={mistake.key: _anchor(mistake, plan) for mistake in mistakes},
        opened=_opened(plan, mistakes),
        sent=request.method == "POST",
        names=FIELD_NAMES,
        letters=LETTERS,
        buttons={"link": LINK, "longer": LONGER, "sums": SUMS},
        bad=bad,
        address=address,
        whatsapp_url=whatsapp_url(_("Rencana replikasi %(title)s", title=plan.case.title), address),
        too_long=len(address) > LONGEST_LINK,
        engine=current_engine(),
    )
    return Response(page, 400 if mistakes or bad else 200)


def _opened(plan: Plan, mistakes: Sequence[Mistake]) -> set[str]:
    """Keys of the sections and tables whose folded fields or rows are in use or have a mistake.

    Rows that the visitor has just asked for are in use.
    """
    added = f"{request.form.get(LONGER, '')}{2}"
    touched = {*plan.changes(), *(mistake.key for mistake in mistakes), added}
    folded: dict[str, Iterable[PlanField]] = {}
    for section in PLAN_SECTIONS:
        folded[section.key] = fields_of(section.other_items)
        for item in section.items:
            if isinstance(item, PlanTable):
                rows = item.field_rows()[1:]
                folded[f"tabel-{item.key}"] = (field for row in rows for field in row)
    return {key for key, fields in folded.items() if touched & {field.key for field in fields}}


def _anchor(mistake: Mistake, plan: Plan) -> str:
    """The id of the field to correct."""
    is_date = PLAN_FIELDS[mistake.key].kind == "date"
    return date_anchor(mistake.key, plan.values[mistake.key]) if is_date else mistake.key


def _message(mistake: Mistake, plan: Plan) -> str:
    """What is wrong with a field, and what to do."""
    match mistake.kind:
        case "long":
            return _(
                "Terlalu panjang: ringkas menjadi paling banyak %(most)s huruf.",
                most=PLAN_FIELDS[mistake.key].max_length,
            )
        case "lines":
            return _(
                "Terlalu banyak baris: gabungkan menjadi paling banyak %(most)s baris.",
                most=PLAN_FIELDS[mistake.key].max_lines,
            )
        case "date":
            return date_message(plan.values[mistake.key])
        case "order":
            return _("Tanggal selesai mendahului tanggal mulai. Periksa keduanya.")
        case "number":
            return _("Angka ini tidak terbaca. Tulis misalnya 1.250.000,50 atau 1250000.")
        case "choice":
            return _("Ada pilihan yang tidak dikenal; pilihan itu dihapus. Periksa lagi.")
