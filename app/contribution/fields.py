"""The fields that a contributor fills in: the one home of their names, help and kinds.

The form on the site, the Word and Excel templates, the CSV heading row and ``./pustaka new``
all derive from :data:`FIELDS` and :data:`SECTIONS`. The keys are those of the case format
(``docs/case-format.md``), the order is the curators'. Names and help are Indonesian; help is
one sentence or two, complete with its full stop.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from app.collection import regions, vocabulary
from app.collection.vocabulary import Label

#: How a field is filled in:
#:
#: - ``line``: a text of one line; ``text``: one or two sentences;
#: - ``choice``: one of :attr:`Field.choices`;
#: - ``number``: a year or the number of a source; ``date``: a day, or a year where the help
#:   says so;
#: - ``list``: several lines, each an entry of its own;
#: - ``rows``: several rows with the columns of :attr:`Field.columns`;
#: - ``paragraphs``: paragraphs and lists, each with the numbers of its sources.
Kind = Literal["line", "text", "choice", "number", "date", "list", "rows", "paragraphs"]


@dataclass(frozen=True, slots=True)
class Field:
    """A field that a contributor fills in, or a column of its rows.

    Attributes:
        key: the key of the case format; of a section, its heading.
        label: its name for people.
        help: a sentence on what belongs there.
        kind: how it is filled in.
        mandatory: whether a case, or a row, must have it.
        choices: value → label of a choice, or of the entries of a list.
        columns: the columns of rows.
        entry: the name of one of its rows: “Hasil” in “Hasil 1: Ukuran”.
        example: an example of a good value; empty where the help is enough.
    """

    key: str
    label: str
    help: str
    kind: Kind = "line"
    mandatory: bool = False
    choices: Mapping[str, Label] = field(default_factory=dict)
    columns: tuple[Field, ...] = ()
    entry: str = ""
    example: str = ""


_YES: Mapping[str, Label] = {"true": Label("Ya", "Yes")}

_AWARDS = (
    Field(
        "name",
        "Nama lomba",
        "Nama lomba seperti dipakai pemberinya; KIPP hanya untuk kompetisi nasional.",
        mandatory=True,
        example="Kovablik Jawa Timur",
    ),
    Field("rank", "Peringkat", "Apa yang diraih.", mandatory=True, example="Top 30"),
    Field("year", "Tahun", "Empat angka.", "number", mandatory=True, example="2022"),
)

_RESULTS = (
    Field("measure", "Ukuran", "Apa yang diukur.", mandatory=True, example="Desa mandiri"),
    Field(
        "before",
        "Sebelum",
        "Angka sebelum inovasi, dengan satuan dan tahunnya; kosongkan bila tidak ada.",
        example="0 (2021)",
    ),
    Field(
        "after",
        "Sesudah",
        "Angka sesudah inovasi seperti di sumber, dengan satuan dan tahunnya.",
        mandatory=True,
        example="8 (2023)",
    ),
    Field(
        "adverse",
        "Memburuk",
        "Ya bila angkanya memburuk; selain itu kosongkan.",
        "choice",
        choices=_YES,
    ),
    Field(
        "examined_by",
        "Diperiksa di sumber",
        "Nomor sumber, bila pihak luar memeriksa angka ini dan isi kasus menyebutnya.",
        "number",
        example="3",
    ),
)

_REPLICATED_BY = (
    Field(
        "by",
        "Instansi",
        "Siapa yang meniru; bila baru berjanji, tulis (komitmen replikasi).",
        mandatory=True,
        example="Pemerintah Kabupaten Ngawi (komitmen replikasi)",
    ),
    Field("year", "Tahun", "Empat angka; kosongkan bila tidak diketahui.", "number"),
    Field(
        "case",
        "Kasus peniru",
        "Bila peniru punya kasus di Pustaka Inovasi: bagian alamatnya sesudah /inovasi/.",
        example="dongkel-makassar",
    ),
    Field("result", "Hasil di peniru", "Angka yang diukur di tempat peniru, bila sumber menyebut."),
)

_SOURCES = (
    Field("title", "Judul", "Judul laman, berita, atau bukunya.", mandatory=True),
    Field(
        "url",
        "Alamat",
        "Alamat lengkap dari peramban, diawali https:// atau http://.",
        mandatory=True,
        example="https://contoh.go.id/berita/1",
    ),
    Field("publisher", "Penerbit", "Nama situs atau penerbitnya.", example="contoh.go.id"),
    Field(
        "date",
        "Tanggal",
        "Tanggal terbit, atau tahunnya saja; kosongkan bila tidak bertanggal.",
        "date",
        example="2024-08-01",
    ),
)

#: What a contributor fills in before the sections, in the curators' order.
FIELDS: tuple[Field, ...] = (
    Field(
        "title",
        "Nama inovasi",
        "Nama inovasi seperti dipakai pemiliknya.",
        mandatory=True,
        example="Putik Sari",
    ),
    Field(
        "expansion",
        "Kepanjangan nama",
        "Kepanjangan namanya, bila nama itu singkatan.",
        example="Kampung Tematik Wonosari Berseri",
    ),
    Field(
        "summary",
        "Ringkasan",
        "Untuk siapa, masalah apa, dengan cara apa; kalimat utuh, 40 sampai 300 huruf.",
        "text",
        mandatory=True,
    ),
    Field(
        "summary_en",
        "Ringkasan dalam bahasa Inggris",
        "Isi ringkasan yang sama dalam bahasa Inggris, 40 sampai 330 huruf; boleh kosong.",
        "text",
    ),
    Field(
        "problems",
        "Masalah menurut yang mengalaminya",
        "Tiga sampai lima masalah seperti diucapkan warga atau petugas, satu masalah satu baris; "
        "tanpa angka dan nama orang, masing-masing 20 sampai 140 huruf.",
        "list",
        example="desa kami punya kopi tapi tidak ada yang datang berkunjung",
    ),
    Field(
        "agency",
        "Unit pelaksana",
        "Unit yang menjalankan inovasi.",
        mandatory=True,
        example="Kecamatan Wonosari",
    ),
    Field(
        "government",
        "Instansi induk",
        "Untuk daerah, tulis Pemerintah lalu nama daerahnya.",
        mandatory=True,
        example="Pemerintah Kabupaten Malang",
    ),
    Field(
        "level",
        "Tingkat pemerintahan",
        "Pilih tingkat instansi induknya.",
        "choice",
        mandatory=True,
        choices=vocabulary.LEVELS,
    ),
    Field(
        "province",
        "Provinsi",
        "Pilih provinsinya, atau Nasional bila berlaku di seluruh Indonesia.",
        "choice",
        mandatory=True,
        choices=vocabulary.PROVINCES,
    ),
    Field(
        "category",
        "Bidang",
        "Pilih bidang yang paling dekat.",
        "choice",
        mandatory=True,
        choices=vocabulary.CATEGORIES,
    ),
    Field(
        "tags",
        "Kata kunci",
        "Dua sampai delapan kata yang mungkin diketik pencari, satu kata kunci satu baris.",
        "list",
        mandatory=True,
        example="kampung tematik",
    ),
    Field(
        "sdgs",
        "Tujuan pembangunan berkelanjutan",
        "Nomor tujuan (TPB/SDG), 1 sampai 17, satu nomor satu baris.",
        "list",
        choices=vocabulary.SDGS,
        example="8",
    ),
    Field("started", "Tahun mulai", "Empat angka.", "number", example="2019"),
    Field(
        "status",
        "Status",
        "Nasib inovasi menurut sumber; bila tidak disebut, pilih Belum diketahui.",
        "choice",
        mandatory=True,
        choices=vocabulary.STATUSES,
    ),
    Field(
        "status_checked",
        "Tanggal status dipastikan",
        "Hari status dipastikan ke instansinya; kosongkan bila hanya dari sumber.",
        "date",
        example="2026-11-24",
    ),
    Field(
        "awards",
        "Penghargaan",
        "Satu penghargaan satu baris.",
        "rows",
        columns=_AWARDS,
        entry="Penghargaan",
    ),
    Field(
        "results",
        "Hasil terukur",
        "Satu ukuran satu baris; tulis angka seperti di sumber, dengan satuan dan tahunnya.",
        "rows",
        columns=_RESULTS,
        entry="Hasil",
    ),
    Field(
        "replicated_by",
        "Sudah ditiru oleh",
        "Satu peniru satu baris.",
        "rows",
        columns=_REPLICATED_BY,
        entry="Peniru",
    ),
    Field(
        "adapted_from",
        "Meniru kasus",
        "Bila inovasi ini meniru kasus lain di Pustaka Inovasi: bagian alamatnya sesudah "
        "/inovasi/.",
        example="dongkel-makassar",
    ),
    Field(
        "cost",
        "Biaya",
        "Biaya dan asal dananya, dengan tahunnya.",
        example="Rp250 juta per desa dari APBD (2023)",
    ),
    Field(
        "staff",
        "Tenaga",
        "Siapa dan berapa orang yang mengerjakan.",
        example="bidan desa dan kader PKK",
    ),
    Field(
        "duration",
        "Waktu penerapan",
        "Berapa lama menerapkannya.",
        example="uji coba enam bulan di lima puskesmas",
    ),
    Field(
        "copy_terms",
        "Syarat meniru",
        "Syarat dari pemilik bagi yang mau meniru.",
        example="izin tertulis dan menyebut pemiliknya",
    ),
    Field(
        "legal_basis",
        "Dasar hukum",
        "Satu peraturan atau keputusan satu baris.",
        "list",
        example="Peraturan Bupati Nomor 48 Tahun 2022",
    ),
    Field(
        "website",
        "Situs",
        "Alamat situs inovasi atau instansinya.",
        example="https://contoh.go.id/",
    ),
    Field(
        "sources",
        "Sumber",
        "Laman atau buku yang menyebut fakta di atas, satu sumber satu baris; "
        "nomor barisnya dipakai untuk merujuk.",
        "rows",
        mandatory=True,
        columns=_SOURCES,
        entry="Sumber",
    ),
    Field(
        "updated",
        "Tanggal ditulis",
        "Hari kasus ini terakhir diubah; kosongkan bila hari ini.",
        "date",
        example="2026-11-24",
    ),
)

# Heading → a word on what belongs into the section.
_SECTION_HELP: Mapping[str, str] = {
    "masalah": "Apa masalahnya, bagi siapa, seberapa besar.",
    "solusi": "Apa yang dilakukan.",
    "pelaksanaan": "Langkah penerapannya, berurutan.",
    "sumber-daya": "Biaya, tenaga, alat, dan mitra.",
    "dampak": "Apa yang berubah, dengan angka.",
    "tantangan": "Apa yang sulit atau gagal.",
    "pembelajaran": "Apa yang dipelajari pelaksananya.",
    "replikasi": "Siapa yang meniru, atau apa yang perlu untuk meniru.",
}

#: The sections of the text, in the order of the case format; the key is the heading.
SECTIONS: tuple[Field, ...] = tuple(
    Field(
        label.id,
        label.id,
        _SECTION_HELP[key],
        "paragraphs",
        mandatory=key in vocabulary.REQUIRED_SECTIONS,
    )
    for key, label in vocabulary.SECTIONS.items()
)


def by_key(key: str) -> Field:
    """The field with this key, or the section with this heading.

    Raises:
        KeyError: there is none.
    """
    return _all()[key]


@cache
def _all() -> Mapping[str, Field]:
    return _by_key(FIELDS + SECTIONS)


def _by_key(those: tuple[Field, ...]) -> dict[str, Field]:
    return {one.key: one for one in those}


@cache
def governments() -> tuple[str, ...]:
    """The names of all regional governments as a case writes them, to choose from."""
    return tuple(map(regions.government_name, regions.regions().values()))
