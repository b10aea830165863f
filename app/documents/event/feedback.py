"""The feedback sheet: what each participant will copy, and what is still missing for it.

It is filled in by hand, on a page. :mod:`app.documents.event.feedback_summary` sums it up.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from app.collection.wording import place
from app.documents.event.kit import Kit
from app.documents.office.content import Content, Span

#: The answers about a case, of which one is ticked.
CHOICES = ("Akan ditiru", "Perlu tahu lebih", "Tidak cocok")

#: The questions that are answered in words.
QUESTIONS = (
    "Apa yang pertama akan ditiru?",
    "Mulai kapan?",
    "Siapa yang memutuskan? (jabatan)",
    "Apa yang masih perlu diketahui, dan dari siapa?",
    "Apa yang menghambat?",
)

#: The statements about the event, each of which gets a mark of :data:`SCALE`.
STATEMENTS = (
    "Acara ini berguna bagi pekerjaan saya.",
    "Kasusnya cocok dengan masalah di tempat saya.",
    "Waktu untuk bertanya dan berdiskusi cukup.",
)

#: Mark → its meaning.
SCALE: Mapping[int, str] = {
    1: "tidak setuju",
    2: "kurang setuju",
    3: "setuju",
    4: "sangat setuju",
}

#: Stands above the sheet.
INSTRUCTION = (
    "Nama tidak perlu ditulis. Beri tanda centang pada satu kotak di tiap baris; yang belum "
    "diketahui boleh dikosongkan."
)

#: The question for a contact, and what the contact is used for.
CONTACT = "Instansi dan kontak kantor (boleh dikosongkan)"
CONTACT_USE = (
    "Hanya dipakai penyelenggara untuk menyampaikan jawaban instansi asal atas pertanyaan di "
    "lembar ini, dan tidak ikut direkap."
)

#: With more cases than this, letters are smaller and the room for answers in words is lower.
FEW_CASES = 5


def case_names(kit: Kit) -> tuple[str, ...]:
    """The cases of an event as the sheet names them: title and place."""
    return tuple(f"{case.title}, {place(case)}" for case in kit.cases)


def scale_in_words() -> str:
    """``1 = tidak setuju, 2 = kurang setuju, …``."""
    return ", ".join(f"{mark} = {meaning}" for mark, meaning in SCALE.items())


def to_word(kit: Kit, today: dt.date) -> bytes:
    """The feedback sheet of an event as Word, a page to be copied for each participant."""
    from app.documents.office.word import WordDocument  # loads python-docx

    few = len(kit.cases) <= FEW_CASES
    word = WordDocument(
        f"Umpan balik {kit.title}",
        created=today,
        header=None,
        numbered=False,
        size=10 if few else 9,
        bound=False,
    )
    word.title("Umpan balik", ", ".join(filter(None, (kit.title, kit.day_and_date))))
    word.paragraph(INSTRUCTION)
    empty = [""] * len(CHOICES)
    word.table(
        ("Kasus", *CHOICES),
        [(name, *empty) for name in case_names(kit)],
        widths=(10.1, 2.3, 2.3, 2.3),
    )
    word.table(
        ("Rencana di tempat Anda", "Jawaban"),
        [(question, "") for question in QUESTIONS],
        widths=(5.5, 11.5),
        height=1.9 if few else 1.05,
    )
    word.table(
        (f"Acara ini ({scale_in_words()})", *map(str, SCALE)),
        [(statement, *[""] * len(SCALE)) for statement in STATEMENTS],
        widths=(13, 1, 1, 1, 1),
    )
    contact: Content = [Span(CONTACT, "strong"), f"\n{CONTACT_USE}"]
    word.table(("Bila ingin dihubungi", "Jawaban"), [(contact, "")], widths=(9, 8))
    return word.to_bytes()
