"""The frame of an official letter."""

from __future__ import annotations

import datetime as dt

from app.documents.office.letterhead import (
    REMARK,
    LetterHead,
    new_letter,
    write_head,
    write_paragraph,
    write_signature,
)
from tests.documents.conftest import text_of

DAY = dt.date(2026, 11, 28)


def test_a_letter_stands_in_the_order_of_official_letters():
    word = new_letter("Permohonan", DAY)
    head = LetterHead(["DINAS CONTOH"], "–", "Permohonan data", ["Yth. Camat Contoh"], 10)
    write_head(word, head)
    write_paragraph(word, "Kami mohon data.")
    write_signature(word, "jabatan", room=1.5)
    lines = [line for line in text_of(word.to_bytes()).split("\n") if line]
    assert lines == [
        REMARK,
        "DINAS CONTOH",
        "[isi: alamat, telepon, laman, dan surel kantor]",
        "[isi: tempat], [isi: tanggal]",
        *("Nomor", ":", "[isi: nomor surat]"),
        *("Sifat", ":", "Biasa"),
        *("Lampiran", ":", "–"),
        *("Hal", ":", "Permohonan data"),
        "Yth. Camat Contoh",
        "di [isi: tempat kedudukan]",
        "Dengan hormat,",
        "Kami mohon data.",
        "[isi: jabatan]",
        "[isi: nama lengkap dan gelar]",
        "NIP [isi: NIP]",
    ]
