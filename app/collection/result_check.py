"""The checks of measured results: worsenings that are left out, examinations, copies.

A result that stands out on pages and papers must not hide a figure of the same source that
got worse. ``./pustaka check`` asks curators for an entry of ``results`` with ``adverse: true``
where a sentence of Dampak tells a worsening that no entry holds. The rule was made on the
490 cases of 2026: it finds four such sentences there, of which one tells of cases that were
found, not of more illness.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from app.collection import evidence
from app.collection.case import Case, Result
from app.collection.finding import Finding
from app.collection.wording import shortened

# Things of which more is worse. Cases that were found or solved are no such thing.
_BAD = (
    r"kematian|kasus|putus sekolah|kekerasan|perkawinan anak|stunting|gizi buruk|pengangguran"
    r"|kemiskinan|kecelakaan|korban|kriminalitas"
)
_GONE_WELL = r"(?:yang )?(?:ditemukan|ditangani|tertangani|selesai|diselesaikan)"

# Things of which less is worse.
_GOOD = (
    r"cakupan|kehadiran|kunjungan|pengunjung|pendapatan|omzet|produksi|produktivitas|peserta"
    r"|pelanggan|kepuasan|kelulusan|nilai"
)

_WORSENING = re.compile(
    rf"\b(?:{_BAD})\b(?! {_GONE_WELL})[^.;,]*\b(?:naik|meningkat|bertambah|melonjak)\b[^;]*\d"
    rf"|\b(?:{_GOOD})\b[^.;]*\b(?:turun|menurun|merosot|anjlok|berkurang)\b[^;]*\bmenjadi\b[^;]*\d"
    r"|\d[^;]*\b(?:belum|tidak) (?:turun|menurun)\b",
    re.IGNORECASE,
)

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_YEAR = re.compile(r"(?:19|20)\d\d")

# The most characters of a sentence quoted in a finding.
_QUOTED = 60

# A result tells what a sentence tells if it holds this many of its figures, years apart: the
# figures before and after.
_HELD = 2


def check_results(
    case: Case, cases: Mapping[str, Case], finding: Callable[..., Finding]
) -> Iterator[Finding]:
    """What is missing or doesn't fit in the results of a case and of its copies.

    Args:
        case: the case.
        cases: the cases that can be shown, by slug.
        finding: makes a finding from a place in the front matter, message and remedy.
    """
    for sentence in untold_worsenings(case):
        yield finding(
            ("results",),
            f"results tidak memuat angka yang memburuk: “{shortened(sentence, _QUOTED)}”",
            "tambahkan hasil itu dengan adverse: true, atau terima di known-problems.yaml",
            warn=True,
        )
    for n, result in enumerate(case.results):
        if result.examined_by is not None and evidence.examination(case, result) is None:
            yield finding(
                ("results", n, "examined_by"),
                f"tidak ada kalimat tentang penelitian, evaluasi, atau audit yang merujuk sumber"
                f" {result.examined_by}",
                f"ceritakan pemeriksaannya dengan [^{result.examined_by}], atau hapus kuncinya",
                warn=True,
            )
    for n, copy in enumerate(case.replicated_by):
        of_copy = cases.get(copy.case or "")
        if (
            of_copy
            and of_copy.slug != case.slug
            and evidence.assess(of_copy).measured
            and not copy.result
        ):
            yield finding(
                ("replicated_by", n),
                f"kasus “{copy.case}” punya hasil terukur, tetapi result peniru ini kosong",
                "salin angka hasilnya ke result, dengan rujukannya pada bagian Replikasi",
                warn=True,
            )


def untold_worsenings(case: Case) -> tuple[str, ...]:
    """The sentences of Dampak that tell a worsening which no entry of ``results`` holds."""
    return tuple(
        sentence
        for sentence in case.sentences("dampak")
        if (found := _WORSENING.search(sentence))
        and not any(_holds(result, found.group()) for result in case.results)
    )


def _holds(result: Result, told: str) -> bool:
    figures = _figures(told)
    held = figures & _figures(f"{result.measure} {result.before or ''} {result.after}")
    return len(held) >= min(_HELD, len(figures))


def _figures(text: str) -> set[str]:
    return {number for number in _NUMBER.findall(text) if not _YEAR.fullmatch(number)}
