"""The evidence ladder in words: for a case, for each step, and for the rule itself."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from app.collection import vocabulary
from app.collection.case import Case, Result
from app.collection.evidence import Evidence, Study, copies
from app.collection.vocabulary import Label


@dataclass(frozen=True)
class Step:
    """A step of the ladder: what it means, its rule, and what the rule leaves out.

    Attributes:
        number: 0 to 4.
        label: its name.
        meaning: what a reader may take from it, in a sentence or two.
        rule: what must stand in the file.
        not_counted: what looks like it but doesn't count.
        raised_by: what brings a case from below onto this step.
    """

    number: int
    label: Label
    meaning: str
    rule: str
    not_counted: str
    raised_by: str


def ladder() -> tuple[Step, ...]:
    """The five steps, lowest first, in the language of the page."""
    texts = (
        (
            _("Ada keterangan tertulis bahwa inovasi ini dijalankan, tanpa angka hasil."),
            _("Setiap kasus memenuhinya: isinya menunjuk sumber."),
            _("Bukan berarti inovasinya gagal; sumber yang terbaca hanya belum menyebut hasilnya."),
            _("Cukup satu sumber yang menerangkan masalah dan solusinya."),
        ),
        (
            _("Ada hasil yang diukur dengan angka, tetapi belum diketahui keadaan sebelumnya."),
            _("Paling sedikit satu hasil yang memuat angka."),
            _("Hasil tanpa angka, misalnya “warga puas” atau “seluruhnya lulus”."),
            _("Satu hasil dengan angka dan tahunnya, misalnya jumlah warga yang terlayani."),
        ),
        (
            _("Ada angka sebelum dan sesudah inovasi, jadi perubahannya terlihat."),
            _("Paling sedikit satu hasil yang memuat angka sebelum dan angka sesudah."),
            _("Perubahan itu belum tentu karena inovasinya: tidak ada kelompok pembanding."),
            _("Angka sebelum inovasi untuk ukuran yang sama dengan hasilnya."),
        ),
        (
            _("Pihak di luar pemilik inovasi pernah menilainya. Penilaian bisa baik atau kurang."),
            _(
                "Paling sedikit satu penghargaan tingkat nasional atau internasional, atau satu"
                " kalimat berujukan pada Dampak, Tantangan, atau Pembelajaran yang menyebut temuan"
                " sebuah penelitian, kajian, studi, riset, skripsi, tesis, atau disertasi. Anak"
                " tangga di bawahnya tidak disyaratkan, sebab juri dan peneliti melihat lebih"
                " banyak daripada isi berkas."
            ),
            _(
                "Penghargaan dari provinsi, kabupaten, atau kota; penghargaan yang menilai"
                " pemerintahnya secara umum (seperti IGA); keikutsertaan sebagai peserta; evaluasi"
                " dan survei oleh instansi sendiri."
            ),
            _("Penghargaan nasional, atau penelitian pihak lain yang disebut temuannya."),
        ),
        (
            _(
                "Instansi atau tempat lain sudah menerapkannya, dan hasil di tempat asal terukur."
                " Belum tentu hasilnya sama di sana: tanyakan kepada penirunya."
            ),
            _(
                "Paling sedikit satu peniru yang tercatat, dengan sumber pada bagian Replikasi atau"
                " dengan kasusnya sendiri di koleksi ini, dan paling sedikit satu hasil yang"
                " memuat angka (anak tangga 1)."
            ),
            _("Baru komitmen atau rencana meniru, dan kunjungan belajar."),
            _("Satu instansi lain yang sudah menerapkannya, beserta sumbernya."),
        ),
    )
    return tuple(
        Step(int(number), label, *text)
        for (number, label), text in zip(vocabulary.EVIDENCE.items(), texts, strict=True)
    )


@dataclass(frozen=True)
class Rung:
    """A step as one case meets it, or not, and why; and what would bring it there."""

    step: Step
    met: bool
    why: str
    raised_by: str
    studies: tuple[Study, ...] = ()


def rungs(case: Case, evidence: Evidence) -> tuple[Rung, ...]:
    """The ladder of a case, lowest step first."""
    whys = (
        _("Ada keterangan tertulis dari sumber."),
        _measured(evidence.measured[0])
        if evidence.measured
        else _("Belum ada data: sumber tidak memuat hasil berangka."),
        _measured(evidence.compared[0])
        if evidence.compared
        else _("Belum ada data: sumber tidak memuat angka sebelum dan sesudah."),
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
        for step, why in zip(ladder(), whys, strict=True)
    )


def _raised_by(step: Step, case: Case, evidence: Evidence) -> str:
    """What would bring a case onto a step; nothing where it is there, or needs one below."""
    if evidence.met[step.number] or (step.number == 4 and evidence.copies):
        return ""
    if step.number == 4 and copies(case):
        return _("Rujukan ke sumber tentang penirunya, pada bagian Replikasi.")
    return step.raised_by


def _measured(result: Result) -> str:
    if result.before is None:
        return f"{result.measure}: {result.after}."
    return f"{result.measure}: {result.before} → {result.after}."


def _judged(evidence: Evidence) -> str:
    if evidence.awards:
        return "; ".join(f"{one.rank} {one.name} {one.year}" for one in evidence.awards) + "."
    if evidence.studies:
        return ""  # told by the studies themselves
    return _("Belum ada data: tidak ada penghargaan nasional atau penelitian yang dirujuk.")


def _copied(case: Case, evidence: Evidence) -> str:
    if evidence.copies and evidence.measured:
        return "; ".join(one.by for one in evidence.copies) + "."
    if evidence.copies:
        return _("Tercatat ditiru, tetapi belum ada hasil berangka yang bisa dibandingkan.")
    if copies(case):
        return _("Tercatat ditiru, tetapi sumbernya belum dirujuk pada bagian Replikasi.")
    if case.replicated_by:
        return _("Baru komitmen atau rencana meniru.")
    return _("Belum ada data tentang penirunya.")
