"""“Cocok untuk kami?”: questions before copying, and what the answers leave open.

The seven areas are those of the scalability checklist of Management Systems
International (Cooley and Linn 2014, *Taking Innovations to Scale*; Cooley and Ved 2012,
*Scaling Up: From Vision to Large-Scale Change*): credible, observable, relevant, better
than what there is, easy to adopt, testable, paid for. As MSI says, the list is for
talking, not for scoring: the result is what is missing and whom to ask, never a number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.collection import vocabulary
from app.collection.case import Case
from app.web.site.i18n import label
from app.web.site.params import BadParameter
from app.web.site.present import status_age, where
from app.web.workbench.comparison import first_sentences

Answer = Literal["ya", "belum", "tidak-tahu"]
ANSWERS: tuple[Answer, ...] = ("ya", "belum", "tidak-tahu")

# A fact beside a question is a reminder; the case says it whole.
QUOTED = 240


@dataclass(frozen=True)
class Fact:
    """What the case says on a question, and the anchor on its page; no text is a gap."""

    text: str | None
    anchor: str


@dataclass(frozen=True)
class Question:
    """One question of an area.

    Attributes:
        text: the question.
        gap: what is missing, if the answer is “belum”.
        find_out: what to ask, if the answer is “tidak tahu”.
        of: who can tell: the agency that runs the innovation, or the asker's own.
        fact: what the case file holds on it; None where only the asker can know.
    """

    text: str
    gap: str
    find_out: str
    of: Literal["origin", "us"]
    fact: Callable[[Case], Fact] | None = None


@dataclass(frozen=True)
class Area:
    """Some questions on one thing. ``key`` and a number from 1 name their parameters."""

    key: str
    name: str
    questions: tuple[Question, ...]

    @property
    def parameters(self) -> Mapping[str, Question]:
        """Parameter → question."""
        return {f"{self.key}{n}": question for n, question in enumerate(self.questions, 1)}


@dataclass(frozen=True)
class Finding:
    """What the answers leave open.

    Attributes:
        missing: what is not there yet.
        ask_origin: what to ask the agency that runs the innovation.
        find_out: what to find out at home.
        answered, open: numbers of questions with and without an answer.
    """

    missing: tuple[str, ...] = ()
    ask_origin: tuple[str, ...] = ()
    find_out: tuple[str, ...] = ()
    answered: int = 0
    open: int = 0

    @property
    def text(self) -> str:
        """All of it as lines, as the plan takes them over in its parameter ``celah``."""
        lines = [
            *(_("Belum: %(gap)s", gap=gap) for gap in self.missing),
            *(_("Tanyakan ke instansi asal: %(question)s", question=q) for q in self.ask_origin),
            *(_("Cari tahu di tempat kami: %(question)s", question=q) for q in self.find_out),
        ]
        return "\n".join(lines)


def read_answers(
    args: MultiDict[str, str], areas: tuple[Area, ...]
) -> tuple[dict[str, Answer], list[BadParameter]]:
    """The answers in an address, by parameter; what is no answer is reported."""
    answers: dict[str, Answer] = {}
    bad: list[BadParameter] = []
    for area in areas:
        for name in area.parameters:
            value = args.get(name, "")
            if value in ANSWERS:
                answers[name] = value
            elif value:
                message = _(
                    "Jawaban “%(value)s” tidak dikenal; pilih %(choices)s.",
                    value=value[:100],
                    choices=", ".join(ANSWERS),
                )
                bad.append(BadParameter(name, message))
    return answers, bad


def find(areas: tuple[Area, ...], answers: Mapping[str, Answer]) -> Finding:
    """What the answers leave open, in the order of the questions."""
    asked = [pair for area in areas for pair in area.parameters.items()]
    unknown = [question for name, question in asked if answers.get(name) == "tidak-tahu"]
    return Finding(
        missing=tuple(question.gap for name, question in asked if answers.get(name) == "belum"),
        ask_origin=tuple(q.find_out for q in unknown if q.of == "origin"),
        find_out=tuple(q.find_out for q in unknown if q.of == "us"),
        answered=len(answers),
        open=len(asked) - len(answers),
    )


# --- what the case holds --------------------------------------------------------------


def _section(key: str) -> Callable[[Case], Fact]:
    def quote(case: Case) -> Fact:
        said = next((s.sentences for s in case.sections if s.key == key), ())
        return Fact(first_sentences(said, QUOTED) or None, key)

    return quote


def _results(case: Case) -> Fact:
    said = (
        f"{result.measure}: {f'{result.before} → ' if result.before else ''}{result.after}"
        for result in case.results
    )
    return Fact("; ".join(said) or None, "dampak")


def _measures(case: Case) -> Fact:
    return Fact("; ".join(result.measure for result in case.results) or None, "dampak")


def _awards(case: Case) -> Fact:
    said = (f"{award.rank} {award.name} {award.year}" for award in case.awards)
    return Fact("; ".join(said) or None, "fakta")


def _copies(case: Case) -> Fact:
    return Fact("; ".join(copy.by for copy in case.replicated_by) or None, "replikasi")


def _status(case: Case) -> Fact:
    as_of = None if case.status_as_of is None else str(case.status_as_of)
    age = status_age(as_of, case.status_checked is not None)
    return Fact(f"{label(vocabulary.STATUSES[case.status])} ({age.text})", "fakta")


def _place(case: Case) -> Fact:
    return Fact(f"{case.agency}, {where(case)}", "fakta")


def _key(name: str) -> Callable[[Case], Fact]:
    def value(case: Case) -> Fact:
        held = getattr(case, name)
        return Fact(("; ".join(held) if isinstance(held, tuple) else held) or None, "fakta")

    return value


# --- the questions --------------------------------------------------------------------


def areas() -> tuple[Area, ...]:
    """The seven areas with their questions, in the reader's language."""
    return (
        Area(
            "percaya",
            _("Dapat dipercaya"),
            (
                Question(
                    _("Apakah hasilnya terbukti dengan angka sebelum dan sesudah?"),
                    _("Hasilnya belum terbukti dengan angka sebelum dan sesudah."),
                    _("Berapa angka sebelum dan sesudah inovasi, dan dari data mana?"),
                    "origin",
                    _results,
                ),
                Question(
                    _("Apakah pihak luar pernah menilainya: penghargaan, kajian, atau evaluasi?"),
                    _("Belum ada penilaian dari pihak luar yang kami terima."),
                    _("Siapa di luar instansi yang pernah menilainya, dan di mana laporannya?"),
                    "origin",
                    _awards,
                ),
                Question(
                    _("Apakah sudah berhasil juga di tempat lain yang menirunya?"),
                    _("Belum ada peniru yang hasilnya kami ketahui."),
                    _("Siapa saja yang sudah meniru, dan bagaimana hasilnya di sana?"),
                    "origin",
                    _copies,
                ),
            ),
        ),
        Area(
            "lihat",
            _("Terlihat berhasil"),
            (
                Question(
                    _("Apakah inovasi ini masih berjalan sampai sekarang?"),
                    _("Belum pasti inovasi ini masih berjalan di tempat asalnya."),
                    _("Apakah inovasi ini masih berjalan, dan apa yang berubah sejak awal?"),
                    "origin",
                    _status,
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
                    _section("dampak"),
                ),
            ),
        ),
        Area(
            "butuh",
            _("Sesuai kebutuhan kami"),
            (
                Question(
                    _("Apakah kami punya masalah yang sama, dan ada datanya?"),
                    _("Masalah yang sama di tempat kami belum ditunjukkan dengan data."),
                    _("Seberapa besar masalah ini di tempat kami menurut data terakhir?"),
                    "us",
                    _section("masalah"),
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
                    _place,
                ),
            ),
        ),
        Area(
            "unggul",
            _("Lebih baik dari cara sekarang"),
            (
                Question(
                    _("Apakah cara ini lebih cepat, murah, mudah, atau adil dari cara kami?"),
                    _("Belum jelas apa lebihnya dari cara kami sekarang."),
                    _("Berapa waktu, biaya, dan mutu cara kami sekarang, untuk dibandingkan?"),
                    "us",
                    _section("solusi"),
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
                    _key("cost"),
                ),
            ),
        ),
        Area(
            "mudah",
            _("Mudah diterapkan"),
            (
                Question(
                    _("Apakah langkahnya jelas dan dapat kami ikuti?"),
                    _("Langkah penerapannya belum jelas bagi kami."),
                    _("Adakah SOP, petunjuk teknis, atau modul yang boleh kami pakai?"),
                    "origin",
                    _section("pelaksanaan"),
                ),
                Question(
                    _("Apakah dasar hukumnya sudah ada di tempat kami, atau dapat dibuat?"),
                    _("Dasar hukum di tempat kami belum ada."),
                    _("Peraturan apa yang mendasarinya, dan bolehkah kami meminta salinannya?"),
                    "origin",
                    _key("legal_basis"),
                ),
                Question(
                    _("Apakah petugas dan mitra bersedia mengubah cara kerjanya?"),
                    _("Petugas dan mitra belum diajak bicara atau belum bersedia."),
                    _("Pekerjaan siapa yang akan berubah, dan apa pendapat mereka?"),
                    "us",
                    _section("tantangan"),
                ),
                Question(
                    _("Apakah syarat menirunya kami ketahui, dan izinnya sudah ada?"),
                    _("Izin dari instansi asal belum ada."),
                    _("Apa syarat menirunya: izin, penyebutan asal, hak atas aplikasi dan nama?"),
                    "origin",
                    _key("copy_terms"),
                ),
            ),
        ),
        Area(
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
                    _key("duration"),
                ),
                Question(
                    _("Apakah ukuran berhasilnya sudah kami sepakati?"),
                    _("Ukuran berhasil dan angka awalnya belum disepakati."),
                    _("Angka apa yang akan kami ukur, dan berapa nilainya sekarang?"),
                    "us",
                    _measures,
                ),
            ),
        ),
        Area(
            "daya",
            _("Sumber daya"),
            (
                Question(
                    _("Apakah anggarannya ada dan jelas sumbernya?"),
                    _("Anggaran dan sumbernya belum ada."),
                    _("Berapa biaya awal dan biaya tahunan, dan dari sumber apa?"),
                    "origin",
                    _key("cost"),
                ),
                Question(
                    _("Apakah orangnya cukup, dengan keahlian dan waktu?"),
                    _("Tenaga dengan keahlian dan waktu yang cukup belum ada."),
                    _("Berapa orang, dengan keahlian apa, dan berapa lama pelatihannya?"),
                    "origin",
                    _key("staff"),
                ),
                Question(
                    _("Apakah alat, tempat, dan jaringannya ada?"),
                    _("Alat, tempat, atau jaringan belum lengkap."),
                    _("Alat, aplikasi, dan sarana apa yang dipakai?"),
                    "origin",
                    _section("sumber-daya"),
                ),
                Question(
                    _("Apakah ada penanggung jawab tetap, juga bila pejabat berganti?"),
                    _("Penanggung jawab tetap belum ada."),
                    _("Siapa yang melanjutkan bila pejabatnya berganti?"),
                    "us",
                    _section("pembelajaran"),
                ),
            ),
        ),
    )
