"""The page on which a reader corrects a case, and the file that it makes.

The form is sent by POST, since a correction may be longer than an address. Nothing is
stored and nothing changes on the server, so no token is needed.
"""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request, url_for
from flask_babel import gettext as _

from app.collection.case import Case
from app.documents.office.content import scrub
from app.web.corrections.correction import (
    MOST_SOURCE,
    MOST_TEXT,
    Correction,
    correction_to_text,
    mail_body,
    subject,
)
from app.web.site.cases import requested_case
from app.web.site.curators import curators
from app.web.site.downloads import download
from app.web.site.engine import current_engine
from app.web.site.i18n import today

blueprint = Blueprint("corrections", __name__)


@blueprint.route("/koreksi", methods=["GET", "POST"])
def general() -> Response:
    """Ways to propose a case or a correction of the collection."""
    return _answer(None)


@blueprint.route("/inovasi/<slug>/koreksi", methods=["GET", "POST"])
def case(slug: str) -> Response:
    """Ways to correct a case, which the message already names."""
    return _answer(requested_case(slug))


def _answer(case: Case | None) -> Response:
    """The page; or, if the form was sent without a mistake, the correction as a file."""
    if request.method == "GET":
        return _page(case, Correction(), {})
    # A browser sends a line end as two characters and counts it as one; scrub makes it one.
    sent = Correction(*(scrub(request.form.get(name, "")) for name in ("usul", "sumber")))
    mistakes = _mistakes(sent)
    if mistakes:
        return _page(case, sent, mistakes)
    data = correction_to_text(sent, case, _address(case), today())
    return download(data, f"koreksi-{case.slug if case else 'pustaka-inovasi'}", "txt")


def _mistakes(sent: Correction) -> dict[str, str]:
    """Name of a field → what is wrong with it, and what to do."""
    mistakes = {}
    if not sent.text.strip():
        mistakes["usul"] = _("Kolom ini kosong. Tulis apa yang keliru atau kurang.")
    for name, value, most in (("usul", sent.text, MOST_TEXT), ("sumber", sent.source, MOST_SOURCE)):
        if len(value) > most:
            mistakes[name] = _(
                "Terlalu panjang: ringkas menjadi paling banyak %(n)s huruf.", n=most
            )
    return mistakes


def _page(case: Case | None, sent: Correction, mistakes: dict[str, str]) -> Response:
    contact, address = curators(), _address(case)
    page = render_template(
        "corrections/correction.html",
        case=case,
        sent=sent,
        mistakes=mistakes,
        most={"usul": MOST_TEXT, "sumber": MOST_SOURCE},
        contact=contact,
        mail_link=contact.mail_link(subject(case), mail_body(case, address)),
        form_link=contact.form_link(address if case else ""),
        engine=current_engine(),
    )
    return Response(page, 400 if mistakes else 200)


def _address(case: Case | None) -> str:
    """The address of the page of a case, or of the home page."""
    if case is None:
        return url_for("pages.home", s=None, _external=True)
    return url_for("pages.case", slug=case.slug, s=None, _external=True)
