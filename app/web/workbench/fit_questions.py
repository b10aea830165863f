"""The questions of “Cocok untuk kami?”, with what a case says about each.

The seven areas are those of the scalability checklist of Management Systems
International (Cooley and Linn 2014, *Taking Innovations to Scale*; Cooley and Ved 2012,
*Scaling Up: From Vision to Large-Scale Change*): credible, observable, relevant, better
than the present way, easy to adopt, testable, paid for. As MSI says, the list is for
talking, not for scoring: the result is what is missing and whom to ask, never a number.
"""

from __future__ import annotations

from collections.abc import Callable

from flask_babel import gettext as _

from app.collection import wording
from app.collection.case import Case
from app.web.site import case_text
from app.web.site.i18n import language
from app.web.workbench.fit_check import Area, Question, Quotation

#: The characters of a section up to which it is quoted: a reminder, not the whole.
QUOTED = 240


def areas() -> tuple[Area, ...]:
    """The seven areas with their questions, in the language of the page."""
    return (
        _credible(),
        _observable(),
        _relevant(),
        _advantage(),
        _easy(),
        _testable(),
        _resourced(),
    )


# --- quotations from a case -----------------------------------------------------------


def _quote_section(key: str) -> Callable[[Case], Quotation]:
    """A function that quotes the section with this key."""

    def quote(case: Case) -> Quotation:
        return Quotation(wording.whole_sentences(case.sentences(key), QUOTED), key)

    return quote


def _quote_key(name: str) -> Callable[[Case], Quotation]:
    """A function that quotes this key of the front matter: a text, or a list of texts."""

    def quote(case: Case) -> Quotation:
        value: str | tuple[str, ...] | None = getattr(case, name)
        texts = value if isinstance(value, tuple) else (value or "",)
        return Quotation("; ".join(texts), "fakta")

    return quote


def _quote_results(case: Case) -> Quotation:
    return Quotation("; ".join(map(wording.result, case.results)), "dampak")


def _quote_measures(case: Case) -> Quotation:
    return Quotation("; ".join(result.measure for result in case.results), "dampak")


def _quote_awards(case: Case) -> Quotation:
    return Quotation("; ".join(map(wording.award, case.awards)), "fakta")


def _quote_copies(case: Case) -> Quotation:
    return Quotation("; ".join(copy.by for copy in case.replicated_by), "replikasi")


def _quote_status(case: Case) -> Quotation:
    return Quotation(wording.status_with_age(case, language()), "fakta")


def _quote_place(case: Case) -> Quotation:
    return Quotation(f"{case.agency}, {case_text.place(case)}", "fakta")


# --- the areas ------------------------------------------------------------------------


def _credible() -> Area:
    return Area(
        "percaya",
        _("Dapat dipercaya"),
        (
            Question(
                _("Apakah hasilnya terbukti dengan angka sebelum dan sesudah?"),
                _("Hasilnya belum terbukti dengan angka sebelum dan sesudah."),
                _("Berapa angka sebelum dan sesudah inovasi, dan dari data mana?"),
                "origin",
                _quote_results,
            ),
            Question(
                _("Apakah pihak luar pernah menilainya: penghargaan, kajian, atau evaluasi?"),
                _("Belum ada penilaian dari pihak luar yang kami terima."),
                _("Siapa di luar instansi yang pernah menilainya, dan di mana laporannya?"),
                "origin",
                _quote_awards,
            ),
            Question(
                _("Apakah sudah berhasil juga di tempat lain yang menirunya?"),
                _("Belum ada peniru yang hasilnya kami ketahui."),
                _("Siapa saja yang sudah meniru, dan bagaimana hasilnya di sana?"),
                "origin",
                _quote_copies,
            ),
        ),
    )


def _observable() -> Area:
    return Area(
        "lihat",
        _("Terlihat berhasil"),
        (
            Question(
                _("Apakah inovasi ini masih berjalan sampai sekarang?"),
                _("Belum pasti inovasi ini masih berjalan di tempat asalnya."),
                _("Apakah inovasi ini masih berjalan, dan apa yang berubah sejak awal?"),
                "origin",
                _quote_status,
            ),
            Question(
                _("Apakah kami sudah melihat sendiri cara kerjanya?"),
                _("Belum ada dari kami yang melihat sendiri cara kerjanya."),
                _("Kapan kami boleh berkunjung atau melihatnya lewat pertemuan daring?"),
                "origin",
            ),
            Question(
                _("Apakah manfaatnya jelas terasa bagi penerima layanan?"),
                _("Manfaatnya bagi penerima layanan belum jelas."),
                _("Apa kata penerima layanan, dan bagaimana itu diukur?"),
                "origin",
                _quote_section("dampak"),
            ),
        ),
    )


def _relevant() -> Area:
    return Area(
        "butuh",
        _("Sesuai kebutuhan kami"),
        (
            Question(
                _("Apakah kami punya masalah yang sama, dan ada datanya?"),
                _("Masalah yang sama di tempat kami belum ditunjukkan dengan data."),
                _("Seberapa besar masalah ini di tempat kami menurut data terakhir?"),
                "us",
                _quote_section("masalah"),
            ),
            Question(
                _("Apakah masalah ini tertulis di rencana kami (RPJMD, Renstra, atau RKPD)?"),
                _("Masalah ini belum tertulis di dokumen rencana kami."),
                _("Di dokumen rencana mana masalah ini tertulis, atau dapat dimasukkan?"),
                "us",
            ),
            Question(
                _("Apakah keadaan kami mirip: luas wilayah, penduduk, jaringan, kebiasaan?"),
                _("Keadaan kami berbeda dari tempat asal; yang berbeda perlu disesuaikan."),
                _("Keadaan apa di tempat asal yang membuat inovasi ini berhasil?"),
                "origin",
                _quote_place,
            ),
        ),
    )


