"""A kit of five real cases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from app.documents.event.kit import Kit, Participant
from app.documents.event.layout import layout
from app.documents.event.model import Event

SLUGS = ("putik-sari", "jarik-ma-siti", "besti-gorontalo", "bunga-desa", "kang-pisman")

# The addresses of the kit and of the participants' page.
ADDRESSES = ("https://contoh.go.id/acara?s=x", "https://contoh.go.id/acara/peserta?k=1")

EVENT = Event(
    title="Berbagi Praktik Baik: Meniru yang Sudah Terbukti",
    theme="desa dan sekolah",
    date=dt.date(2027, 2, 18),
    place="Aula Kantor Camat Wonosari",
    host="Biro Organisasi Provinsi Jawa Timur",
    participants=24,
)


@pytest.fixture(scope="session")
def make_kit(real_cases) -> Callable[..., Kit]:
    """``make_kit(event, slugs, participants)``: a kit of real cases."""

    def make(
        event: Event = EVENT,
        slugs: tuple[str, ...] = SLUGS,
        participants: tuple[Participant, ...] = (),
    ) -> Kit:
        cases = tuple(real_cases[slug].case for slug in slugs)
        urls = {slug: f"https://contoh.go.id/inovasi/{slug}" for slug in slugs}
        return Kit(event, cases, layout(event, slugs), urls, *ADDRESSES, participants)

    return make


@pytest.fixture(scope="session")
def kit(make_kit) -> Kit:
    return make_kit()
