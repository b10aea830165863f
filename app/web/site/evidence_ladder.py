"""The evidence ladder in words: its steps with their rules, and where a case stands on it."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from app.collection import vocabulary, wording
from app.collection.case import Case
from app.collection.evidence import Evidence, Study, copies
from app.collection.vocabulary import Label


@dataclass(frozen=True)
class Step:
    """A step of the ladder.

    Attributes:
        number: 0 to 4.
        label: its name.
        meaning: what a reader may conclude, in a sentence or two.
        rule: what the file of a case must say to meet it.
        not_counted: what looks similar but doesn't count.
        raised_by: what brings a case from the step below onto this one.
    """

    number: int
    label: Label
    meaning: str
    rule: str
    not_counted: str
    raised_by: str


def ladder() -> tuple[Step, ...]:
    """The five steps, lowest first, in the language of the page."""
    return (
        _claim(),
        _measured_result(),
        _before_and_after(),
        _outside_judgement(),
        _applied_elsewhere(),
    )


def _claim() -> Step:
    return Step(
        number=0,
        label=vocabulary.EVIDENCE["0"],
        meaning=_("Ada keterangan tertulis bahwa inovasi ini dijalankan, tanpa angka hasil."),
        rule=_("Setiap kasus memenuhinya: isinya menunjuk sumber."),
        not_counted=_(
            "Bukan berarti inovasinya gagal; sumber yang terbaca hanya belum menyebut hasilnya."
        ),
        raised_by=_("Cukup satu sumber yang menerangkan masalah dan solusinya."),
    )


def _measured_result() -> Step:
    return Step(
        number=1,
        label=vocabulary.EVIDENCE["1"],
        meaning=_("Ada hasil yang diukur dengan angka, tetapi belum diketahui keadaan sebelumnya."),
        rule=_("Paling sedikit satu hasil yang memuat angka."),
        not_counted=_("Hasil tanpa angka, misalnya “warga puas” atau “seluruhnya lulus”."),
        raised_by=_("Satu hasil dengan angka dan tahunnya, misalnya jumlah warga yang terlayani."),
    )


def _before_and_after() -> Step:
    return Step(
        number=2,
        label=vocabulary.EVIDENCE["2"],
        meaning=_("Ada angka sebelum dan sesudah inovasi, jadi perubahannya terlihat."),
        rule=_("Paling sedikit satu hasil yang memuat angka sebelum dan angka sesudah."),
        not_counted=_(
            "Perubahan itu belum tentu karena inovasinya: tidak ada kelompok pembanding."
        ),
        raised_by=_("Angka sebelum inovasi untuk ukuran yang sama dengan hasilnya."),
    )


def _outside_judgement() -> Step:
    return Step(
        number=3,
        label=vocabulary.EVIDENCE["3"],
        meaning=_(
            "Pihak di luar pemilik inovasi pernah menilainya. Penilaian bisa baik atau kurang."
        ),
        rule=_(
            "Paling sedikit satu penghargaan tingkat nasional atau internasional, atau satu"
            " kalimat berujukan pada Dampak, Tantangan, atau Pembelajaran yang menyebut temuan"
            " sebuah penelitian, kajian, studi, riset, skripsi, tesis, atau disertasi. Anak"
            " tangga di bawahnya tidak disyaratkan, sebab juri dan peneliti melihat lebih"
            " banyak daripada isi berkas."
        ),
        not_counted=_(
            "Penghargaan dari provinsi, kabupaten, atau kota; penghargaan yang menilai"
            " pemerintahnya secara umum (seperti IGA); keikutsertaan sebagai peserta; evaluasi"
            " dan survei oleh instansi sendiri."
        ),
        raised_by=_("Penghargaan nasional, atau penelitian pihak lain yang disebut temuannya."),
    )


def _applied_elsewhere() -> Step:
    return Step(
        number=4,
        label=vocabulary.EVIDENCE["4"],
        meaning=_(
            "Instansi atau tempat lain sudah menerapkannya, dan hasil di tempat asal terukur."
            " Belum tentu hasilnya sama di sana: tanyakan kepada penirunya."
        ),
        rule=_(
            "Paling sedikit satu peniru yang tercatat, dengan sumber pada bagian Replikasi atau"
            " dengan kasusnya sendiri di koleksi ini, dan paling sedikit satu hasil yang"
            " memuat angka (anak tangga 1)."
        ),
        not_counted=_("Baru komitmen atau rencana meniru, dan kunjungan belajar."),
        raised_by=_("Satu instansi lain yang sudah menerapkannya, beserta sumbernya."),
    )


@dataclass(frozen=True)
class Rung:
    """A step of the ladder, and whether a case meets it.

    Attributes:
        met: whether the case meets it.
        why: the fact in the file that meets it, or the fact that is missing.
        raised_by: what would bring the case onto it; empty where that advice is of no use.
        studies: the studies that meet it, to be quoted after ``why``.
    """

    step: Step
    met: bool
    why: str
    raised_by: str
    studies: tuple[Study, ...] = ()


def rungs(case: Case, evidence: Evidence) -> tuple[Rung, ...]:
    """The ladder of a case, lowest step first."""
    reasons = (
        _("Ada keterangan tertulis dari sumber."),
        _measured(evidence),
        _compared(evidence),
        _judged(evidence),
        _copied(case, evidence),
    )
    return tuple(
        Rung(
            step,
            evidence.met[step.number],
            why,
            _raised_by(step, case, evidence),
            evidence.studies if step.number == 3 else (),
        )
        for step, why in zip(ladder(), reasons, strict=True)
    )


def _raised_by(step: Step, case: Case, evidence: Evidence) -> str:
    """What would bring a case onto a step; empty if it is there, or needs a lower step first."""
    if evidence.met[step.number] or (step.number == 4 and evidence.copies):
        return ""
    if step.number == 4 and copies(case):
        return _("Rujukan ke sumber tentang penirunya, pada bagian Replikasi.")
    return step.raised_by


def _measured(evidence: Evidence) -> str:
    if evidence.measured:
        return wording.result(evidence.measured[0]) + "."
    return _("Belum ada data: sumber tidak memuat hasil berangka.")


def _compared(evidence: Evidence) -> str:
    if evidence.compared:
        return wording.result(evidence.compared[0]) + "."
    return _("Belum ada data: sumber tidak memuat angka sebelum dan sesudah.")


def _judged(evidence: Evidence) -> str:
    if evidence.awards:
        return "; ".join(map(wording.award, evidence.awards)) + "."
    if evidence.studies:
        return ""  # the studies are shown beside it
    return _("Belum ada data: tidak ada penghargaan nasional atau penelitian yang dirujuk.")


def _copied(case: Case, evidence: Evidence) -> str:
    if evidence.copies and evidence.measured:
        return "; ".join(copy.by for copy in evidence.copies) + "."
    if evidence.copies:
        return _("Tercatat ditiru, tetapi belum ada hasil berangka yang bisa dibandingkan.")
    if copies(case):
        return _("Tercatat ditiru, tetapi sumbernya belum dirujuk pada bagian Replikasi.")
    if case.replicated_by:
        return _("Baru komitmen atau rencana meniru.")
    return _("Belum ada data tentang penirunya.")
