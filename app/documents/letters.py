"""Letters to the agency that runs an innovation: for a visit, and for permission to copy.

Their form is that of :mod:`app.documents.office.letterhead`. Facts about the innovation
come from its case; facts that only the asking office knows are blanks. The promises in the
letters follow Magelang's terms for agencies that copy DataGo: credit the original,
no sale and no new licence, keep the logo and the link, pay for the copy yourself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.collection import wording
from app.collection.case import Case
from app.documents.office.content import Content, blank
from app.documents.office.letterhead import (
    LetterHead,
    new_letter,
    write_head,
    write_paragraph,
    write_signature,
)

if TYPE_CHECKING:
    from app.documents.office.word import WordDocument


@dataclass(frozen=True)
class Letter:
    """A kind of letter.

    Attributes:
        key: its name in the address.
        name: its name on a page.
        subject: the words behind “Hal”, before the innovation's name.
        write_text: writes the text between salutation and thanks.
    """

    key: str
    name: str
    subject: str
    write_text: Callable[[WordDocument, Case], None]


def letter_to_word(letter: Letter, case: Case, today: dt.date) -> bytes:
    """A letter as a Word file, filled in from the case."""
    subject = f"{letter.subject} {case.title}"
    word = new_letter(subject, today)
    write_head(
        word,
        LetterHead(
            sender=(blank("NAMA PEMERINTAH DAERAH ATAU INSTANSI"), blank("NAMA UNIT KERJA")),
            attachment=blank("jumlah lampiran, atau “–”"),
            subject=subject,
            addressee=_addressee(case),
            room=12,
        ),
    )
    letter.write_text(word, case)
    write_paragraph(
        word,
        "Demikian permohonan ini kami sampaikan. Atas perhatian dan kerja sama Bapak/Ibu, "
        "kami ucapkan terima kasih.",
        after=10,
    )
    write_signature(word, "jabatan pimpinan instansi", room=1.4)
    word.paragraph(
        ["Tembusan: ", blank("pejabat yang menerima tembusan, atau hapus baris ini")], small=True
    )
    return word.to_bytes()


def _addressee(case: Case) -> list[str]:
    """The head of the agency, and its government unless the agency is the government."""
    agency = f"Yth. Pimpinan {case.agency}"
    return [agency] if case.government == case.agency else [agency, case.government]


def _write_opening(word: WordDocument, case: Case, purpose: Content) -> None:
    """Write which innovation the office studied, and the purpose of the letter."""
    write_paragraph(
        word,
        [
            "Dalam rangka meningkatkan mutu pelayanan publik di ",
            blank("nama daerah atau instansi Anda"),
            ", khususnya untuk mengatasi ",
            blank("masalah yang dihadapi"),
            f", kami mempelajari inovasi {wording.title_and_expansion(case, quoted=True)} yang "
            f"dilaksanakan oleh {wording.owner(case)}. "
            f"Dari sumber terbuka kami ketahui pokok inovasi tersebut sebagai berikut: "
            f"“{case.summary}”",
        ],
    )
    write_paragraph(word, purpose)


# --- visit ----------------------------------------------------------------------------


def _write_visit(word: WordDocument, case: Case) -> None:
    _write_opening(
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
    write_paragraph(
        word,
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
    )


def _questions(case: Case) -> list[Content]:
    """The topics of a visit; a topic on which the case file is silent says so."""
    keys = {section.key for section in case.sections}
    topics = {
        "tahapan penerapan dan lama waktunya": bool(case.duration) or "pelaksanaan" in keys,
        "biaya dan sumber anggarannya": bool(case.cost),
        "jumlah tenaga, keahlian, dan pelatihannya": bool(case.staff),
        "dasar hukum, prosedur baku, dan pembagian tugas": bool(case.legal_basis),
        "hasil yang terukur, beserta keadaan sebelumnya": any(
            result.before for result in case.results
        ),
        "hambatan dan pembelajaran selama penerapan": bool(keys & {"tantangan", "pembelajaran"}),
        "syarat bagi instansi yang hendak meniru": bool(case.copy_terms),
    }
    unknown = " (belum kami temukan di sumber terbuka)"
    ends = [";"] * (len(topics) - 2) + ["; dan", "."]
    return [
        f"{topic}{'' if is_known else unknown}{end}"
        for (topic, is_known), end in zip(topics.items(), ends, strict=True)
    ]


# --- permission -----------------------------------------------------------------------


def _write_permission(word: WordDocument, case: Case) -> None:
    _write_opening(
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
    word.numbers(_promises(case))
    write_paragraph(word, _terms(case))
    word.paragraph("Selanjutnya, kami mohon kiranya Bapak/Ibu berkenan:", keep=True)
    word.numbers(_requests(case))


def _promises(case: Case) -> list[str]:
    return [
        f"menyebut {case.agency} sebagai pemilik dan asal inovasi dalam setiap dokumen, "
        "publikasi, dan laporan;",
        "tidak memperjualbelikan dan tidak melisensikan ulang hasil replikasi;",
        "mempertahankan logo dan tautan ke inovasi asal, apabila ada;",
        "menyediakan biaya dan tenaga sendiri, serta menyesuaikan penerapan dengan "
        "kebutuhan kami; dan",
        "menyampaikan laporan hasil replikasi kepada Bapak/Ibu.",
    ]


def _terms(case: Case) -> str:
    """The terms of copying that the agency has published, or the request to name them."""
    if case.copy_terms:
        return (
            "Kami telah membaca ketentuan mengenai peniruan inovasi ini, yaitu: "
            f"“{case.copy_terms}”, dan sanggup memenuhinya."
        )
    return (
        "Kami belum menemukan ketentuan tertulis mengenai peniruan inovasi ini. Apabila "
        "ada, mohon Bapak/Ibu sampaikan kepada kami untuk dipenuhi."
    )


def _requests(case: Case) -> list[str]:
    rules = f" ({'; '.join(case.legal_basis)})" if case.legal_basis else ""
    return [
        "memberikan izin secara tertulis;",
        f"membagikan pedoman, prosedur baku, dan dasar hukum{rules} yang dapat kami pelajari; dan",
        "menunjuk unit untuk pendampingan, serta menyepakati nota kesepahaman antarpimpinan "
        "dan perjanjian kerja sama antarunit kerja apabila diperlukan.",
    ]


#: Key of a letter → the letter.
LETTERS: Mapping[str, Letter] = {
    letter.key: letter
    for letter in (
        Letter(
            "kunjungan",
            "Surat kunjungan belajar",
            "Permohonan kunjungan belajar inovasi",
            _write_visit,
        ),
        Letter(
            "izin", "Surat izin replikasi", "Permohonan izin replikasi inovasi", _write_permission
        ),
    )
}
