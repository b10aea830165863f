"""A correction as a text file that a reader passes on to the curators."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from app.collection import wording
from app.collection.case import Case

#: The most characters of what is wrong or new, and of its source.
MOST_TEXT = 2_000
MOST_SOURCE = 1_000


@dataclass(frozen=True)
class Correction:
    """What a reader says is wrong or missing.

    Attributes:
        text: what is wrong or new; without control characters, as is the source.
        source: the address or title of the page or book that says so; may be empty.
    """

    text: str = ""
    source: str = ""


def subject(case: Case | None) -> str:
    """The subject of a message to the curators."""
    return f"Perbaikan: {case.title}" if case else "Usulan untuk Pustaka Inovasi"


def about(case: Case | None, url: str) -> str:
    """What a message to the curators is about; ``url`` is the address of the page."""
    if case is None:
        return f"Alamat: {url}\n"
    return (
        f"Kasus: {wording.title_and_expansion(case)}\n"
        f"Alamat: {url}\n"
        f"Instansi: {wording.owner(case)}\n"
        f"Kasus diperbarui: {wording.long_date(case.updated)}\n"
    )


def mail_body(case: Case | None, url: str) -> str:
    """The text of a mail, with room for what the reader has to say."""
    return (
        f"{about(case, url)}\nYang keliru atau kurang:\n\n\nSumber (alamat laman atau judul):\n\n"
    )


def correction_to_text(
    correction: Correction, case: Case | None, url: str, today: dt.date
) -> bytes:
    """The correction as a text file in UTF-8, with the line ends that every editor shows."""
    text = (
        f"{subject(case)}\n\n{about(case, url)}"
        f"Tanggal usulan: {wording.long_date(today)}\n\n"
        f"Yang keliru atau kurang:\n{correction.text.strip()}\n\n"
        f"Sumber:\n{correction.source.strip() or '(tidak disebut)'}\n"
    )
    return text.replace("\n", "\r\n").encode()
