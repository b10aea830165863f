"""Questions for the discussion, made from what each file says and leaves open."""

from __future__ import annotations

from dataclasses import dataclass

from app.collection.case import Case
from app.collection.evidence import assess, completeness, copies, is_promise

#: For groups of one table, whatever the case. After the steps of LAN's replication guide
#: of 2017 (know the innovation and its fit, ready the resources, plan, carry out, measure).
GROUP_QUESTIONS = (
    "Masalah apa di tempat kita yang paling mirip? Berapa angkanya sekarang?",
    "Inovasi mana yang paling mungkin ditiru, dan mengapa?",
    "Bagian mana yang diambil apa adanya, mana yang diubah, mana yang ditinggalkan?",
    "Siapa penanggung jawabnya, siapa anggota timnya, dan dari mana biayanya?",
    "Aturan, izin, atau kesepakatan apa yang harus ada lebih dulu?",
    "Apa langkah pertama dalam 30 hari, dan siapa yang melakukannya?",
    "Apa yang masih harus ditanyakan kepada instansi asal?",
)

# A quoted sentence longer than this is no question any more.
_LONGEST_QUOTE = 260


@dataclass(frozen=True)
class CaseGuide:
    """The questions about one case."""

    slug: str
    title: str
    questions: tuple[str, ...]


def case_guide(case: Case) -> CaseGuide:
    """The questions about a case: what went wrong, what was learnt, what is not known."""
    return CaseGuide(
        case.slug,
        case.title,
        (*_from_the_story(case), *_from_copies(case), _from_the_evidence(case), *_from_gaps(case)),
    )


def _from_the_story(case: Case) -> list[str]:
    found = []
    if case.status == "berhenti":
        found.append(
            "Inovasi ini tercatat berhenti. Apa sebabnya, dan apa yang akan kita lakukan lain?"
        )
    hard = first_sentence(case, "tantangan")
    if hard:
        found.append(
            f"Tantangan di asalnya: “{hard}” Apakah ini juga ada di tempat kita? "
            "Bagaimana menghadapinya?"
        )
    learnt = first_sentence(case, "pembelajaran")
    if learnt:
        found.append(f"Pembelajaran dari asalnya: “{learnt}” Apa artinya bagi kita?")
    if not (hard or learnt):
        found.append(
            "Sumbernya tidak menceritakan tantangan. Apa yang paling mungkin menghambat di "
            "tempat kita?"
        )
    return found


def first_sentence(case: Case, key: str) -> str:
    """The first sentence of a section, cut at a word if it is very long; empty without one."""
    for section in case.sections:
        if section.key == key and section.sentences:
            return shortened(section.sentences[0], _LONGEST_QUOTE)
    return ""


def shortened(text: str, limit: int) -> str:
    """A text of at most ``limit`` characters, cut between words with “…”."""
    if len(text) <= limit:
        return text
    return text[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def _from_copies(case: Case) -> list[str]:
    done = [copy.by for copy in copies(case)]
    promised = [copy.by for copy in case.replicated_by if is_promise(copy.by)]
    if done:
        named = shortened("; ".join(done), _LONGEST_QUOTE)
        return [f"Sudah ditiru: {named}. Apa yang mereka ubah, dan apakah bertahan?"]
    if promised:
        named = shortened("; ".join(promised), _LONGEST_QUOTE)
        return [f"Ada komitmen meniru: {named}. Sudah sampai mana?"]
    return []


def _from_the_evidence(case: Case) -> str:
    evidence = assess(case)
    if evidence.compared:
        best = evidence.compared[0]
        return (
            f"{best.measure}: dari {best.before} menjadi {best.after}. Apa lagi yang ikut "
            "menyebabkannya? Berapa angka kita sekarang?"
        )
    if evidence.measured:
        best = evidence.measured[0]
        return (
            f"{best.measure}: {best.after}, tetapi angka sebelumnya belum diketahui. Angka "
            "awal apa yang bisa kita catat bulan ini?"
        )
    return (
        "Belum ada hasil terukur di sumbernya. Ukuran apa yang paling mudah dicatat, dan "
        "siapa yang mencatatnya?"
    )


def _from_gaps(case: Case) -> list[str]:
    missing = [fact.label.id for fact in completeness(case) if not fact.known]
    if not missing:
        return []
    return [
        f"Apa yang belum diketahui: {', '.join(missing)}. Siapa yang menanyakannya kepada "
        f"{case.agency}?"
    ]
