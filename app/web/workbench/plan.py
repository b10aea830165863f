"""The replication plan as a form, a Word file and a page to print; and the letters.

The form is sent by POST, since a plan is longer than an address may be. Nothing is kept
and nothing changes on the server: the answer is made from what was sent, and forgotten.
So there is nothing that a request forged by another site could do, and no token to guard.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from functools import wraps

from flask import Response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from app.collection.case import Case
from app.documents.letters import LETTERS, letter_to_word
from app.documents.plan.form import FIELD_NAMES, PLAN_FIELDS, PLAN_SECTIONS
from app.documents.plan.plan import Mistake, Plan, read_plan
from app.documents.plan.prefill import case_facts
from app.documents.plan.word import plan_to_word
from app.web.site.cases import requested_case
from app.web.site.downloads import download
from app.web.site.engine import current_engine
from app.web.site.errors import answer
from app.web.workbench.blueprint import blueprint

#: The parameter that names the case.
CASE = "s"

#: The button that asks for an address of the plan.
LINK = "tautan"

# Longer addresses are cut or refused on their way: by the server's limit of a request
# line, by proxies, by the programs that people share them with.
LONGEST_LINK = 6000

Shown = BaseResponse | str
View = Callable[..., Shown]


def with_case(view: View) -> View:
    """Give a view the case that ``s`` names; without one, say how to choose."""

    @wraps(view)
    def choose(**arguments: str) -> Shown:
        library = current_engine()
        slugs = list(dict.fromkeys(slug.strip().lower() for slug in _sent(CASE) if slug.strip()))
        if len(slugs) != 1:
            cases = [case for case in map(library.case, slugs[:12]) if case]
            return render_template("workbench/plan_choose.html", cases=cases, library=library)
        return view(requested_case(slugs[0]), **arguments)

    return choose


def _sent(name: str) -> Sequence[str]:
    """The values of a parameter: of the form if it was sent by POST, else of the address."""
    if request.method == "POST" and name in request.form:
        return request.form.getlist(name)
    return request.args.getlist(name)


def _read(case: Case) -> tuple[Plan, tuple[Mistake, ...]]:
    sent = request.form if request.method == "POST" else request.args
    return read_plan(case, {key: sent.getlist(key) for key in PLAN_FIELDS if key in sent})


@blueprint.route("/rencana", methods=["GET", "POST"])
@with_case
def plan(case: Case) -> Shown:
    """The form, filled from the case and from what was sent."""
    found, mistakes = _read(case)
    if LINK in request.form and not mistakes:
        address = url_for("workbench.plan", s=case.slug, **found.changes())  # type: ignore[arg-type]  # values of any name
        if len(address) <= LONGEST_LINK:
            return redirect(address, 303)
        return _form(found, (), too_long=True)
    return _form(found, mistakes)


@blueprint.route("/rencana.docx", methods=["GET", "POST"])
@with_case
def plan_word(case: Case) -> Shown:
    """The plan as a Word file; the form again if something in it can't be used."""
    found, mistakes = _read(case)
    if mistakes:
        return _form(found, mistakes)
    address = url_for("pages.case", slug=case.slug, s=None, _external=True)
    data = plan_to_word(found, address, dt.date.today())
    return download(data, f"rencana-replikasi-{case.slug}", "docx")


@blueprint.route("/rencana/cetak", methods=["GET", "POST"])
@with_case
def plan_print(case: Case) -> Shown:
    """The plan as a page to print; the form again if something in it can't be used."""
    found, mistakes = _read(case)
    if mistakes:
        return _form(found, mistakes)
    return render_template(
        "workbench/plan_print.html",
        case=case,
        plan=found,
        sections=PLAN_SECTIONS,
        case_facts=case_facts(case),
        today=dt.date.today(),
        library=current_engine(),
    )


@blueprint.get("/surat/<name>.docx")
@with_case
def letter(case: Case, name: str) -> Shown:
    """A letter to the origin as a Word file."""
    wanted = LETTERS.get(name)
    if wanted is None:
        return answer(
            404, _("Surat ini tidak ada"), _("Yang ada: %(names)s.", names=", ".join(LETTERS))
        )
    data = letter_to_word(wanted, case, dt.date.today())
    return download(data, f"surat-{name}-{case.slug}", "docx")


def _form(plan: Plan, mistakes: Sequence[Mistake], *, too_long: bool = False) -> Response:
    page = render_template(
        "workbench/plan.html",
        case=plan.case,
        plan=plan,
        sections=PLAN_SECTIONS,
        case_facts=case_facts(plan.case),
        messages=_messages(mistakes),
        names=FIELD_NAMES,
        letters=LETTERS,
        link=LINK,
        too_long=too_long,
        library=current_engine(),
    )
    return Response(page, 400 if mistakes else 200)


def _messages(mistakes: Sequence[Mistake]) -> Mapping[str, str]:
    """Field → what is wrong with it and what to do."""
    return {mistake.key: _message(mistake) for mistake in mistakes}


def _message(mistake: Mistake) -> str:
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
