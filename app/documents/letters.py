"""Letters to the origin of an innovation: asking for a visit, and for leave to copy.

Their form is that of an official letter between agencies (letterhead; place and date;
Nomor, Sifat, Lampiran, Hal; addressee; body; signature; copies), as the national archive's
rules for official writing have it. What only the asking office knows is a marked place.
What they promise follows Magelang's terms for those who copy DataGo: credit the origin,
no sale and no re-licensing, keep the logo and link, the recipient pays.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.collection.case import Case
from app.documents.office.content import Content, Signature, Span

if TYPE_CHECKING:
    from app.documents.office.word import WordDocument

REMARK = (
    "Contoh surat, bukan formulir resmi. Sesuaikan dengan tata naskah dinas Anda, lengkapi yang "
    "bertanda, lalu hapus keterangan ini."
)


@dataclass(frozen=True)
class Letter:
    """A letter that can be asked for.

    Attributes:
        key: its name in the address.
        name: what it is called on a page.
        subject: what stands behind “Hal”, before the innovation's name.
        body: writes what stands between addressee and closing words.
    """

    key: str
    name: str
    subject: str
    body: Callable[[WordDocument, Case], None]


def letter_to_word(letter: Letter, case: Case, today: dt.date) -> bytes:
    """The letter as a Word file, filled from the case."""
    from app.documents.office.word import WordDocument  # loads python-docx

    word = WordDocument(
        f"{letter.subject} {case.title}", created=today, header=None, numbered=False, size=10.5
    )
    word.paragraph(Span(REMARK, "soft"), small=True, align="center")
    word.paragraph(
        Span("[isi: NAMA PEMERINTAH DAERAH ATAU INSTANSI]", "blank"), align="center", after=0
    )
    word.paragraph(Span("[isi: NAMA UNIT KERJA]", "blank"), align="center", after=0)
    word.paragraph(
        Span("[isi: alamat, telepon, laman, dan surel kantor]", "blank"), align="center", after=0
    )
    word.rule()
    word.paragraph([blank("tempat"), ", ", blank("tanggal")], align="right")
    subject = f"{letter.subject} {case.title}"
    word.pairs(
        [
            ("Nomor", blank("nomor surat")),
            ("Sifat", "Biasa"),
            ("Lampiran", blank("jumlah lampiran, atau “–”")),
            ("Hal", Span(subject, "strong")),
        ],
        first=2.2,
        lined=False,
    )
    word.paragraph(f"Yth. Pimpinan {case.agency}", after=0)
    if case.government != case.agency:
        word.paragraph(case.government, after=0)
    word.paragraph(["di ", blank("tempat kedudukan")], after=12)
    word.paragraph("Dengan hormat,")
    letter.body(word, case)
    word.paragraph(
        "Demikian permohonan ini kami sampaikan. Atas perhatian dan kerja sama Bapak/Ibu, "
        "kami ucapkan terima kasih.",
        align="justify",
        indent=True,
        after=10,
    )
    word.signatures(
        [
            Signature(
                "",
                blank("jabatan pimpinan instansi"),
                name=blank("nama lengkap dan gelar"),
                note=["NIP ", blank("NIP")],
            )
        ],
        room=1.4,
    )
    word.paragraph(
        ["Tembusan: ", blank("pejabat yang menerima tembusan, atau hapus baris ini")], small=True
    )
    return word.to_bytes()


def blank(what: str) -> Span:
    """A place that the reader has to fill in."""
    return Span(f"[isi: {what}]", "blank")


def _named(case: Case) -> str:
    return f"“{case.title}” ({case.expansion})" if case.expansion else f"“{case.title}”"


def _opening(word: WordDocument, case: Case, purpose: Content) -> None:
    word.paragraph(
        [
            "Dalam rangka meningkatkan mutu pelayanan publik di ",
            blank("nama daerah atau instansi Anda"),
            ", khususnya untuk mengatasi ",
            blank("masalah yang dihadapi"),
            f", kami mempelajari inovasi {_named(case)} yang dilaksanakan oleh {_owner(case)}. "
            f"Dari sumber terbuka kami ketahui pokok inovasi tersebut sebagai berikut: "
            f"“{case.summary}”",
        ],
        align="justify",
        indent=True,
    )
    word.paragraph(purpose, align="justify", indent=True)


def _owner(case: Case) -> str:
    return case.agency if case.government == case.agency else f"{case.agency}, {case.government}"


def _visit(word: WordDocument, case: Case) -> None:
    _opening(
        word,
        case,
        "Sehubungan dengan hal tersebut, kami mohon kesediaan Bapak/Ibu menerima kunjungan "
        "belajar kami, yang direncanakan pada:",
    )
    word.pairs(
        [
            ("Hari, tanggal", blank("hari dan tanggal")),
            ("Waktu", [blank("pukul"), " waktu setempat"]),
            ("Tempat", [f"{case.agency}, atau tempat lain yang Bapak/Ibu tetapkan"]),
            ("Peserta", [blank("jumlah"), " orang dari ", blank("unit kerja")]),
        ],
        first=3.2,
        lined=False,
    )
    word.paragraph("Adapun hal yang ingin kami pelajari adalah:", keep=True)
    word.numbers(_questions(case))
    word.paragraph(
        [
            "Untuk pengaturan lebih lanjut, Bapak/Ibu dapat menghubungi ",
            blank("jabatan penghubung"),
            " pada ",
            blank("unit kerja"),
            " melalui telepon kantor ",
            blank("nomor telepon kantor"),
            ". Apabila waktu tersebut kurang berkenan, kami menyesuaikan dengan waktu yang "
            "Bapak/Ibu tentukan.",
        ],
        align="justify",
        indent=True,
    )


def _questions(case: Case) -> list[Content]:
    """What to ask on the spot; what open sources don't tell is said to be that."""
    texts = {section.key for section in case.sections}
    unknown = " (belum kami temukan di sumber terbuka)"
    asked = [
        ("tahapan penerapan dan lama waktunya", bool(case.duration) or "pelaksanaan" in texts),
        ("biaya dan sumber anggarannya", bool(case.cost)),
        ("jumlah tenaga, keahlian, dan pelatihannya", bool(case.staff)),
        ("dasar hukum, prosedur baku, dan pembagian tugas", bool(case.legal_basis)),
        ("hasil yang terukur, beserta keadaan sebelumnya", any(r.before for r in case.results)),
        ("hambatan dan pembelajaran selama penerapan", bool(texts & {"tantangan", "pembelajaran"})),
        ("syarat bagi instansi yang hendak meniru", bool(case.copy_terms)),
    ]
    ends = [";"] * (len(asked) - 2) + ["; dan", "."]
    return [
        f"{text}{'' if known else unknown}{end}"
        for (text, known), end in zip(asked, ends, strict=True)
    ]


