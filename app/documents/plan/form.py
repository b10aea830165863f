"""The form of the replication plan (*rencana aksi replikasi*): its sections and fields.

They are declared once, in :data:`PLAN_SECTIONS`. The form, the Word file, the page for
printing and the documentation are made from it. There is no official form; the sections
combine what these sources ask for:

- The stages of the schedule come from LAN's guide to replication (*Pedoman Replikasi*,
  2017), as Magelang's guide for DataGo applies it: name the problem, study the innovation
  and its fit, prepare the resources; settle plan, team, training, model and method;
  carry out and monitor; evaluate and measure the benefit.
- The agreements come from Magelang's terms for agencies that copy DataGo: ask for
  permission, credit the original, sign a memorandum between heads and an agreement between
  offices, do not sell the copy, pay for it yourself.
- South Sulawesi (December 2021) asks for a dated plan behind each signed commitment.
- Figures from before the copy, and dates of monitoring, come from a study of four cities
  that copied an innovation: the city that lagged had no baseline to be monitored against.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

#: The kinds of field: one line, several lines, a date, a number, or boxes to tick.
FieldKind = Literal["line", "text", "date", "number", "choices"]

#: The longest answer of a line, of a text, of a table's cell and of a number, in characters.
LONGEST_LINE, LONGEST_TEXT, LONGEST_CELL, LONGEST_NUMBER = 300, 4000, 800, 24

#: The most lines of a text, and of a text in a table. Word takes the same time for a line of one
#: letter as for a long one: without a limit, a plan of a megabyte takes eight seconds.
MOST_LINES, MOST_LINES_OF_CELL = 80, 20


@dataclass(frozen=True)
class PlanField:
    """A field to fill in.

    Attributes:
        key: name of the form field and of the URL parameter.
        label: the words before the field, in the form and on paper.
        kind: how the field is filled in; see :data:`FieldKind`.
        hint: help for filling it in.
        max_length: the longest answer, in characters.
        rows: height in the form, in lines of text.
        width: of a column, its width on paper in relation to the other columns; 0 for the
            usual width of its kind.
        choices: value → text of each box; only of the kind ``choices``.
    """

    key: str
    label: str
    kind: FieldKind = "text"
    hint: str = ""
    max_length: int = LONGEST_TEXT
    rows: int = 3
    width: float = 0
    choices: Mapping[str, str] | None = None

    @property
    def max_lines(self) -> int:
        """The most lines of a text."""
        return MOST_LINES if self.max_length >= LONGEST_TEXT else MOST_LINES_OF_CELL


@dataclass(frozen=True)
class PlanTable:
    """A table of fields: a field's key is the key of its column and the number of its row.

    Attributes:
        caption: the contents of the table, for readers who cannot see it.
        columns: a field for each column, its key without the number of a row.
        row_count: the most rows.
        row_name: the word for a row in the spoken names of its fields: “tahap”.
        row_headings: a heading for each row; empty if the rows are only numbered.
        sum_heading: the heading of a last column with the cost of each row; empty if the
            table has none. See :mod:`app.documents.plan.budget`.
    """

    caption: str
    columns: tuple[PlanField, ...]
    row_count: int
    row_name: str
    row_headings: tuple[str, ...] = ()
    sum_heading: str = ""

    @property
    def key(self) -> str:
        """The name of the table in anchors and buttons: the key of its first column."""
        return self.columns[0].key

    @property
    def has_dates(self) -> bool:
        """Whether a column holds dates."""
        return any(column.kind == "date" for column in self.columns)

    def field_rows(self) -> tuple[tuple[PlanField, ...], ...]:
        """The fields, row by row; rows are numbered from 1."""
        return tuple(
            tuple(replace(column, key=f"{column.key}{n}") for column in self.columns)
            for n in range(1, self.row_count + 1)
        )


#: Keys of the fields and tables of the short form. Only the office knows what stands in them
#: (the case fills in an example at most), and without them nobody can decide about the plan:
#: who copies, where, why and from which figure on, what is changed, who answers for it, what
#: it costs, when it begins, what shall come of it, and what may go wrong.
MAIN_ITEMS = frozenset(
    {
        *("instansi", "lokasi", "masalah_kami", "angka_awal", "diubah"),
        *("pj", "uraian", "kegiatan", "ukuran", "risiko"),
    }
)


@dataclass(frozen=True)
class PlanSection:
    """A section of the plan: facts of the case, then the fields that the office fills in.

    Attributes:
        key: name of the section in the anchors of a page.
        title: its heading, without the number.
        items: its fields and tables, in order.
        case_facts: keys of the facts shown above them; see
            :func:`app.documents.plan.prefill.case_facts`.
    """

    key: str
    title: str
    items: tuple[PlanField | PlanTable, ...]
    case_facts: tuple[str, ...] = ()

    @property
    def main_items(self) -> tuple[PlanField | PlanTable, ...]:
        """The fields and tables of the short form."""
        return tuple(item for item in self.items if item.key in MAIN_ITEMS)

    @property
    def other_items(self) -> tuple[PlanField | PlanTable, ...]:
        """The fields and tables that the form opens on demand."""
        return tuple(item for item in self.items if item.key not in MAIN_ITEMS)

    def fields(self) -> Iterator[PlanField]:
        """All fields of the section; those of tables row by row."""
        return fields_of(self.items)


def fields_of(items: Iterable[PlanField | PlanTable]) -> Iterator[PlanField]:
    """The fields among the items, and those of the tables row by row."""
    for item in items:
        if isinstance(item, PlanField):
            yield item
        else:
            for row in item.field_rows():
                yield from row


def line_field(key: str, label: str, hint: str = "", width: float = 0) -> PlanField:
    """A field of one line."""
    return PlanField(key, label, "line", hint, LONGEST_LINE, 1, width)


def cell_field(key: str, label: str, rows: int = 2) -> PlanField:
    """A column of a table that holds texts."""
    return PlanField(key, label, "text", "", LONGEST_CELL, rows)


def number_field(key: str, label: str, width: float) -> PlanField:
    """A column of a table that holds numbers in Indonesian notation."""
    return PlanField(key, label, "number", "", LONGEST_NUMBER, 1, width)


def date_field(key: str, label: str) -> PlanField:
    """A field for a date."""
    return PlanField(key, label, "date")


#: Stage of the schedule → the tasks of this stage (LAN 2017).
STAGES = {
    "Persiapan": "Kenali masalah dan inovasi asal, periksa kecocokan, siapkan sumber daya.",
    "Perencanaan": "Tetapkan tim dan penanggung jawab, kuatkan kemampuan tim, pilih model dan "
    "cara replikasi.",
    "Pelaksanaan dan pemantauan": "Terapkan di lokasi percontohan, pantau kemajuannya.",
    "Evaluasi": "Nilai hasilnya, ukur manfaatnya, putuskan kelanjutannya.",
}

#: Value of a tick → the agreement or promise that it stands for.
AGREEMENTS = {
    "izin": "Izin tertulis dari pemilik inovasi asal",
    "mou": "Nota kesepahaman antarkepala daerah atau antarpimpinan instansi",
    "pks": "Perjanjian kerja sama antarunit kerja",
    "sk": "Keputusan tentang tim replikasi",
    "kredit": "Pemilik asal disebut dalam setiap dokumen dan publikasi",
    "jual": "Hasil replikasi tidak diperjualbelikan dan tidak dilisensikan ulang",
    "biaya": "Biaya dan tenaga disediakan oleh instansi kami",
}

#: The sections of the plan, in order.
PLAN_SECTIONS = (
    PlanSection(
        "masalah",
        "Masalah dan keadaan awal",
        (
            line_field("instansi", "Instansi yang mereplikasi", "Dinas, badan, atau unit Anda."),
            line_field("lokasi", "Lokasi penerapan", "Wilayah atau unit layanan percontohan."),
            PlanField(
                "masalah_kami",
                "Masalah di tempat kami",
                hint="Siapa yang terdampak, di mana, sejak kapan.",
                rows=4,
            ),
            PlanField(
                "angka_awal",
                "Angka awal",
                hint="Angka yang akan dibandingkan nanti, dengan tahun dan sumbernya.",
                rows=2,
            ),
        ),
        case_facts=("masalah",),
    ),
    PlanSection(
        "asal",
        "Inovasi asal dan pengakuan",
        (
            line_field(
                "unit_asal",
                "Unit yang dihubungi",
                "Unit atau jabatan di instansi asal, bukan nama atau nomor pribadi.",
            ),
            PlanField(
                "pengakuan",
                "Cara menyebut pemilik asal",
                hint="Ditulis di dokumen, spanduk, laporan, dan laman.",
                rows=2,
            ),
        ),
        case_facts=(
            *("inovasi", "pemilik", "induk", "ringkasan"),
            *("mulai", "status", "penghargaan", "peniru", "kontak"),
        ),
    ),
    PlanSection(
        "ambil",
        "Yang diambil, disesuaikan, dan ditinggalkan",
        (
            PlanField("diambil", "Yang diambil apa adanya", rows=5),
            PlanField("diubah", "Yang disesuaikan, dan alasannya", rows=3),
            PlanField("ditinggalkan", "Yang tidak dipakai, dan alasannya", rows=2),
            line_field(
                "model",
                "Model replikasi",
                "Mandiri, atau kerja sama dan pendampingan oleh instansi asal.",
            ),
        ),
    ),
    PlanSection(
        "cocok",
        "Kecocokan dan celah",
        (
            PlanField(
                "celah",
                "Celah dan cara menutupnya",
                hint="Yang belum ada di tempat kami, dan siapa menyiapkannya sampai kapan.",
                rows=4,
            ),
            PlanField(
                "tanya",
                "Yang masih harus ditanyakan",
                hint="Satu pertanyaan tiap baris. Yang Anda tulis di sini ikut ke surat.",
                rows=7,
            ),
        ),
    ),
    PlanSection(
        "tim",
        "Tim dan penanggung jawab",
        (
            line_field("pj", "Penanggung jawab", "Jabatan, bukan nama pribadi."),
            line_field("pelaksana", "Unit pelaksana"),
            PlanField("tim", "Susunan tim", hint="Jabatan dan tugasnya."),
            PlanField("kapasitas", "Pelatihan dan pendampingan tim", rows=2),
            line_field("mitra", "Mitra", "Kampus, UPT, dunia usaha, komunitas."),
        ),
        case_facts=("tenaga",),
    ),
    PlanSection(
        "dana",
        "Sumber daya dan anggaran",
        (
            PlanTable(
                "Rencana anggaran biaya",
                (
                    cell_field("uraian", "Uraian"),
                    line_field("dana", "Sumber dana", width=2.4),
                    number_field("volume", "Volume", 2.0),
                    line_field("satuan", "Satuan", width=1.9),
                    number_field("harga", "Harga satuan (Rp)", 2.8),
                ),
                row_count=15,
                row_name="biaya",
                sum_heading="Jumlah (Rp)",
            ),
            PlanField("alat", "Tenaga, sarana, dan bahan yang disiapkan"),
        ),
        case_facts=("biaya", "sumber-daya"),
    ),
    PlanSection(
        "hukum",
        "Dasar hukum dan kesepakatan",
        (
            PlanField("dasar_hukum", "Dasar hukum di tempat kami", rows=2),
            PlanField(
                "sepakat",
                "Yang disiapkan dan disanggupi",
                "choices",
                max_length=len(",".join(AGREEMENTS)),
                hint="Centang hanya yang sudah diputuskan instansi Anda. Dari peniru DataGo, Kota "
                "Magelang meminta izin, penyebutan asal, tidak dijual, dan biaya sendiri.",
                choices=AGREEMENTS,
            ),
            PlanField(
                "kesepakatan",
                "Catatan kesepakatan",
                hint="Siapa menandatangani, kapan, dan apa yang dibagi.",
                rows=2,
            ),
        ),
        case_facts=("dasar-hukum", "syarat"),
    ),
    PlanSection(
        "jadwal",
        "Jadwal",
        (
            PlanTable(
                "Jadwal menurut tahap panduan replikasi LAN 2017",
                (
                    cell_field("kegiatan", "Kegiatan", 3),
                    date_field("mulai", "Mulai"),
                    date_field("selesai", "Selesai"),
                    line_field("pj_tahap", "Penanggung jawab"),
                ),
                row_count=len(STAGES),
                row_name="tahap",
                row_headings=tuple(STAGES),
            ),
        ),
        case_facts=("lama", "pelaksanaan"),
    ),
    PlanSection(
        "target",
        "Target",
        (
            PlanTable(
                "Ukuran keberhasilan, hasil di tempat asal, dan target kami",
                (
                    cell_field("ukuran", "Ukuran"),
                    cell_field("hasil_asal", "Hasil di tempat asal"),
                    cell_field("awal", "Angka awal kami"),
                    cell_field("target", "Target kami"),
                ),
                row_count=5,
                row_name="ukuran",
            ),
        ),
    ),
    PlanSection(
        "risiko",
        "Risiko",
        (
            PlanTable(
                "Risiko dan pencegahannya",
                (cell_field("risiko", "Risiko"), cell_field("cegah", "Pencegahan")),
                row_count=6,
                row_name="risiko",
            ),
        ),
        case_facts=("pembelajaran",),
    ),
    PlanSection(
        "pantau",
        "Pemantauan dan evaluasi",
        (
            PlanTable(
                "Tanggal pemantauan",
                (date_field("pantau", "Tanggal"), cell_field("periksa", "Yang diperiksa")),
                row_count=4,
                row_name="pemantauan",
            ),
            PlanField(
                "evaluasi",
                "Cara mengukur manfaat",
                hint="Siapa menilai, dengan angka apa, dibandingkan dengan apa.",
                rows=2,
            ),
            PlanField("sumber_lain", "Sumber lain yang dipakai", rows=2),
        ),
    ),
)

#: Key of a field → the field, in the order of the form.
PLAN_FIELDS: Mapping[str, PlanField] = {
    field.key: field for section in PLAN_SECTIONS for field in section.fields()
}

#: Key of the first day of each stage → key of its last day, which may not come before it.
LAST_DAYS: Mapping[str, str] = {
    f"mulai{stage}": f"selesai{stage}" for stage in range(1, len(STAGES) + 1)
}


def _field_names() -> Iterator[tuple[str, str]]:
    """The key and the name of each field."""
    for section in PLAN_SECTIONS:
        for item in section.items:
            if isinstance(item, PlanField):
                yield item.key, item.label
                continue
            headings = item.row_headings or range(1, item.row_count + 1)
            for heading, row in zip(headings, item.field_rows(), strict=True):
                for field in row:
                    yield field.key, f"{field.label}, {item.row_name} {heading}"


#: Key of a field → its name where its place in the form cannot be seen: in messages, and
#: for screen readers.
FIELD_NAMES: Mapping[str, str] = dict(_field_names())

#: Key of a column → the number of rows in its table.
ROW_COUNTS: Mapping[str, int] = {
    column.key: item.row_count
    for section in PLAN_SECTIONS
    for item in section.items
    if isinstance(item, PlanTable)
    for column in item.columns
}
