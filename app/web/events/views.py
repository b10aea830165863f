"""The pages and files of an event: its form, the print run, Word, calendar and tables."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlencode

from flask import Response, abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from app.documents.event import agenda, feedback, invitations, papers
from app.documents.event.calendar import to_ics
from app.documents.event.kit import Kit
from app.documents.office.qr import qr_svg
from app.search.theme_cards import by_category
from app.web.events.blueprint import blueprint
from app.web.events.context import template_names
from app.web.events.form import (
    ACTION,
    EventForm,
    act,
    address,
    make_kit,
    page_address,
    parse,
)
from app.web.events.invited import participants
from app.web.events.participants_address import participants_address
from app.web.events.pasted import LINES_SHOWN, near_names
from app.web.events.printed import PAPERS
from app.web.events.speakers import speakers
from app.web.site.downloads import TableKind, download, download_table
from app.web.site.engine import current_engine
from app.web.site.errors import answer
from app.web.site.i18n import today
from app.web.site.this_page import parameters_except

# Parameters of a file that the short address of a kit does not have.
_OF_FILES = ("bahan", "untuk")


def _form() -> EventForm:
    """The form of this request, after the button that was pressed."""
    return act(parse(request.args, current_engine()), request.args.get(ACTION, ""))


@blueprint.get("/acara")
def kit() -> BaseResponse:
    """The form and the kit below it; a long address gets a redirect to the short address."""
    engine = current_engine()
    form = _form()
    if request.args.get(ACTION) == "lanjut" and form.search and not form.slugs:
        typed = {**dict(request.args.lists()), ACTION: "usulkan"}
        return redirect(url_for("events.suggest", **typed), 303)  # type: ignore[arg-type]
    has_mistakes = bool(form.picked.bad or form.errors)
    if form.sent and not has_mistakes:
        return redirect(page_address(form), 303)
    page = render_template(
        "events/event.html",
        form=form,
        kit=make_kit(form, engine) if form.slugs else None,
        invited=participants(form.invited.codes, engine),
        themes=by_category(engine.theme_cards.values()),
        check=agenda.check(form.event, form.slots, form.slugs),
        near=[near_names(line, engine) for line in form.pasted.splitlines()[:LINES_SHOWN]],
        **template_names(),
    )
    return Response(page, 400 if has_mistakes else 200)


# --- paper and files ------------------------------------------------------------------


def _ready() -> tuple[EventForm, Kit]:
    """The form of this request and its kit, for a page to print or a file.

    The form's buttons send the long address here, so that nothing typed is lost. The answer
    is a redirect to the short address, or to the form if something must be corrected; it is
    400 if there is no case.
    """
    form = _form()
    if not form.slugs:
        title = _("Belum ada kasus")
        detail = _("Pilih dulu kasusnya di halaman Acara, lalu unduh atau cetak lagi.")
        abort(answer(400, title, detail))
    if form.errors:
        # The names are the visitor's: they never become arguments of a function.
        typed = parameters_except(ACTION)
        abort(redirect(f"{url_for('events.kit', s=None)}?{urlencode(typed)}", 303))
    if form.sent:
        more = {name: request.args.getlist(name) for name in _OF_FILES}
        abort(redirect(address(str(request.endpoint), form, **more), 303))
    return form, make_kit(form, current_engine())


@blueprint.get("/acara/cetak")
def sheets() -> str:
    """All papers in one print run, or those that ``bahan`` names."""
    form, kit = _ready()
    wanted = [name for name in PAPERS if name in request.args.getlist("bahan")]
    return render_template(
        "events/event_print.html",
        form=form,
        kit=kit,
        wanted=wanted or PAPERS,
        left_out=participants_address(form.event, form.slugs, form.slots).left_out,
        check=agenda.check(form.event, form.slots, form.slugs),
        **template_names(),
    )


@blueprint.get("/acara.docx")
def agenda_file() -> Response:
    """Agenda, guide and sheets to sign as Word."""
    _form, kit = _ready()
    return download(papers.agenda_to_word(kit, today()), "acara", "docx")


@blueprint.get("/acara/lembar.docx")
def handouts_file() -> Response:
    """The handouts as Word."""
    _form, kit = _ready()
    return download(papers.handouts_to_word(kit, today()), "lembar-kasus", "docx")


@blueprint.get("/acara/undangan.docx")
def invitations_file() -> Response:
    """The letters to speakers as Word: all, or that for the case or the guest in ``untuk``."""
    form, kit = _ready()
    to = request.args.get("untuk", "")
    if to and to not in (*form.slugs, *(guest.role for guest in kit.guests)):
        detail = _("Kasus “%(slug)s” tidak ada di acara ini.", slug=to[:100])
        abort(answer(400, _("Surat ini tidak ada"), detail))
    return download(invitations.to_speakers(kit, today(), to), "undangan", "docx")


@blueprint.get("/acara/undangan-peserta.docx")
def participants_file() -> Response:
    """The letters to invited governments as Word: all, or that to the region in ``untuk``."""
    form, kit = _ready()
    code = request.args.get("untuk", "")
    if not kit.participants:
        detail = _("Sebutkan dulu pemerintah daerah yang diundang di halaman Acara.")
        abort(answer(400, _("Belum ada peserta yang diundang"), detail))
    if code and code not in form.invited.codes:
        detail = _("Daerah dengan kode “%(code)s” tidak diundang ke acara ini.", code=code[:100])
        abort(answer(400, _("Surat ini tidak ada"), detail))
    return download(invitations.to_participants(kit, today(), code), "undangan-peserta", "docx")


@blueprint.get("/acara/undangan-umum.docx")
def general_invitation_file() -> Response:
    """A letter to participants whom the host chooses, with a list to fill in, as Word."""
    _form, kit = _ready()
    return download(invitations.to_anybody(kit, today()), "undangan-umum", "docx")


@blueprint.get("/acara/umpan-balik.docx")
def feedback_file() -> Response:
    """The feedback sheet as Word, to be copied for each participant."""
    _form, kit = _ready()
    return download(feedback.to_word(kit, today()), "umpan-balik", "docx")


@blueprint.get("/acara/umpan-balik.xlsx")
def feedback_summary_file() -> Response:
    """The workbook that sums up the feedback sheets that came back."""
    from app.documents.event.feedback_summary import to_xlsx  # loads openpyxl

    _form, kit = _ready()
    return download(to_xlsx(kit), "rekap-umpan-balik", "xlsx")


@blueprint.get("/acara.ics")
def calendar_file() -> Response:
    """The event for a calendar."""
    _form, kit = _ready()
    if kit.event.date is None:
        detail = _("Kalender memerlukan tanggal. Isi tanggalnya di halaman Acara.")
        abort(answer(400, _("Tanggal acara belum diisi"), detail))
    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    return download(to_ics(kit, now), "acara", "ics")


@blueprint.get("/acara/narasumber.csv", endpoint="speakers_csv", defaults={"kind": "csv"})
@blueprint.get("/acara/narasumber.xlsx", endpoint="speakers_xlsx", defaults={"kind": "xlsx"})
def speakers_table(kind: TableKind) -> Response:
    """The speakers as a table: agencies, never persons."""
    _form, kit = _ready()
    return download_table(speakers(kit), kind, _("narasumber"), kit.event.title)


@blueprint.get("/acara/qr.svg")
def code() -> Response:
    """The QR code of the participants' page, for the poster and for sheets."""
    _form, kit = _ready()
    return Response(qr_svg(kit.page), mimetype="image/svg+xml")
