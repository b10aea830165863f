"""The form for a new case, its files, and its way to the curators.

The form is sent by POST, since a case is longer than an address may be. Nothing is stored
until a visitor sends the proposal to the curators, so no session and no token is needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flask import Response, abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from app.collection.case import Case
from app.contribution import fields
from app.contribution.inbox import InboxError
from app.contribution.reading import RefusedError
from app.web.contribute import sent
from app.web.contribute.blueprint import blueprint
from app.web.contribute.doubles import likely_doubles
from app.web.contribute.filled import (
    MOST_BYTES,
    MOST_TYPED,
    Filled,
    TooLongError,
    UnreadableError,
    from_json,
    prefilled,
)
from app.web.contribute.from_file import filled_from, is_template
from app.web.contribute.government import proposals, settle
from app.web.contribute.mistakes import ROW_WORDS, find
from app.web.contribute.page import FormPage
from app.web.contribute.proposal import Proposal, proposal_of
from app.web.contribute.steps import REVIEW, STEPS, TOLD_IN
from app.web.contribute.telling import tell
from app.web.site import case_text
from app.web.site.curators import curators
from app.web.site.downloads import download, file_name
from app.web.site.engine import current_engine
from app.web.site.errors import answer
from app.web.site.handing_in import hand_in, takes_proposals
from app.web.site.i18n import number, today
from app.web.site.language_prefix import requested_language, root

#: The most fields of the form: those of a hundred sources, each chosen for many paragraphs.
MOST_PARTS = 5_000

#: The most bytes of a file that is loaded: as many as a request may have.
MOST_FILE = 1_000_000


@blueprint.before_request
def _prepare() -> BaseResponse | None:
    """Take long forms; lead from the English site to the form, whose questions are Indonesian.

    A case is written in Indonesian, and so are the messages about it.
    """
    request.max_form_parts = MOST_PARTS
    if requested_language() == "id":
        return None
    query = request.query_string.decode("latin-1")
    path = f"{root('id')}{request.path}"
    return redirect(f"{path}?{query}" if query else path)


@blueprint.errorhandler(TooLongError)
def _too_long(_error: TooLongError) -> Response:
    return answer(
        413,
        _("Isian terlalu panjang"),
        _(
            "Satu kasus paling banyak %(n)s huruf. Kembali ke halaman sebelumnya (isian Anda masih "
            "di sana), ringkas, lalu kirim lagi.",
            n=number(MOST_TYPED),
        ),
    )


@blueprint.route("/usul", methods=["GET", "POST"])
def form() -> Response:
    """A step of the form; the first is filled in from the address."""
    if request.method == "GET":
        return _step(FormPage(1, settle(prefilled(request.args))))
    read = _sent()
    if read.lost:
        notice = _("Isian dari langkah lain tidak terbaca. Muat lagi dari berkas isian Anda.")
        return _step(FormPage(read.step, read.filled, notice=notice), 400)
    here = _page(read.filled, read.step)
    if read.checked and any(mistake.holds_up for mistake in here.mistakes):
        return _step(replace(here, stopped=True), 400)
    return _show(read.filled, read.target)


@blueprint.route("/usul/muat", methods=["GET", "POST"])
def load() -> Response:
    """The form with what a file holds."""
    _only_post()
    _refuse_large_file()
    file = request.files.get("berkas")
    name, data = (file.filename or "", file.stream.read(MOST_FILE)) if file else ("", b"")
    if is_template(name, data):
        return _load_template(name, data)
    try:
        filled, step = from_json(data[:MOST_BYTES])
    except UnreadableError:
        if not name:
            return _not_loaded(_("Belum ada berkas yang dipilih. Pilih berkasnya, lalu muat."))
        return _not_loaded(
            _(
                "Berkas itu bukan isian usulan, atau rusak. Pilih berkas .json dari "
                "“Simpan isian”, atau templat Word atau Excel yang sudah diisi."
            )
        )
    return _show(settle(filled), step)


def _refuse_large_file() -> None:
    """End a request with a file that is too large, as a template full of pictures is."""
    if (request.content_length or 0) > MOST_FILE:
        remedy = _(
            "Paling besar 1 MB. Kembali ke halaman sebelumnya (isian Anda masih di sana), hapus "
            "gambar dari berkas Word atau Excel itu, simpan, lalu muat lagi."
        )
        abort(answer(413, _("Berkas terlalu besar"), remedy))


def _load_template(name: str, data: bytes) -> Response:
    """The last step with the case of a filled-in template, and all that is wrong with it."""
    try:
        filled, remarks = filled_from(name, data)
    except RefusedError as exc:
        return _not_loaded(_("Berkas itu tidak bisa dimuat: %(reason)s.", reason=str(exc)))
    return _last_step(settle(filled).seen(REVIEW), 200, remarks)


def _not_loaded(notice: str) -> Response:
    """The first step, which says why a file wasn't loaded, with what was typed before."""
    typed = sent.carried(request.form.get(sent.TYPED, ""))[0]
    return _step(FormPage(1, typed, notice=notice), 400)


@blueprint.route("/usul.json", methods=["GET", "POST"])
def save() -> Response:
    """What was typed so far, as a file that can be loaded again."""
    read = _sent()
    data = read.filled.to_json(read.step).encode("utf-8", "replace")
    return download(data, file_name(today(), "isian-usulan", read.filled.text("title")), "json")


