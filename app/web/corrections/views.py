"""The page on which a reader corrects a case, and the file or message that it makes.

The form is sent by POST, since a correction may be longer than an address. Nothing is
stored and nothing changes on the server, unless the reader sends the correction to the
curators' inbox; anybody may do that, so no token is needed.
"""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, Response, render_template, request, url_for
from flask_babel import gettext as _

from app.collection.case import Case
from app.collection.personal_data import find_personal_data
from app.contribution.inbox import InboxError
from app.documents.office.content import scrub
from app.web.corrections.correction import (
    ANY,
    KINDS,
    Correction,
    Question,
    correction_text,
    correction_to_text,
    mail_body,
    subject,
)
from app.web.site.cases import requested_case
from app.web.site.curators import curators
from app.web.site.downloads import download
from app.web.site.engine import current_engine
from app.web.site.handing_in import hand_in, takes_proposals
from app.web.site.i18n import today

blueprint = Blueprint("corrections", __name__)

#: The parameter and field that names the kind of correction.
KIND = "jenis"

#: The button that sends a correction to the inbox.
SEND = "kirim"


@blueprint.route("/koreksi", methods=["GET", "POST"])
def general() -> Response:
    """Ways to correct the site; a new case has a form of its own."""
    return _answer(None)


@blueprint.route("/inovasi/<slug>/koreksi", methods=["GET", "POST"])
def case(slug: str) -> Response:
    """Ways to correct a case, which the message already names."""
    return _answer(requested_case(slug))


def _answer(case: Case | None) -> Response:
    """The form; or, if it was sent without a mistake, the correction as a file or its receipt."""
    kind = request.values.get(KIND, ANY) if case else ANY
    kind = kind if kind in KINDS else ANY
    if request.method == "GET":
        return _page(case, Correction(kind, {}), {})
    # A browser sends a line end as two characters and counts it as one; scrub makes it one.
    answers = {
        question.key: scrub(request.form.get(question.key, ""))
        for question in KINDS[kind].questions
    }
    sent = Correction(kind, answers)
    mistakes = _mistakes(sent, case)
    if mistakes:
        return _page(case, sent, mistakes)
    if SEND in request.form and takes_proposals():
        return _sent(case, sent)
    data = correction_to_text(sent, case, _address(case), today())
    return download(data, f"koreksi-{case.slug if case else 'pustaka-inovasi'}", "txt")


def _mistakes(sent: Correction, case: Case | None) -> Mapping[str, str]:
    """Name of a field → what is wrong with it, and what to do."""
    told = {
        question.key: _mistake(question, sent.answers[question.key], case)
        for question in KINDS[sent.kind].questions
    }
    return {key: message for key, message in told.items() if message}


def _mistake(question: Question, answer: str, case: Case | None) -> str:
    """What is wrong with an answer; empty if nothing is."""
    if question.required and not answer.strip():
        return _("Kolom ini kosong. Isi dulu, lalu kirim lagi.")
    if len(answer) > question.most:
        return _("Terlalu panjang: ringkas menjadi paling banyak %(n)s huruf.", n=question.most)
    found = find_personal_data(answer, [case.title] if case else ())
    if found:
        return _(
            "Memuat data pribadi (“%(text)s”): %(remedy)s.",
            text=found[0].text,
            remedy=found[0].remedy,
        )
    return ""


def _sent(case: Case | None, sent: Correction) -> Response:
    """The receipt of a correction that went to the curators, or why it didn't."""
    text = correction_text(sent, case, _address(case), today())
    try:
        number = hand_in("koreksi", text, about=case.slug if case else "")
    except InboxError as exc:
        return _page(case, sent, {}, refused=str(exc))
    page = render_template(
        "corrections/receipt.html", case=case, number=number, text=text, engine=current_engine()
    )
    return Response(page)


def _page(
    case: Case | None, sent: Correction, mistakes: Mapping[str, str], refused: str = ""
) -> Response:
    contact, address = curators(), _address(case)
    page = render_template(
        "corrections/correction.html",
        case=case,
        sent=sent,
        kinds=KINDS if case else {},
        questions=KINDS[sent.kind].questions,
        mistakes=mistakes,
        refused=refused,
        contact=contact,
        takes_proposals=takes_proposals(),
        mail_link=contact.mail_link(subject(case), mail_body(case, address)),
        form_link=contact.form_link(address if case else ""),
        engine=current_engine(),
    )
    return Response(page, 503 if refused else 400 if mistakes else 200)


def _address(case: Case | None) -> str:
    """The address of the page of a case, or of the home page."""
    if case is None:
        return url_for("pages.home", s=None, _external=True)
    return url_for("pages.case", slug=case.slug, s=None, _external=True)
