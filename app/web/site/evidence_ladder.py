"""The evidence ladder in words: its steps with their rules, and where a case stands on it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from app.collection import vocabulary, wording
from app.collection.case import Case
from app.collection.evidence import Evidence, Study, copies, promises, studies
from app.collection.vocabulary import Label
from app.web.site.i18n import gettext as _
from app.web.site.i18n import marked_indonesian, translations


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
    return _ladder(translations())


@lru_cache(4)
def _ladder(_translations: object) -> tuple[Step, ...]:
    return (
        _no_result(),
        _result_on_record(),
        _before_and_after(),
        _examined_from_outside(),
        _repeated_elsewhere(),
    )


def _no_result() -> Step:
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


def _result_on_record() -> Step:
    return Step(
        number=1,
        label=vocabulary.EVIDENCE["1"],
        meaning=_("Ada hasil yang diukur dengan angka, tetapi belum diketahui keadaan sebelumnya."),
        rule=_("Paling sedikit satu hasil yang memuat angka."),
        not_counted=_(
            "Hasil tanpa angka, misalnya “warga puas” atau “seluruhnya lulus”; penghargaan;"
            " dan angka yang memburuk."
        ),
        raised_by=_("Satu hasil dengan angka dan tahunnya, misalnya jumlah warga yang terlayani."),
    )


def _before_and_after() -> Step:
    return Step(
        number=2,
        label=vocabulary.EVIDENCE["2"],
        meaning=_("Ada angka sebelum dan sesudah inovasi, jadi perubahannya terlihat."),
        rule=_(
            "Paling sedikit satu hasil yang memuat angka sebelum dan angka sesudah, atau angka"
            " yang disandingkan dengan kelompok pembanding."
        ),
        not_counted=_("Perubahan itu belum tentu karena inovasinya: hal lain bisa ikut berubah."),
        raised_by=_("Angka sebelum inovasi untuk ukuran yang sama dengan hasilnya."),
    )


def _examined_from_outside() -> Step:
    return Step(
        number=3,
        label=vocabulary.EVIDENCE["3"],
        meaning=_(
            "Pihak di luar pemilik inovasi mengukur atau memeriksa hasil itu, dan sumbernya"
            " dirujuk."
        ),
        rule=_(
            "Paling sedikit satu hasil pada anak tangga 2 yang diukur atau diperiksa oleh"
            " penelitian, evaluasi, atau audit pihak luar. Kalimat tentang pemeriksaan itu merujuk"
            " ke sumbernya."
        ),
        not_counted=_(
            "Penghargaan; evaluasi dan survei oleh instansi sendiri; penelitian yang tidak"
            " membahas hasil itu; dan data rutin tentang seluruh daerah."
        ),
        raised_by=_("Penelitian, evaluasi, atau audit pihak luar tentang hasil itu."),
    )


def _repeated_elsewhere() -> Step:
    return Step(
        number=4,
        label=vocabulary.EVIDENCE["4"],
        meaning=_("Hasil yang diperiksa pihak luar itu terulang di tempat lain, dengan angka."),
        rule=_(
            "Anak tangga 3 terpenuhi, dan paling sedikit satu peniru tercatat dengan hasil"
            " berangka di tempatnya sendiri, dari sumber pada bagian Replikasi atau dari kasusnya"
            " di koleksi ini."
        ),
        not_counted=_(
            "Peniru tanpa angka hasil, komitmen atau rencana meniru, dan kunjungan belajar."
        ),
        raised_by=_("Satu peniru dengan angka hasil di tempatnya, beserta sumbernya."),
    )


@dataclass(frozen=True)
class Rung:
    """A step of the ladder, and whether a case meets it.

    Attributes:
        met: whether the case meets it.
        why: the fact in the file that meets it, or the fact that is missing.
        raised_by: what would bring the case onto it; empty unless it is the next step.
        studies: the studies to be quoted after ``why``.
    """

    step: Step
    met: bool
    why: str
    raised_by: str
    studies: tuple[Study, ...] = ()


def rungs(case: Case, evidence: Evidence) -> tuple[Rung, ...]:
    """The ladder of a case, lowest step first."""
    quoted = tuple(examined.study for examined in evidence.examined) or studies(case)
    reasons = (
        _("Ada keterangan tertulis dari sumber."),
        _measured(evidence),
        _compared(evidence),
        _examined(evidence, mentions_study=bool(quoted)),
        _repeated(case, evidence),
    )
    return tuple(
        Rung(
            step,
            evidence.met[step.number],
            why,
            step.raised_by if step.number == evidence.step + 1 else "",
            quoted if step.number == 3 else (),
        )
        for step, why in zip(ladder(), reasons, strict=True)
    )


def _quoted(text: str) -> Markup:
    """A sentence in the words of the case."""
    return marked_indonesian(f"{text}.")


def _measured(evidence: Evidence) -> str:
    if evidence.measured:
        return _quoted(wording.result(evidence.measured[0]))
    return _("Belum ada data: sumber tidak memuat hasil berangka.")


def _compared(evidence: Evidence) -> str:
    if evidence.compared:
        return _quoted(wording.result(evidence.compared[0]))
    return _("Belum ada data: sumber tidak memuat angka sebelum dan sesudah.")


def _examined(evidence: Evidence, *, mentions_study: bool) -> str:
    if evidence.examined:
        return _quoted(wording.result(evidence.examined[0].result))
    if mentions_study:
        return _("Ada penelitian, tetapi tidak memeriksa angka hasil di atas:")
    return _("Belum ada data: tidak ada penelitian, evaluasi, atau audit pihak luar atas hasilnya.")


def _repeated(case: Case, evidence: Evidence) -> str:
    if evidence.repeated:
        figures = _quoted("; ".join(f"{copy.by}: {copy.result}" for copy in evidence.repeated))
        if evidence.met[4]:
            return figures
        return figures + " " + _("Hasil di tempat asal belum diperiksa pihak luar.")
    if copies(case):
        return _("Tercatat ditiru, tetapi hasil di tempat penirunya belum ada data.")
    if promises(case):
        return _("Baru komitmen atau rencana meniru.")
    return _("Belum ada data tentang penirunya.")