def _leave(word: WordDocument, case: Case) -> None:
    _opening(
        word,
        case,
        [
            "Sehubungan dengan hal tersebut, kami mohon izin Bapak/Ibu untuk mereplikasi "
            "inovasi dimaksud di ",
            blank("lokasi penerapan"),
            " mulai ",
            blank("bulan dan tahun"),
            ". Apabila diizinkan, kami menyatakan kesanggupan untuk:",
        ],
    )
    word.numbers(
        [
            f"menyebut {case.agency} sebagai pemilik dan asal inovasi dalam setiap dokumen, "
            "publikasi, dan laporan;",
            "tidak memperjualbelikan dan tidak melisensikan ulang hasil replikasi;",
            "mempertahankan logo dan tautan ke inovasi asal, apabila ada;",
            "menyediakan biaya dan tenaga sendiri, serta menyesuaikan penerapan dengan "
            "kebutuhan kami; dan",
            "menyampaikan laporan hasil replikasi kepada Bapak/Ibu.",
        ]
    )
    terms: Content = (
        f"Kami telah membaca ketentuan mengenai peniruan inovasi ini, yaitu: “{case.copy_terms}”, "
        "dan sanggup memenuhinya."
        if case.copy_terms
        else "Kami belum menemukan ketentuan tertulis mengenai peniruan inovasi ini. Apabila "
        "ada, mohon Bapak/Ibu sampaikan kepada kami untuk dipenuhi."
    )
    word.paragraph(terms, align="justify", indent=True)
    rules = f" ({'; '.join(case.legal_basis)})" if case.legal_basis else ""
    word.paragraph("Selanjutnya, kami mohon kiranya Bapak/Ibu berkenan:", keep=True)
    word.numbers(
        [
            "memberikan izin secara tertulis;",
            f"membagikan pedoman, prosedur baku, dan dasar hukum{rules} yang dapat kami pelajari; "
            "dan",
            "menunjuk unit untuk pendampingan, serta menyepakati nota kesepahaman antarpimpinan "
            "dan perjanjian kerja sama antarunit kerja apabila diperlukan.",
        ]
    )


LETTERS: Mapping[str, Letter] = {
    letter.key: letter
    for letter in (
        Letter(
            "kunjungan", "Surat kunjungan belajar", "Permohonan kunjungan belajar inovasi", _visit
        ),
        Letter("izin", "Surat izin replikasi", "Permohonan izin replikasi inovasi", _leave),
    )
}
