"""The mistakes that the YAML parser reports, in words for curators."""

from __future__ import annotations

import re

import yaml

_QUOTE = "apit isinya dengan tanda kutip"

# A part of what libyaml or Python's parser says → what is wrong, what to do.
_REASONS = {
    "mapping values are not allowed": (
        "ada titik dua di dalam isi, atau baris di atasnya kurang titik dua",
        "apit isi yang memuat titik dua dengan tanda kutip",
    ),
    "could not find expected ':'": ("baris ini bukan “kunci: nilai”", "tulis “kunci: nilai”"),
    "expected ',' or ']'": (
        "daftar [ … ] tidak ditutup, atau butirnya tidak dipisah koma",
        "tutup dengan ], pisahkan butir dengan koma, apit butir yang memuat “: ” atau “#”",
    ),
    "expected ',' or '}'": (
        "pasangan { … } tidak ditutup, atau isinya tidak dipisah koma",
        "tutup dengan }, pisahkan dengan koma, apit isi yang memuat koma, “: ”, atau “#”",
    ),
    "did not find expected '-' indicator": (
        "butir daftar tidak sejajar",
        "awali tiap butir dengan “- ” pada jorokan yang sama",
    ),
    "found unexpected end of stream": (
        "tanda kutip tidak ditutup",
        "tambahkan tanda kutip yang sama di ujung isinya",
    ),
    "found unexpected document indicator": (
        "tanda kutip tidak ditutup",
        "tambahkan tanda kutip yang sama di ujung isinya",
    ),
    "that cannot start any token": (
        "isi diawali tanda yang punya arti khusus (@, ` atau %)",
        _QUOTE,
    ),
    "found unknown escape character": (
        "ada garis miring terbalik “\\” di antara tanda kutip ganda",
        "ganti tanda kutip luarnya dengan tanda kutip tunggal",
    ),
    "expected alphabetic": (
        "isi diawali tanda yang punya arti khusus (& atau *)",
        _QUOTE,
    ),
    "found undefined tag handle": ("isi diawali tanda seru", _QUOTE),
    "block sequence entries are not allowed": (
        "butir “- ” berada di baris yang sama dengan kuncinya",
        "mulai daftar di baris baru, atau apit isinya dengan tanda kutip",
    ),
    "mapping keys are not allowed": ("isi diawali tanda tanya", _QUOTE),
    "node content": (
        "isi diawali koma atau kurung penutup",
        _QUOTE,
    ),
    "expected comment or line break": (
        "ada teks sesudah tanda | atau >",
        "mulai teksnya di baris berikutnya, atau apit isinya dengan tanda kutip",
    ),
    "did not find expected key": (
        "ada teks di belakang tanda kutip penutup, atau baris tidak sejajar dengan kunci lain",
        "apit seluruh isinya dengan satu pasang tanda kutip, atau samakan jorokannya",
    ),
    "expected <block end>": (
        "baris ini tidak sejajar dengan kunci lain, atau ada teks di belakang tanda kutip penutup",
        "samakan jorokannya, atau apit seluruh isinya dengan satu pasang tanda kutip",
    ),
    "expected <document start>": (
        "baris ini bukan “kunci: nilai”",
        "tulis “kunci: nilai”",
    ),
}
_OTHER = ("susunan baris ini tidak dikenal", "periksa titik dua, kutip, dan kurungnya")

# Mistakes that begin where a quotation mark or a bracket opens, far above their end.
_OPENED_ABOVE = re.compile(r"quoted scalar|flow sequence|flow mapping")


def explained(error: yaml.YAMLError, text: str) -> tuple[int, str, str]:
    """(line, message, remedy) of an error of the YAML parser."""
    line, problem, context = 1, "", ""
    if isinstance(error, yaml.MarkedYAMLError):
        problem, context = str(error.problem or ""), str(error.context or "")
        mark = error.problem_mark or error.context_mark
        if _OPENED_ABOVE.search(context):
            mark = error.context_mark or mark
        # The end of a text without a line end counts as a further line for libyaml.
        line = min((mark.line if mark else 0), text.count("\n")) + 1
    reason, remedy = next((words for part, words in _REASONS.items() if part in problem), _OTHER)
    return line, f"YAML tidak terbaca ({reason})", remedy
