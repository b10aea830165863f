"""Findings of the check in the words of somebody who fills in a form.

The check speaks to curators, who see the file: of keys, slugs and ``[^n]``. A contributor sees
fields with names (:mod:`app.contribution.fields`), and the place of a mistake says which one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from app.collection.finding import Finding
from app.contribution.draft import Mistake, Place
from app.contribution.fields import FIELDS, by_key

NO_RESULTS = "belum ada results"

_ANOTHER_CASE = "tulis bagian alamat kasus itu sesudah /inovasi/, atau kosongkan"

# Message → remedy, and a message if it needs other words too.
_REWORDED: Mapping[re.Pattern[str], tuple[str | None, str]] = {
    re.compile("paragraf tanpa rujukan: .*"): (
        "belum ada sumbernya",
        "pilih sumbernya, atau hapus bila tak ada sumber yang menyebutnya",
    ),
    re.compile(r"“.*\[.*” bukan rujukan"): (
        None,
        "pilih sumbernya pada paragraf ini, lalu hapus angka dalam kurung itu",
    ),
    re.compile(NO_RESULTS): (
        "belum ada hasil terukur",
        "tambahkan bila sumber menyebutnya; bila tidak, biarkan",
    ),
    re.compile("harus berupa tahun, .*"): ("bukan tahun", "tulis empat angka, misalnya 2019"),
    re.compile("harus berupa tanggal, .*"): (
        "bukan tanggal",
        "tulis seperti 1 Agustus 2024 atau 2024-08-01",
    ),
    re.compile("harus berupa ya/tidak, .*"): ("bukan ya atau tidak", "tulis ya, atau kosongkan"),
    re.compile("bukan nomor sumber"): (None, "tulis nomor sumber di daftar sumber, misalnya 3"),
    re.compile("“(.*)” bukan slug"): ("bukan alamat kasus", _ANOTHER_CASE),
    re.compile("“.*” menunjuk .*"): (None, _ANOTHER_CASE),
    re.compile("memuat angka “.*”"): (None, "ceritakan tanpa angka; tulis angkanya di bagian isi"),
    re.compile("tidak memuat angka yang memburuk: .*"): (
        None,
        "tambahkan hasil itu dan tandai “Memburuk”, atau biarkan bila memang tidak memburuk",
    ),
    re.compile("tidak ada kalimat tentang penelitian, .*"): (
        "tidak ada paragraf yang menceritakan pemeriksaan itu dengan sumbernya",
        "ceritakan dengan sumber itu, atau kosongkan",
    ),
    re.compile("kasus “.*” punya hasil terukur, .*"): (
        None,
        "salin angka hasilnya ke “Hasil di peniru”, dan ceritakan pada bagian Replikasi",
    ),
    re.compile("penghargaan “.*” tidak ada di daftar"): (
        None,
        "periksa namanya; biarkan bila memang begitu",
    ),
}

# Words of the format inside a message or remedy, outside of quotation marks.
_KEYS = "|".join(sorted((field.key for field in FIELDS), key=len, reverse=True))
_KEY = re.compile(rf"(?<![“\w./-])(?:{_KEYS})(?![\w”./-])")


def in_words(finding: Finding, place: Place) -> Mistake:
    """A finding about the file of a draft as a mistake at a place in the draft."""
    message = without_key(finding.message, place)
    if message == NO_RESULTS:
        place = ("results",)  # the check can only point to the start of the file
    remedy = finding.remedy.partition(", atau terima ")[0]  # only curators can accept
    for pattern, words in _REWORDED.items():
        if pattern.fullmatch(message):
            message, remedy = words[0] or message, words[1]
            break
    return Mistake(place, finding.level, _with_labels(message), _with_labels(remedy))


def without_key(message: str, place: Place) -> str:
    """A message without the key that it starts with: the place says that."""
    if not place:
        return message
    key = re.escape(str(place[0]))
    return re.sub(rf"^{key}(?: \d+)?(?:(?: \w+)?: | (?!\())", "", message)


def _with_labels(text: str) -> str:
    """A text with the names of fields instead of their keys."""
    return _KEY.sub(lambda match: f"“{by_key(match[0]).label}”", text)
