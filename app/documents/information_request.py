"""A request for public information about an innovation, to the information officer (PPID).

Law 14/2008 (UU KIP) sets its frame: an applicant is an Indonesian citizen or legal body
(pasal 1 angka 12); the body notes name, address, subject, form and way of delivery (pasal 22
ayat (2)) and gives a registration number (ayat (4)); the applicant gives a reason (pasal 4
ayat (3)); the answer comes in writing within 10 working days (ayat (7)), 7 more with a
written reason (ayat (8)). The request asks for the facts that the case lacks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.collection import contacts, wording
from app.collection.case import Case
from app.collection.open_questions import open_questions
from app.documents.office.content import Content, Signature, blank
from app.documents.office.letterhead import LetterHead, new_letter, write_head, write_paragraph

if TYPE_CHECKING:
    from app.documents.office.word import WordDocument

# A long request is written in smaller letters, so that it stays on two pages.
_SIZE, _SMALL_SIZE = 10, 9.0
_LONG = 1_600

_REMARKS = (
    "Contoh surat, bukan formulir resmi. Lengkapi yang bertanda, lalu hapus keterangan ini.",
    "Menurut UU 14/2008 pasal 1 angka 12, pemohon adalah warga negara atau badan hukum Indonesia: "
    "ajukan atas nama sendiri atau badan hukum Anda. Antarinstansi, pakai surat kunjungan atau "
    "surat dinas biasa.",
)


def compose(subject: str, case: Case, today: dt.date, questions: Sequence[str]) -> bytes:
    """The request as a Word file: what the case lacks, then the reader's own questions."""
    asked = [*open_questions(case), *questions]
    long = sum(map(len, asked)) > _LONG
    word = new_letter(subject, today, size=_SMALL_SIZE if long else _SIZE)
    write_head(
        word,
        LetterHead(
            sender=(),
            attachment=blank("salinan identitas pemohon, bila diminta"),
            subject=subject,
            addressee=(
                "Yth. Pejabat Pengelola Informasi dan Dokumentasi (PPID)",
                contacts.public_body(case),
            ),
            room=8,
            remarks=(*_REMARKS, *_remark_on_site(case)),
        ),
    )
    _write_applicant(word)
    _write_request(word, case, asked)
    _write_end(word, case)
    return word.to_bytes()


def _remark_on_site(case: Case) -> tuple[str, ...]:
    """Where the sender finds the address and the form of the PPID, if a website is known."""
    site = contacts.site_of_government(contacts.public_body(case))
    if site is None:
        return ()
    return (f"Alamat dan formulir PPID: cari di {site.url} ({site.known_from()}).",)


def _write_applicant(word: WordDocument) -> None:
    write_paragraph(
        word,
        "Berdasarkan Undang-Undang Nomor 14 Tahun 2008 tentang Keterbukaan Informasi Publik dan "
        "Peraturan Komisi Informasi Nomor 1 Tahun 2021 tentang Standar Layanan Informasi Publik, "
        "saya yang bertanda tangan di bawah ini:",
    )
    word.pairs(
        [
            ("Nama", blank("nama lengkap, atau nama badan hukum")),
            ("Alamat", blank("alamat lengkap")),
            ("Telepon atau surel", blank("yang dapat dihubungi")),
            (
                "Tujuan penggunaan",
                [
                    "mempelajari dan meniru inovasi ini di ",
                    blank("nama daerah atau instansi"),
                    " untuk mengatasi ",
                    blank("masalah"),
                ],
            ),
            ("Cara memperoleh", blank("melihat/membaca/mencatat, atau mendapat salinan")),
            ("Pengiriman salinan", blank("surel, pos, atau diambil langsung")),
        ],
        first=3.6,
        lined=False,
    )


def _write_request(word: WordDocument, case: Case, asked: Sequence[Content]) -> None:
    name = wording.title_and_expansion(case, quoted=True)
    write_paragraph(
        word,
        f"dengan ini mengajukan permohonan informasi publik tentang inovasi {name} yang dijalankan "
        f"oleh {wording.owner(case)}. Informasi berikut belum ditemukan di sumber terbuka:",
    )
    word.numbers(asked or [blank("informasi yang diminta")])


def _write_end(word: WordDocument, case: Case) -> None:
    write_paragraph(
        word,
        "Mohon nomor pendaftaran permohonan ini (pasal 22 ayat (4)) dan pemberitahuan tertulis "
        "paling lambat 10 (sepuluh) hari kerja sejak permohonan diterima, yang dapat diperpanjang "
        "paling lambat 7 (tujuh) hari kerja dengan alasan tertulis (pasal 22 ayat (7) dan (8)). "
        "Bila informasi ini dikuasai badan publik lain, mohon diberitahukan badan publik mana "
        "(pasal 22 ayat (7) huruf b).",
    )
    write_paragraph(
        word,
        "Demikian permohonan ini saya sampaikan. Atas perhatian Bapak/Ibu, saya ucapkan terima "
        "kasih.",
        after=6,
    )
    applicant = Signature("", "Pemohon,", name=blank("nama lengkap"))
    word.signatures([applicant], room=1.3)
    if case.agency != contacts.public_body(case):
        word.paragraph(f"Tembusan: Pimpinan {case.agency}", small=True)
