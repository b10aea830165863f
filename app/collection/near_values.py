"""What was probably meant by a value or heading that the format doesn't have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rapidfuzz import fuzz, process

from app.collection import vocabulary

# Words are alike from this share of the same letters on, in percent.
_ALIKE = 75

# What people write instead, in small letters without signs.
_OTHER_WORDS: Mapping[str, str] = {
    # level
    **dict.fromkeys(["kab", "pemkab", "pemerintah kabupaten"], "kabupaten"),
    **dict.fromkeys(["pemkot", "pemerintah kota", "kotamadya"], "kota"),
    **dict.fromkeys(["prov", "pemprov", "pemda provinsi", "pemerintah provinsi"], "provinsi"),
    **dict.fromkeys(["k l", "kl", "pusat"], "kementerian"),
    **dict.fromkeys(["lpnk", "badan"], "lembaga"),
    # status
    **dict.fromkeys(
        ["aktif", "berjalan", "masih berjalan", "masih aktif", "lanjut", "jalan"], "berlanjut"
    ),
    **dict.fromkeys(["meluas", "tumbuh", "direplikasi"], "berkembang"),
    **dict.fromkeys(["selesai", "tidak aktif", "nonaktif", "mati", "stop", "tutup"], "berhenti"),
    **dict.fromkeys(["tidak diketahui", "tidak tahu", "tidak jelas"], "belum-diketahui"),
    # category
    **dict.fromkeys(["pertanian", "pangan", "perikanan", "peternakan"], "ketahanan-pangan"),
    **dict.fromkeys(["umkm", "pariwisata", "perdagangan", "pertumbuhan ekonomi"], "ekonomi"),
    **dict.fromkeys(["administrasi", "pelayanan publik", "pemerintahan"], "tata-kelola"),
    **dict.fromkeys(["sampah", "lingkungan hidup"], "lingkungan"),
    **dict.fromkeys(["sosial", "inklusi", "disabilitas"], "gender"),
    **dict.fromkeys(["hukum", "keamanan"], "penegakan-hukum"),
    # province
    **vocabulary.PROVINCE_ABBREVIATIONS,
    "nanggroe aceh darussalam": "Aceh",
    **dict.fromkeys(["indonesia", "seluruh indonesia", "pusat nasional"], vocabulary.NATIONAL),
}

_OTHER_HEADINGS: Mapping[str, str] = {
    **dict.fromkeys(["latar belakang", "permasalahan", "problem", "isu"], "Masalah"),
    **dict.fromkeys(["inovasi", "gagasan", "deskripsi", "tentang", "ringkasan"], "Solusi"),
    **dict.fromkeys(
        ["langkah", "tahapan", "implementasi", "penerapan", "cara kerja"], "Pelaksanaan"
    ),
    **dict.fromkeys(["anggaran", "biaya", "sumberdaya", "sdm", "mitra"], "Sumber Daya"),
    **dict.fromkeys(["hasil", "manfaat", "capaian", "dampak dan hasil", "outcome"], "Dampak"),
    **dict.fromkeys(["kendala", "hambatan", "hambatan dan tantangan"], "Tantangan"),
    **dict.fromkeys(["pelajaran", "pelajaran yang dipetik", "kunci keberhasilan"], "Pembelajaran"),
    **dict.fromkeys(["penyebarluasan", "peniru", "keberlanjutan dan replikasi"], "Replikasi"),
}


def near_value(written: str, values: vocabulary.Vocabulary) -> str | None:
    """The value of a vocabulary that was probably meant, or None.

    >>> near_value("NTT", vocabulary.PROVINCES)
    'Nusa Tenggara Timur'
    >>> near_value("Kesehatan", vocabulary.CATEGORIES)
    'kesehatan'
    """
    names = {_plain(value): value for value in values}
    names |= {_plain(label.id): value for value, label in values.items()}
    return _nearest(written, names, _OTHER_WORDS, values)


def near_heading(written: str, headings: Iterable[str]) -> str | None:
    """The heading that was probably meant, or None.

    >>> near_heading("Latar Belakang", ["Masalah", "Solusi"])
    'Masalah'
    """
    names = {_plain(heading): heading for heading in headings}
    return _nearest(written, names, _OTHER_HEADINGS, names.values())


def _nearest(
    written: str, names: Mapping[str, str], other_words: Mapping[str, str], allowed: Iterable[str]
) -> str | None:
    plain = _plain(written)
    meant = names.get(plain) or other_words.get(plain)
    if meant in set(allowed):
        return meant
    near = process.extractOne(plain, list(names), scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return names[near[0]] if near else None


def _plain(text: str) -> str:
    """Small letters and digits, with single blanks between the words."""
    signs_out = "".join(char if char.isalnum() else " " for char in text.casefold())
    return " ".join(signs_out.split())
