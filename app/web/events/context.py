"""The names that the templates of the event kit use besides the values of a page."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import ngettext

from app.collection.vocabulary import Label
from app.collection.wording import agency_and_place
from app.documents.event import agenda, feedback
from app.documents.event.guests import ROLES
from app.documents.event.guide import GROUP_QUESTIONS
from app.documents.event.kit import MOST_INVITED, USUAL_TITLE
from app.documents.event.model import ZONES, clock
from app.web.events.details import DETAILS
from app.web.events.form import address, parameters
from app.web.events.participants_address import part_name
from app.web.site import shortlist

#: How many cases a proposed set has if the request doesn't say.
USUAL_SET = 5

#: Topics for somebody who has none yet: searches that the collection answers.
TOPICS = (
    Label("stunting", "stunting"),
    Label("sampah", "waste"),
    Label("akta kelahiran", "birth certificates"),
    Label("UMKM", "small businesses"),
    Label("pelayanan kecamatan", "subdistrict services"),
)


def template_names() -> dict[str, object]:
    """The names that every template of the event kit uses."""
    return {
        "KINDS": agenda.KINDS,
        "ZONES": ZONES,
        "DETAILS": DETAILS,
        "GROUP_QUESTIONS": GROUP_QUESTIONS,
        "FEEDBACK": feedback,
        "ROLES": ROLES,
        "PAPERS": _paper_names(),
        "TOPICS": TOPICS,
        "USUAL_SET": USUAL_SET,
        "USUAL_TITLE": USUAL_TITLE,
        "MOST": shortlist.MOST,
        "MOST_INVITED": MOST_INVITED,
        "clock": clock,
        "agency_and_place": agency_and_place,
        "hours": hours,
        "part_names": lambda parts: [part_name(part) for part in parts],
        "kit_address": address,
        "kit_parameters": parameters,
    }


def _paper_names() -> Mapping[str, str]:
    return {
        "sampul": _("Sampul"),
        "agenda": _("Susunan acara"),
        "narasumber": _("Daftar narasumber"),
        "kasus": _("Lembar kasus, satu halaman tiap kasus"),
        "panduan": _("Panduan diskusi per kasus dan per kelompok"),
        "komitmen": _("Lembar komitmen peserta"),
        "hadir": _("Daftar hadir"),
        "umpan-balik": _("Lembar umpan balik"),
        "poster": _("Poster dengan kode QR menuju halaman peserta"),
    }


def hours(minutes: int) -> str:
    """A length of time in words: ``8 jam 15 menit``."""
    whole, rest = divmod(minutes, 60)
    texts = [
        ngettext("%(num)s jam", "%(num)s jam", whole) if whole else "",
        ngettext("%(num)s menit", "%(num)s menit", rest) if rest or not whole else "",
    ]
    return " ".join(filter(None, texts))
