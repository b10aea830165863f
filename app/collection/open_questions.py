"""What the file of a case leaves open, as questions to its agency.

The page of a case lists them, and the request for public information asks them.
"""

from __future__ import annotations

from collections.abc import Mapping

from app.collection import evidence
from app.collection.case import Case

#: Key of a deciding fact → the questions that an officer can answer about it.
_QUESTIONS: Mapping[str, str] = {
    "problem": "Keadaan apa yang melatarbelakangi inovasi ini, dengan data apa?",
    "started": "Sejak tahun berapa inovasi ini dijalankan?",
    "result": "Apa hasilnya yang terukur: angka sebelum dan sesudah inovasi, tahunnya, dan cara "
    "mengukurnya?",
    "cost": "Berapa biaya penyiapan dan biaya per tahun, dan dari anggaran mana?",
    "staff": "Berapa orang yang menjalankannya, dengan jabatan dan pelatihan apa?",
    "duration": "Berapa lama penyiapannya sampai berjalan, dan apa tahap-tahapnya?",
    "legal_basis": "Apa dasar hukum dan prosedur bakunya? Mohon salinannya.",
    "status": "Apakah inovasi ini masih berjalan hari ini, dan unit kerja mana yang "
    "menanganinya? Bila berhenti, sejak kapan dan apa sebabnya?",
    "copies": "Instansi mana saja yang sudah menerapkannya, dan sejak kapan?",
    "challenges": "Apa hambatannya, dan apa yang tidak berhasil?",
    "lessons": "Apa pelajaran bagi instansi lain, dan adakah laporan evaluasi? Mohon salinannya.",
    "copy_terms": "Apa syarat bagi instansi yang hendak meniru: izin, perjanjian, lisensi, biaya?",
    "website": "Di laman resmi mana informasi inovasi ini diumumkan?",
}

_QUESTION_ON_BEFORE = (
    "Berapa angkanya sebelum inovasi, untuk hasil berikut: {measure} (sesudah: {after})?"
)


def open_questions(case: Case) -> list[str]:
    """A question for each deciding fact that the file of the case lacks."""
    questions = [
        _QUESTIONS.get(fact.key, f"Mohon data tentang {fact.label.id}.")
        for fact in evidence.completeness(case)
        if not fact.known
    ]
    if case.results and not any(result.before for result in case.results):
        first = case.results[0]
        questions.append(_QUESTION_ON_BEFORE.format(measure=first.measure, after=first.after))
    return questions