def _advantage() -> Area:
    return Area(
        "unggul",
        _("Lebih baik dari cara sekarang"),
        (
            Question(
                _("Apakah cara ini lebih cepat, murah, mudah, atau adil dari cara kami?"),
                _("Belum jelas apa lebihnya dari cara kami sekarang."),
                _("Berapa waktu, biaya, dan mutu cara kami sekarang, untuk dibandingkan?"),
                "us",
                _quote_section("solusi"),
            ),
            Question(
                _("Apakah sudah kami bandingkan dengan inovasi lain untuk masalah ini?"),
                _("Belum dibandingkan dengan inovasi lain untuk masalah yang sama."),
                _("Inovasi lain apa yang menjawab masalah yang sama?"),
                "us",
            ),
            Question(
                _("Apakah manfaatnya sepadan dengan biaya dan tenaganya?"),
                _("Belum jelas manfaatnya sepadan dengan biaya dan tenaganya."),
                _("Berapa biaya setahun seluruhnya, dan apa yang dihemat?"),
                "origin",
                _quote_key("cost"),
            ),
        ),
    )


def _easy() -> Area:
    return Area(
        "mudah",
        _("Mudah diterapkan"),
        (
            Question(
                _("Apakah langkahnya jelas dan dapat kami ikuti?"),
                _("Langkah penerapannya belum jelas bagi kami."),
                _("Adakah SOP, petunjuk teknis, atau modul yang boleh kami pakai?"),
                "origin",
                _quote_section("pelaksanaan"),
            ),
            Question(
                _("Apakah dasar hukumnya sudah ada di tempat kami, atau dapat dibuat?"),
                _("Dasar hukum di tempat kami belum ada."),
                _("Peraturan apa yang mendasarinya, dan bolehkah kami meminta salinannya?"),
                "origin",
                _quote_key("legal_basis"),
            ),
            Question(
                _("Apakah petugas dan mitra bersedia mengubah cara kerjanya?"),
                _("Petugas dan mitra belum diajak bicara atau belum bersedia."),
                _("Pekerjaan siapa yang akan berubah, dan apa pendapat mereka?"),
                "us",
                _quote_section("tantangan"),
            ),
            Question(
                _("Apakah syarat menirunya kami ketahui, dan izinnya sudah ada?"),
                _("Izin dari instansi asal belum ada."),
                _("Apa syarat menirunya: izin, penyebutan asal, hak atas aplikasi dan nama?"),
                "origin",
                _quote_key("copy_terms"),
            ),
        ),
    )


def _testable() -> Area:
    return Area(
        "coba",
        _("Dapat dicoba dulu"),
        (
            Question(
                _("Apakah ada satu tempat untuk mencobanya: satu puskesmas, sekolah, desa?"),
                _("Tempat uji coba belum ada."),
                _("Unit mana yang siap menjadi tempat uji coba?"),
                "us",
            ),
            Question(
                _("Apakah hasil pertama dapat terlihat dalam satu tahun anggaran?"),
                _("Belum pasti hasil pertama terlihat dalam satu tahun anggaran."),
                _("Berapa lama sampai hasil pertama terlihat?"),
                "origin",
                _quote_key("duration"),
            ),
            Question(
                _("Apakah ukuran berhasilnya sudah kami sepakati?"),
                _("Ukuran berhasil dan angka awalnya belum disepakati."),
                _("Angka apa yang akan kami ukur, dan berapa nilainya sekarang?"),
                "us",
                _quote_measures,
            ),
        ),
    )


def _resourced() -> Area:
    return Area(
        "daya",
        _("Sumber daya"),
        (
            Question(
                _("Apakah anggarannya ada dan jelas sumbernya?"),
                _("Anggaran dan sumbernya belum ada."),
                _("Berapa biaya awal dan biaya tahunan, dan dari sumber apa?"),
                "origin",
                _quote_key("cost"),
            ),
            Question(
                _("Apakah orangnya cukup, dengan keahlian dan waktu?"),
                _("Tenaga dengan keahlian dan waktu yang cukup belum ada."),
                _("Berapa orang, dengan keahlian apa, dan berapa lama pelatihannya?"),
                "origin",
                _quote_key("staff"),
            ),
            Question(
                _("Apakah alat, tempat, dan jaringannya ada?"),
                _("Alat, tempat, atau jaringan belum lengkap."),
                _("Alat, aplikasi, dan sarana apa yang dipakai?"),
                "origin",
                _quote_section("sumber-daya"),
            ),
            Question(
                _("Apakah ada penanggung jawab tetap, juga bila pejabat berganti?"),
                _("Penanggung jawab tetap belum ada."),
                _("Siapa yang melanjutkan bila pejabatnya berganti?"),
                "us",
                _quote_section("pembelajaran"),
            ),
        ),
    )
