"""The speakers of an event as a table, with day and place in each row for a mail merge."""

from __future__ import annotations

from flask_babel import gettext as _

from app.documents.event.guests import OPEN_COMMENTATOR, ROLES
from app.documents.event.kit import Kit, Speaker
from app.documents.office.tables import Table
from app.web.site.i18n import language, long_date


def speakers(kit: Kit) -> Table:
    """The agencies that speak, and the guests whom the host names, with their times."""
    event = kit.event
    header = (
        *(_("Instansi"), _("Nama"), _("Tempat"), _("Peran"), _("Kasus"), _("Alamat kasus")),
        *(_("Situs"), _("Asal alamat situs"), _("Tanggal acara"), _("Pukul"), _("Zona waktu")),
        _("Tempat acara"),
    )
    times = {row.slot.case: row.times for row in kit.agenda}
    where = (event.zone, event.place or None)
    rows = [
        (
            *(speaker.agency, "", speaker.place, _("Narasumber"), speaker.title),
            *(kit.urls[speaker.slug], *_site(speaker)),
            *(event.date, times.get(speaker.slug, ""), *where),
        )
        for speaker in kit.speakers
    ]
    for guest in kit.guests:
        who = (guest.institution, guest.name) if guest.named else (OPEN_COMMENTATOR, "")
        nothing = ("", "", "", "")
        rows.append((*who, "", ROLES[guest.role], *nothing, event.date, guest.times, *where))
    day = long_date(event.date) if event.date else _("tanggal belum diisi")
    place = event.place or _("tempat belum diisi")
    about = (
        *((_("Acara"), kit.title), (_("Tanggal"), event.date), (_("Waktu"), kit.times)),
        *((_("Tempat"), event.place or None), (_("Penyelenggara"), event.host or None)),
        (_("Alamat"), kit.url),
    )
    return Table(
        _("Narasumber"),
        header,
        rows,
        _("Belum ada data"),
        about,
        _("Tentang berkas ini"),
        caption=_(
            "Narasumber %(title)s, %(day)s, %(place)s", title=kit.title, day=day, place=place
        ),
    )


def _site(speaker: Speaker) -> tuple[str | None, str | None]:
    """The address of a speaker's website, and where it was seen."""
    site = speaker.site
    return (site.url, site.known_from(language())) if site else (None, None)
