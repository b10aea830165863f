"""Questions for the discussion, made from the facts and the gaps of each case."""

from __future__ import annotations

from dataclasses import dataclass

from app.collection.case import Case
from app.collection.evidence import assess, completeness, copies, is_promise
from app.collection.wording import shortened

#: Questions for every group at a table, whatever the case. They follow the steps of LAN's
#: replication guide of 2017: study the innovation and its fit, prepare the resources, plan,
#: carry out, measure.
GROUP_QUESTIONS = (
    "Masalah apa di tempat kita yang paling mirip? Berapa angkanya sekarang?",
    "Inovasi mana yang paling mungkin ditiru, dan mengapa?",
    "Bagian mana yang diambil apa adanya, mana yang diubah, mana yang ditinggalkan?",
    "Siapa penanggung jawabnya, siapa anggota timnya, dan dari mana biayanya?",
    "Aturan, izin, atau kesepakatan apa yang harus ada lebih dulu?",
    "Apa langkah pertama dalam 30 hari, dan siapa yang melakukannya?",
    "Apa yang masih harus ditanyakan kepada instansi asal?",
)

# The longest quotation within a question, in characters: more cannot be read aloud.
_LONGEST_QUOTE = 260


@dataclass(frozen=True)
class CaseGuide:
    """The questions about a case."""

    slug: str
    title: str
    questions: tuple[str, ...]


def case_guide(case: Case) -> CaseGuide:
    """The questions about a case: its challenges and lessons, copies, results and gaps."""
    questions = (
        *_about_experience(case),
        *_about_copies(case),
        _about_results(case),
        *_about_worsenings(case),
        *_about_gaps(case),
    )
    return CaseGuide(case.slug, case.title, questions)


def _about_experience(case: Case) -> list[str]:
    """Questions about the end of an innovation, its challenges and its lessons."""
    questions = []
    if case.status == "berhenti":
        questions.append(
            "Inovasi ini tercatat berhenti. Apa sebabnya, dan apa yang akan kita lakukan lain?"
        )
    challenge = _quoted_sentence(case, "tantangan")
    if challenge:
        questions.append(
            f"Tantangan di asalnya: {challenge} Apakah ini juga ada di tempat kita? "
            "Bagaimana menghadapinya?"
        )
    lesson = _quoted_sentence(case, "pembelajaran")
    if lesson:
        questions.append(f"Pembelajaran dari asalnya: {lesson} Apa artinya bagi kita?")
    if not (challenge or lesson):
        questions.append(
            "Sumbernya tidak menceritakan tantangan. Apa yang paling mungkin menghambat di "
            "tempat kita?"
        )
    return questions


def _quoted_sentence(case: Case, key: str) -> str:
    """The first sentence of a section between quotation marks; empty without the section."""
    sentences = case.sentences(key)
    return f"“{shortened(sentences[0], _LONGEST_QUOTE)}”" if sentences else ""


def _about_copies(case: Case) -> list[str]:
    """A question about the agencies that copied the innovation, or else promised to."""
    agencies = [copy.by for copy in copies(case)]
    if agencies:
        names = shortened("; ".join(agencies), _LONGEST_QUOTE)
        return [f"Sudah ditiru: {names}. Apa yang mereka ubah, dan apakah bertahan?"]
    promising = [copy.by for copy in case.replicated_by if is_promise(copy.by)]
    if promising:
        names = shortened("; ".join(promising), _LONGEST_QUOTE)
        return [f"Ada komitmen meniru: {names}. Sudah sampai mana?"]
    return []


def _about_results(case: Case) -> str:
    """A question about the best proven result."""
    evidence = assess(case)
    result = evidence.best
    if result and result.before:
        return (
            f"{result.measure}: dari {result.before} menjadi {result.after}. Apa lagi yang ikut "
            "menyebabkannya? Berapa angka kita sekarang?"
        )
    if result:
        return (
            f"{result.measure}: {result.after}, tetapi angka sebelumnya belum diketahui. Angka "
            "awal apa yang bisa kita catat bulan ini?"
        )
    return (
        "Belum ada hasil terukur di sumbernya. Ukuran apa yang paling mudah dicatat, dan "
        "siapa yang mencatatnya?"
    )


def _about_worsenings(case: Case) -> list[str]:
    """A question about each figure that got worse."""
    return [
        f"Yang memburuk: {result.measure}, dari {result.before or 'angka yang belum diketahui'} "
        f"menjadi {result.after}. Mengapa, dan bagaimana kita mencegahnya?"
        for result in assess(case).adverse
    ]


def _about_gaps(case: Case) -> list[str]:
    """A question about the facts that no source says."""
    missing = [fact.label.id for fact in completeness(case) if not fact.known]
    if not missing:
        return []
    return [
        f"Apa yang belum diketahui: {', '.join(missing)}. Siapa yang menanyakannya kepada "
        f"{case.agency}?"
    ]
