"""The facts that a case file puts into a replication plan, and the gaps that it leaves.

Each text that is filled in says where it comes from. Nothing is promised: no box is ticked.
The facts that the file lacks are questions in one field, ``tanya``, which says whom to ask.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.collection import contacts, evidence, vocabulary, wording
from app.collection.case import Case
from app.documents.plan.form import ROW_COUNTS, STAGES

_FROM_CASE = "dari berkas kasus"


@dataclass(frozen=True)
class Prefilled:
    """The content of a field before anybody types.

    Attributes:
        text: the text that is filled in; empty where the case file has none.
        origin: where the text comes from, or that the case file has none.
    """

    text: str
    origin: str


@dataclass(frozen=True)
class CaseFact:
    """A fact of the case, shown above the fields of a section.

    Attributes:
        label: the name of the fact.
        text: the fact; None where no source says it.
    """

    label: str
    text: str | None


def prefill(case: Case) -> Mapping[str, Prefilled]:
    """Key of a field → its content before anybody types.

    A field has an entry without text if the case file lacks a section or results.
    """
    credit = f"Direplikasi dari {case.title}, inovasi {wording.owner(case)}."
    return {
        "unit_asal": Prefilled(case.agency, _FROM_CASE),
        "pengakuan": Prefilled(credit, _FROM_CASE),
        "tanya": Prefilled(
            "\n".join(open_questions(case)),
            f"yang belum ada datanya di berkas kasus; tanyakan ke {case.agency}",
        ),
        "diambil": _solution(case),
        **guide(),
        **_results(case),
        **_risks(case),
    }


def _solution(case: Case) -> Prefilled:
    name = vocabulary.SECTIONS["solusi"].id
    sentences = case.sentences("solusi")
    if not sentences:
        return _gap(f"bagian {name}")
    return Prefilled("\n".join(sentences), f"{_FROM_CASE}, bagian {name}")


def guide() -> Mapping[str, Prefilled]:
    """The tasks of each stage of the schedule, which are the same for every case."""
    return {
        f"kegiatan{stage}": Prefilled(task, "dari panduan replikasi LAN 2017")
        for stage, task in enumerate(STAGES.values(), 1)
    }


def _results(case: Case) -> dict[str, Prefilled]:
    """The measured results of the case, as examples for targets.

    Results with a figure from before come first: a target can be measured against them.
    """
    if not case.results:
        return {"ukuran1": _gap("hasil terukur")}
    origin = f"{_FROM_CASE}, hasil sebelum dan sesudah"
    ordered = sorted(case.results, key=lambda result: result.before is None)
    fields = {}
    for row, result in enumerate(ordered[: ROW_COUNTS["ukuran"]], 1):
        before = result.before or "belum ada data"
        worse = f" ({wording.ADVERSE.id})" if result.adverse else ""
        figures = f"Sebelum: {before}\nSesudah: {result.after}{worse}"
        fields[f"ukuran{row}"] = Prefilled(result.measure, origin)
        fields[f"hasil_asal{row}"] = Prefilled(figures, origin)
    return fields


def _risks(case: Case) -> dict[str, Prefilled]:
    """A risk for each result that got worse, and each sentence about the challenges."""
    worse = [
        Prefilled(f"Di tempat asal: {wording.result(result)}", f"{_FROM_CASE}, hasil")
        for result in case.results
        if result.adverse
    ]
    challenges = [
        Prefilled(sentence, f"{_FROM_CASE}, bagian Tantangan")
        for sentence in case.sentences("tantangan")
    ]
    risks = [*worse, *(challenges or [_gap("bagian Tantangan")])]
    return {f"risiko{row}": risk for row, risk in enumerate(risks[: ROW_COUNTS["risiko"]], 1)}


def _gap(missing: str) -> Prefilled:
    """A field without text, because ``missing`` is not in the case file."""
    return Prefilled("", f"Belum ada data di berkas kasus ({missing}).")


def case_facts(case: Case) -> Mapping[str, CaseFact]:
    """Key of a fact → the fact, for all keys that the sections of the plan name."""
    texts: dict[str, tuple[str, str | None]] = {
        "masalah": ("Masalah di tempat asal", _cited(case, "masalah")),
        "inovasi": ("Inovasi", wording.title_and_expansion(case)),
        "pemilik": ("Pemilik", case.agency),
        "induk": ("Induk", case.government),
        "ringkasan": ("Ringkasan", case.summary),
        "mulai": ("Mulai", str(case.started) if case.started else None),
        "status": ("Status", _status(case)),
        "penghargaan": ("Penghargaan", "; ".join(map(wording.award, case.awards)) or None),
        "peniru": (
            "Yang tercatat meniru",
            "; ".join(wording.copy(copy, brackets=False) for copy in case.replicated_by) or None,
        ),
        "kontak": (
            "Tanyakan kepada",
            "; ".join(channel.line() for channel in contacts.channels(case)),
        ),
        "tenaga": ("Tenaga di tempat asal", case.staff),
        "biaya": ("Biaya di tempat asal", case.cost),
        "sumber-daya": ("Sumber daya di tempat asal", _cited(case, "sumber-daya")),
        "dasar-hukum": ("Dasar hukum di tempat asal", "; ".join(case.legal_basis) or None),
        "syarat": ("Syarat meniru", case.copy_terms),
        "lama": ("Lama penerapan di tempat asal", case.duration),
        "pelaksanaan": ("Pelaksanaan di tempat asal", _cited(case, "pelaksanaan")),
        "pembelajaran": ("Pembelajaran di tempat asal", _cited(case, "pembelajaran")),
    }
    return {key: CaseFact(label, text) for key, (label, text) in texts.items()}


def _status(case: Case) -> str:
    """The status with its whole date, and whether it rests on an old source."""
    to_check = ", perlu dicek" if wording.status_age(case).to_check else ""
    return f"{wording.status_with_date(case)}{to_check}"


def _cited(case: Case, key: str) -> str | None:
    """The text of a section with the numbers of its sources; None if the case lacks it."""
    section = case.section(key)
    if section is None:
        return None
    marks = "".join(f"[{number}]" for number in sorted(set(section.cites)))
    return f"{' '.join(section.sentences)} {marks}".strip()


def open_questions(case: Case) -> tuple[str, ...]:
    """The questions to its agency that the case file leaves open and that decide about a copy."""
    proven = evidence.assess(case)
    to_check = wording.status_age(case).to_check
    is_open = {
        "Berapa biaya awal dan biaya tahunannya, dan dari sumber apa?": not case.cost,
        "Berapa orang yang mengerjakannya, dan dengan keahlian apa?": not case.staff,
        "Berapa lama dari persiapan sampai berjalan?": not case.duration,
        "Peraturan apa yang mendasarinya?": not case.legal_basis,
        "Apa syarat bagi instansi yang hendak meniru?": not case.copy_terms,
        "Apa hasil yang terukur, dari data mana?": not proven.measured,
        "Berapa angkanya sebelum ada inovasi?": bool(proven.measured) and not proven.compared,
        "Apakah inovasi ini masih berjalan?": case.status == "belum-diketahui" or to_check,
        "Apa hambatannya, dan bagaimana diatasi?": not case.sentences("tantangan"),
    }
    return tuple(question for question, is_asked in is_open.items() if is_asked)