@blueprint.route("/usul.md", methods=["GET", "POST"])
def file() -> Response:
    """The proposed case as a case file; with errors, the page that tells them."""
    _filled, proposal = _finished()
    return download(proposal.text.encode(), proposal.slug, "md")


@blueprint.route("/usul.docx", methods=["GET", "POST"])
def word() -> Response:
    """The proposed case as a Word file to be signed; with errors, the page that tells them."""
    from app.documents.case_proposal import proposal_to_word  # loads python-docx

    _filled, proposal = _finished()
    return download(proposal_to_word(proposal.case, today()), f"usulan-{proposal.slug}", "docx")


@blueprint.route("/usul/selesai", methods=["GET", "POST"])
def receipt() -> Response:
    """The receipt with the files; with errors, the page that tells them."""
    return _receipt(*_finished())


@blueprint.route("/usul/kirim", methods=["GET", "POST"])
def send() -> Response:
    """The receipt with the number of the proposal in the curators' inbox."""
    filled, proposal = _finished()
    if not takes_proposals():
        return _receipt(filled, proposal)
    doubles = likely_doubles(tell(filled).draft, current_engine())
    slugs = [double.slug for double in doubles]
    try:
        reference = hand_in("kasus", proposal.text, doubles=slugs)
    except InboxError as exc:
        return _receipt(filled, proposal, refused=str(exc))
    return _receipt(filled, proposal, reference=str(reference))


# --- reading the request --------------------------------------------------------------


def _only_post() -> None:
    """End a request by GET, as after a reload, with the start of the form."""
    if request.method != "POST":
        abort(redirect(url_for("contribute.form")))


def _sent() -> sent.Sent:
    _only_post()
    return sent.read_sent(request.form)


def _finished() -> tuple[Filled, Proposal]:
    """The form and its proposal; with an error in it, the request ends with the last step."""
    filled = _sent().filled.seen(REVIEW)
    proposal = _review(filled)[1]
    if proposal is None:
        abort(_show(filled, REVIEW, 400))
    return filled, proposal


# --- pages ----------------------------------------------------------------------------


def _page(filled: Filled, number: int) -> FormPage:
    """A step with its mistakes, and with the likely doubles once the case has a name."""
    engine, telling = current_engine(), tell(filled)
    found = find(telling, filled, engine)
    return FormPage(
        number,
        filled,
        mistakes=[mistake for mistake in found if number in {mistake.step, REVIEW}],
        doubles=likely_doubles(telling.draft, engine) if number <= 2 or number == REVIEW else (),
    )


def _show(filled: Filled, number: int, status: int = 200) -> Response:
    """A step; its mistakes are told if it was seen before."""
    if number == REVIEW:
        return _last_step(filled.seen(REVIEW), status)
    page = _page(filled, number)
    if number >= filled.reached:
        page = replace(page, mistakes=())
    return _step(replace(page, filled=filled.seen(number)), status)


def _step(page: FormPage, status: int = 200) -> Response:
    if page.number == 1:
        page = replace(page, governments=proposals(page.filled.text("government")))
    html = render_template(
        "contribute/step.html",
        form=page,
        steps=STEPS,
        row_words=ROW_WORDS,
        told=TOLD_IN,
        governments=fields.governments(),
        sent=request.method == "POST",
        engine=current_engine(),
    )
    return Response(html, status)


def _last_step(filled: Filled, status: int, remarks: Sequence[str] = ()) -> Response:
    page, proposal = _review(filled)
    case = proposal.case if proposal else None
    html = render_template(
        "contribute/review.html",
        form=page,
        steps=STEPS,
        remarks=remarks,
        errors=sum(mistake.is_error for mistake in page.mistakes),
        case=case,
        facts=_facts(case) if case else (),
        results=case_text.shown_results(case) if case else (),
        sources=case_text.source_entries(case, {}) if case else (),
        takes_proposals=takes_proposals(),
        engine=current_engine(),
    )
    return Response(html, status)


def _review(filled: Filled) -> tuple[FormPage, Proposal | None]:
    """The last step, and the proposal if there is no error in it."""
    page = _page(filled, REVIEW)
    if any(mistake.is_error for mistake in page.mistakes):
        return page, None
    return page, proposal_of(tell(filled).draft, current_engine())


def _facts(case: Case) -> Sequence[tuple[str, str]]:
    """Names and values of the facts that decide about copying, as far as they are known."""
    values = {
        "started": str(case.started or ""),
        "cost": case.cost,
        "staff": case.staff,
        "duration": case.duration,
        "legal_basis": "; ".join(case.legal_basis),
        "copy_terms": case.copy_terms,
        "tags": ", ".join(case.tags),
    }
    return [(fields.by_key(key).label, value) for key, value in values.items() if value]


def _receipt(
    filled: Filled, proposal: Proposal, reference: str = "", refused: str = ""
) -> Response:
    contact = curators()
    subject = _("Usulan kasus: %(title)s", title=proposal.case.title)
    html = render_template(
        "contribute/receipt.html",
        form=FormPage(REVIEW, filled),
        steps=STEPS,
        case=proposal.case,
        contact=contact,
        mail_link=contact.mail_link(subject, _mail_text(proposal)),
        reference=reference,
        refused=refused,
        engine=current_engine(),
    )
    return Response(html, 503 if refused else 200)


def _mail_text(proposal: Proposal) -> str:
    return _(
        "Terlampir usulan kasus %(title)s dari %(agency)s (berkas %(file)s).",
        title=proposal.case.title,
        agency=proposal.case.agency,
        file=f"{proposal.slug}.md",
    )
