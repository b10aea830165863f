"""The proposal of a case as a Word file, for the head of an office to read and sign."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from app.collection import vocabulary, wording
from app.collection.case import Case, Section
from app.documents.body_text import blocks
from app.documents.office.content import Content, Signature, Span, blank

if TYPE_CHECKING:
    from app.documents.office.word import WordDocument

_GAP = Span("belum ada data", "gap")


def proposal_to_word(case: Case, today: dt.date) -> bytes:
    """A proposed case as a Word file: facts, results, text, sources, and places to sign.

    Args:
        case: The case, as it would be published.
        today: The day on which the file is made.
    """
    from app.documents.office.word import WordDocument  # loads python-docx

    word = WordDocument(f"Usulan kasus inovasi {case.title}", created=today, size=10)
    word.title("USULAN KASUS INOVASI", wording.title_and_expansion(case))
    word.paragraph(
        [
            f"Disusun {wording.long_date(today)} dengan formulir usulan Pustaka Inovasi. "
            "Angka dalam kurung siku menunjuk ke daftar sumber; ",
            _GAP,
            " berarti tidak disebut oleh sumbernya.",
        ],
        small=True,
    )
    word.paragraph(case.summary)
    word.heading("Fakta")
    word.pairs(_facts(case))
    if case.results:
        word.heading("Hasil terukur")
        _write_results(word, case)
    for section in case.sections:
        word.heading(section.heading)
        _write_section(word, section)
    word.heading("Sumber")
    word.numbers(_sources(case))
    _write_approval(word)
    return word.to_bytes()


def _facts(case: Case) -> Iterator[tuple[str, Content]]:
    """Name and value of each fact; facts that decide about copying also where there is none."""
    yield "Unit pelaksana", case.agency
    yield "Instansi induk", case.government
    yield "Tingkat, provinsi", f"{vocabulary.LEVELS[case.level].id}, {case.province}"
    yield "Bidang", vocabulary.CATEGORIES[case.category].id
    yield "Tahun mulai", str(case.started) if case.started else _GAP
    yield "Status", wording.status_with_age(case)
    yield "Biaya", case.cost or _GAP
    yield "Tenaga", case.staff or _GAP
    yield "Waktu penerapan", case.duration or _GAP
    yield "Dasar hukum", "\n".join(case.legal_basis) or _GAP
    yield "Syarat meniru", case.copy_terms or _GAP
    awards = (f"{award.rank}, {award.name} ({award.year})" for award in case.awards)
    yield "Penghargaan", "\n".join(awards) or _GAP
    copies = (f"{copy.by}{f' ({copy.year})' if copy.year else ''}" for copy in case.replicated_by)
    yield "Sudah ditiru oleh", "\n".join(copies) or _GAP
    yield "Kata kunci", ", ".join(case.tags)
    if case.website:
        yield "Situs", Span(case.website, url=case.website)
    if case.problems:
        yield "Masalah yang dijawab", "\n".join(case.problems)


def _write_results(word: WordDocument, case: Case) -> None:
    word.table(
        ["Ukuran", "Sebelum", "Sesudah"],
        [
            [
                result.measure,
                result.before or _GAP,
                f"{result.after} (memburuk)" if result.adverse else result.after,
            ]
            for result in case.results
        ],
        widths=[6, 4, 4],
    )


def _write_section(word: WordDocument, section: Section) -> None:
    for kind, group in groupby(blocks(section.html), key=lambda block: block.kind):
        texts = [block.text for block in group]
        if kind == "item":
            word.bullets(texts)
        elif kind == "numbered":
            word.numbers(texts)
        else:
            for text in texts:
                word.paragraph(text)


def _sources(case: Case) -> Iterator[Content]:
    for source in case.sources:
        yield [f"{source.title}. {wording.publication(source)}. ", Span(source.url, url=source.url)]


def _write_approval(word: WordDocument) -> None:
    word.heading("Persetujuan")
    word.paragraph(
        "Isi usulan ini sesuai dengan sumber yang disebut, dan boleh diterbitkan di Pustaka "
        "Inovasi dengan lisensi Creative Commons Atribusi 4.0 (CC BY 4.0).",
        keep=True,
    )
    word.paragraph([blank("tempat"), ", ", blank("tanggal")], align="right", keep=True)
    word.signatures(
        [
            Signature("Pengusul,", blank("jabatan"), note=["NIP ", blank("NIP")]),
            Signature(
                "Mengetahui,", blank("jabatan pimpinan instansi"), note=["NIP ", blank("NIP")]
            ),
        ]
    )
