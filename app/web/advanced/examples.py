"""Examples of advanced queries, each of which finds something in the collection."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from app.search.advanced.query_fields import QUERY_FIELDS
from app.web.site.i18n import label, language


@dataclass(frozen=True)
class Example:
    """A query, and in words what it finds or which field it names."""

    query: str
    meaning: str


def operator_examples() -> list[Example]:
    """An example for each operator and sign, in the order of the help."""
    return [
        Example("stunting DAN posyandu", _("kedua kata, dalam bentuk apa pun")),
        Example("stunting ATAU gizi", _("paling sedikit salah satunya")),
        Example("sampah BUKAN plastik", _("kata pertama, tanpa kata kedua")),
        Example(
            "sampah DAN (desa ATAU nelayan)",
            _("kata pertama, dan salah satu kata di dalam kurung"),
        ),
        Example('"jemput bola"', _("dua kata yang berdampingan, persis seperti ditulis")),
        Example(
            '"bank sampah"~3',
            _("dua kata dalam urutan ini, yang kedua paling jauh tiga kata di belakang"),
        ),
        Example("sekol*", _("kata yang diawali huruf ini; tanda ? berarti satu huruf")),
        Example("puskesmas~1", _("kata ini, juga dengan satu salah ketik")),
        Example("judul:sampah", _("kata di dalam judul; ruas lain ada di bawah")),
        Example("masalah:(antre ATAU antrean)", _("salah satu kata, di dalam ruas masalah")),
        Example("tahun:[2018 TO 2020]", _("mulai dari tahun 2018 sampai 2020")),
        Example("tahun:>2019", _("mulai sesudah tahun 2019; bisa juga <, >=, dan <=")),
    ]


#: Key of a query field → what the help searches in it.
_IN_FIELDS: Mapping[str, str] = {
    "title": "sampah",
    "expansion": "kampung",
    "tags": "stunting",
    "summary": "lansia",
    "problems": "antre",
    "summary_en": "villages",
    "agency": "puskesmas",
    "place": "malang",
    "cost": "swadaya",
    "staff": "kader",
    "facts": '"peraturan bupati"',
    "result": "persen",
    "award": "KIPP",
    "masalah": "antrean",
    "solusi": "aplikasi",
    "pelaksanaan": "pelatihan",
    "sumber-daya": "relawan",
    "dampak": "pendapatan",
    "tantangan": "anggaran",
    "pembelajaran": "kolaborasi",
    "replikasi": "kabupaten",
    "category": "kesehatan",
    "status": "berhenti",
    "province": '"jawa timur"',
    "year": "2019",
}


def field_examples() -> Iterator[Example]:
    """An example for each field that a query can name."""
    for field in QUERY_FIELDS:
        name = field.name.text(language())
        yield Example(f"{name}:{_IN_FIELDS[field.key]}", label(field.label))
