"""The replication plan (*rencana aksi replikasi*): its parts and fields, declared once.

The form, the Word file, the page for printing and the docs are made from :data:`PARTS`.
There is no official form; the parts are what these sources ask for, put together:

- the stages of the schedule: LAN's guide to replication (*Pedoman Replikasi*, 2017), as
  Magelang's guide for DataGo applies it: name the problem, know the innovation and its
  fit, ready the resources; plan, team, capacity, model, method; carry out and monitor;
  evaluate and measure the benefit;
- agreements: Magelang's terms for those who copy DataGo: ask leave, credit the origin, a
  memorandum between heads and an agreement between offices, no sale, the recipient pays;
- a dated plan behind a signed commitment: South Sulawesi, December 2021;
- before-values and monitoring dates: a study of four copying cities, of which the one
  that lagged had no benchmark to be monitored against.

What the case file knows is put in (:func:`prefill`), each time with the place it comes
from; what it doesn't know is said, with whom to ask.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from app.collection import vocabulary
from app.collection.case import Case
from app.documents.office.content import scrub
from app.documents.office.dates import long_date, read_date

#: The parameter that names the case.
CASE = "s"

Kind = Literal["line", "text", "date", "choices"]

#: Rows of a table on paper, so that there is room to write.
LEAST_ROWS = 3

LINE, TEXT, CELL = 300, 4000, 800


@dataclass(frozen=True)
class Field:
    """One thing to fill in.

    Attributes:
        key: name of the form field and of the URL parameter.
        label: what stands before it, in the form and on paper.
        kind: one line, some lines, a date, or ticks of ``choices``.
        hint: how to fill it in.
        most: the longest answer, in characters.
        rows: height in the form, in lines.
        choices: value → text.
    """

    key: str
    label: str
    kind: Kind = "text"
    hint: str = ""
    most: int = TEXT
    rows: int = 3
    choices: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Grid:
    """A table to fill in: the field of a column and a row has the key of both.

    Attributes:
        caption: what the table holds.
        columns: a field for each; its key gets the number of the row, from 1.
        heads: headings of the rows, or none, if the rows have only numbers.
        rows: how many rows.
        row: what a row is called, for those who can't see it.
    """

    caption: str
    columns: tuple[Field, ...]
    rows: int
    row: str
    heads: tuple[str, ...] = ()

    def cells(self) -> tuple[tuple[Field, ...], ...]:
        """The fields, row by row."""
        return tuple(
            tuple(replace(column, key=f"{column.key}{n}") for column in self.columns)
            for n in range(1, self.rows + 1)
        )


@dataclass(frozen=True)
class Part:
    """A part of the plan: facts of the origin, then what the copying office fills in."""

    key: str
    title: str
    items: tuple[Field | Grid, ...]
    facts: tuple[str, ...] = ()

    def fields(self) -> Iterator[Field]:
        """All its fields, those of tables row by row."""
        for item in self.items:
            if isinstance(item, Field):
                yield item
            else:
                for row in item.cells():
                    yield from row


def line(key: str, label: str, hint: str = "") -> Field:
    return Field(key, label, "line", hint, LINE, 1)


def cell(key: str, label: str, rows: int = 2) -> Field:
    return Field(key, label, "text", "", CELL, rows)


def date(key: str, label: str) -> Field:
    return Field(key, label, "date", "", 10, 1)


#: Stage of the schedule → what is done in it (LAN 2017).
STAGES = {
    "Persiapan": "Kenali masalah dan inovasi asal, periksa kecocokan, siapkan sumber daya.",
    "Perencanaan": "Tetapkan tim dan penanggung jawab, kuatkan kemampuan tim, pilih model dan "
    "cara replikasi.",
    "Pelaksanaan dan pemantauan": "Terapkan di lokasi percontohan, pantau kemajuannya.",
    "Evaluasi": "Nilai hasilnya, ukur manfaatnya, putuskan kelanjutannya.",
}

AGREEMENTS = {
    "izin": "Izin tertulis dari pemilik inovasi asal",
    "mou": "Nota kesepahaman antarkepala daerah atau antarpimpinan instansi",
    "pks": "Perjanjian kerja sama antarunit kerja",
    "sk": "Keputusan tentang tim replikasi",
    "kredit": "Pemilik asal disebut dalam setiap dokumen dan publikasi",
    "jual": "Hasil replikasi tidak diperjualbelikan dan tidak dilisensikan ulang",
    "biaya": "Biaya dan tenaga disediakan oleh instansi kami",
}

PARTS = (
    Part(
        "masalah",
        "Masalah dan keadaan awal",
        (
            line("instansi", "Instansi yang mereplikasi", "Dinas, badan, atau unit Anda."),
            line("lokasi", "Lokasi penerapan", "Wilayah atau unit layanan percontohan."),
            Field(
                "masalah_kami",
                "Masalah di tempat kami",
                hint="Siapa yang terdampak, di mana, sejak kapan.",
                rows=4,
            ),
            Field(
                "angka_awal",
                "Angka awal",
                hint="Angka yang akan dibandingkan nanti, dengan tahun dan sumbernya.",
                rows=2,
            ),
        ),
        facts=("masalah",),
    ),
    Part(
        "asal",
        "Inovasi asal dan pengakuan",
        (
            line(
                "unit_asal",
                "Unit yang dihubungi",
                "Unit atau jabatan di instansi asal, bukan nama atau nomor pribadi.",
            ),
            Field(
                "pengakuan",
                "Cara menyebut pemilik asal",
                hint="Ditulis di dokumen, spanduk, laporan, dan laman.",
                rows=2,
            ),
        ),
        facts=(
            *("inovasi", "pemilik", "induk", "ringkasan"),
            *("mulai", "status", "penghargaan", "peniru"),
        ),
    ),
    Part(
        "ambil",
        "Yang diambil, disesuaikan, dan ditinggalkan",
        (
            Field("diambil", "Yang diambil apa adanya", rows=5),
            Field("diubah", "Yang disesuaikan, dan alasannya", rows=3),
            Field("ditinggalkan", "Yang tidak dipakai, dan alasannya", rows=2),
            line(
                "model",
                "Model replikasi",
                "Mandiri, atau kerja sama dan pendampingan oleh instansi asal.",
            ),
        ),
    ),
    Part(
        "cocok",
        "Kecocokan dan celah",
        (
            Field(
                "celah",
                "Celah dan cara menutupnya",
                hint="Yang belum diketahui atau belum tersedia, dan kepada siapa ditanyakan.",
                rows=7,
            ),
        ),
    ),
    Part(
        "tim",
        "Tim dan penanggung jawab",
        (
            line("pj", "Penanggung jawab", "Jabatan, bukan nama pribadi."),
            line("pelaksana", "Unit pelaksana"),
            Field("tim", "Susunan tim", hint="Jabatan dan tugasnya."),
            Field("kapasitas", "Pelatihan dan pendampingan tim", rows=2),
            line("mitra", "Mitra", "Kampus, UPT, dunia usaha, komunitas."),
        ),
        facts=("tenaga",),
    ),
    Part(
        "dana",
        "Sumber daya dan anggaran",
        (
            line("biaya", "Perkiraan biaya (Rp)"),
            line(
                "sumber_dana",
                "Sumber anggaran",
                "Misalnya APBD, APBN, BLUD, dana desa, atau tanpa biaya khusus.",
            ),
            Field("alat", "Tenaga, sarana, dan bahan yang disiapkan"),
        ),
        facts=("biaya", "sumber-daya"),
    ),
    Part(
        "hukum",
        "Dasar hukum dan kesepakatan",
        (
            Field("dasar_hukum", "Dasar hukum di tempat kami", rows=2),
            Field(
                "sepakat",
                "Yang disiapkan dan disanggupi",
                "choices",
                most=len(",".join(AGREEMENTS)),
                choices=AGREEMENTS,
            ),
            Field(
                "kesepakatan",
                "Catatan kesepakatan",
                hint="Siapa menandatangani, kapan, dan apa yang dibagi.",
                rows=2,
            ),
        ),
        facts=("dasar-hukum", "syarat"),
    ),
    Part(
        "jadwal",
        "Jadwal",
        (
            Grid(
                "Jadwal menurut tahap panduan replikasi LAN 2017",
                (
                    cell("kegiatan", "Kegiatan", 3),
                    date("mulai", "Mulai"),
                    date("selesai", "Selesai"),
                    line("pj_tahap", "Penanggung jawab"),
                ),
                rows=len(STAGES),
                row="tahap",
                heads=tuple(STAGES),
            ),
        ),
        facts=("lama", "pelaksanaan"),
    ),
    Part(
        "target",
        "Target",
        (
            Grid(
                "Ukuran keberhasilan, hasil di tempat asal, dan target kami",
                (
                    cell("ukuran", "Ukuran"),
                    cell("hasil_asal", "Hasil di tempat asal"),
                    cell("awal", "Angka awal kami"),
                    cell("target", "Target kami"),
                ),
                rows=5,
                row="ukuran",
            ),
        ),
    ),
    Part(
        "risiko",
        "Risiko",
        (
            Grid(
                "Risiko dan pencegahannya",
                (cell("risiko", "Risiko"), cell("cegah", "Pencegahan")),
                rows=6,
                row="risiko",
            ),
        ),
        facts=("pembelajaran",),
    ),
    Part(
        "pantau",
        "Pemantauan dan evaluasi",
        (
            Grid(
                "Tanggal pemantauan",
                (date("pantau", "Tanggal"), cell("periksa", "Yang diperiksa")),
                rows=4,
                row="pemantauan",
            ),
            Field(
                "evaluasi",
                "Cara mengukur manfaat",
                hint="Siapa menilai, dengan angka apa, dibandingkan dengan apa.",
                rows=2,
            ),
            Field("sumber_lain", "Sumber lain yang dipakai", rows=2),
        ),
    ),
)

FIELDS: Mapping[str, Field] = {field.key: field for part in PARTS for field in part.fields()}


def _names() -> Iterator[tuple[str, str]]:
    for part in PARTS:
        for item in part.items:
            if isinstance(item, Field):
                yield item.key, item.label
                continue
            for n, row in enumerate(item.cells()):
                which = item.heads[n] if item.heads else n + 1
                yield from ((field.key, f"{field.label}, {item.row} {which}") for field in row)


#: What each field is called where its place on the page can't be seen.
NAMES: Mapping[str, str] = dict(_names())

#: The dates that begin something → those that end it.
SPANS = {f"mulai{n}": f"selesai{n}" for n in range(1, len(STAGES) + 1)}


# --- values ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Known:
    """What is put into a field before anybody types, and where it comes from.

    Without a ``text`` it is a gap, and ``origin`` says whom to ask.
    """

    text: str
    origin: str


@dataclass(frozen=True)
class Fact:
    """A fact of the origin; without a ``text``, a gap, and ``ask`` says whom to ask."""

    label: str
    text: str | None
    ask: str


@dataclass(frozen=True)
class Mistake:
    """A value that can't be used: too ``long``, no ``date``, an end before its start
    (``order``), or an unknown ``choice``."""

    key: str
    kind: Literal["long", "date", "order", "choice"]


@dataclass(frozen=True)
class Plan:
    """A plan: the case it copies, and a text for every field.

    Dates are ISO dates; choices are their values, joined by commas.
    """

    case: Case
    values: Mapping[str, str]
    known: Mapping[str, Known]

    def text(self, field: Field) -> str:
        """The value as it stands on paper."""
        value = self.values[field.key]
        if field.kind == "date":
            day = read_date(value)
            return long_date(day) if day else value
        return value

    def chosen(self, field: Field) -> tuple[str, ...]:
        """The values ticked."""
        return tuple(filter(None, self.values[field.key].split(",")))

    def origin(self, field: Field) -> str:
        """Where the value comes from, if it stands as it was put in; else nothing."""
        known = self.known.get(field.key)
        return known.origin if known and self.values[field.key] == known.text else ""

    def is_gap(self, field: Field) -> bool:
        """Whether the file has nothing to put in here, and nobody has typed anything."""
        return bool(self.origin(field)) and not self.values[field.key]

    def rows(self, grid: Grid) -> tuple[tuple[str, tuple[Field, ...]], ...]:
        """The rows of a table as they stand on paper, with their names.

        All rows that have a heading; of others those filled in, and some empty ones.
        """
        cells = grid.cells()
        if grid.heads:
            return tuple(zip(grid.heads, cells, strict=True))
        filled = [row for row in cells if any(self.values[field.key] for field in row)]
        empty = [row for row in cells if row not in filled]
        shown = [*filled, *empty[: max(1, LEAST_ROWS - len(filled))]]
        return tuple((str(n), row) for n, row in enumerate(shown, 1))

    def changes(self) -> dict[str, str]:
        """The values that differ from those put in: what an address must carry."""
        return {
            key: value
            for key, value in self.values.items()
            if value != (self.known[key].text if key in self.known else "")
        }


def read(case: Case, given: Mapping[str, Sequence[str]]) -> tuple[Plan, tuple[Mistake, ...]]:
    """The plan for a case with what was given; what wasn't is taken from the case.

    Values that can't be used stay as they were typed, so that they can be mended.
    """
    known = prefill(case)
    values: dict[str, str] = {}
    mistakes: list[Mistake] = []
    for key, field in FIELDS.items():
        if key not in given:
            values[key] = known[key].text if key in known else ""
            continue
        value, kind = _value(field, given[key])
        values[key] = value
        if kind:
            mistakes.append(Mistake(key, kind))
    wrong = {mistake.key for mistake in mistakes}
    for start, end in SPANS.items():
        if (
            values[start]
            and values[end]
            and not {start, end} & wrong
            and values[end] < values[start]
        ):
            mistakes.append(Mistake(end, "order"))
    return Plan(case, values, known), tuple(mistakes)


def _value(
    field: Field, given: Sequence[str]
) -> tuple[str, Literal["long", "date", "choice"] | None]:
    """A field's value of what was sent, and what is wrong with it."""
    if field.kind == "choices":
        choices = field.choices or {}
        sent = {part for text in given for part in text[: field.most].split(",") if part}
        chosen = ",".join(choice for choice in choices if choice in sent)
        return chosen, "choice" if sent - choices.keys() else None
    text = scrub(given[0]).strip()
    if field.kind == "line":
        text = " ".join(text.split())
    if field.kind == "date" and text:
        day = read_date(text)
        return (day.isoformat(), None) if day else (text, "date")
    return text, "long" if len(text) > field.most else None


# --- what the case knows --------------------------------------------------------------


def prefill(case: Case) -> Mapping[str, Known]:
    """What the case file puts into the fields, each with the place it comes from.

    Only what the file holds; a part of the text that it lacks is a gap.
    """
    agreements = ("izin", "kredit", "jual", "biaya")
    known = {
        "unit_asal": Known(case.agency, "dari berkas kasus"),
        "pengakuan": Known(
            f"Direplikasi dari {case.title}, inovasi {_owner(case)}.", "dari berkas kasus"
        ),
        "celah": Known("\n".join(gaps(case)), "dari berkas kasus: yang belum ada datanya"),
        "diambil": _from_section(case, "solusi"),
        "sepakat": Known(",".join(agreements), "dari ketentuan replikasi Kota Magelang"),
    }
    for n, task in enumerate(STAGES.values(), 1):
        known[f"kegiatan{n}"] = Known(task, "dari panduan replikasi LAN 2017")
    results = "dari berkas kasus, hasil sebelum dan sesudah"
    # Those that say what was before come first: a target can be measured against them.
    ordered = sorted(case.results, key=lambda result: result.before is None)
    for n, result in enumerate(ordered[: _rows("ukuran")], 1):
        before = result.before or "belum ada data"
        known[f"ukuran{n}"] = Known(result.measure, results)
        known[f"hasil_asal{n}"] = Known(f"Sebelum: {before}\nSesudah: {result.after}", results)
    if not case.results:
        known["ukuran1"] = Known("", _ask(case, "hasil terukur"))
    risks = _section(case, "tantangan")
    last = _rows("risiko")
    for n, sentence in enumerate(risks[:last], 1):
        known[f"risiko{n}"] = Known(sentence, "dari berkas kasus, bagian Tantangan")
    if not risks:
        known["risiko1"] = Known("", _ask(case, "bagian Tantangan"))
    return known


def facts(case: Case) -> Mapping[str, Fact]:
    """The facts of the origin that the parts name, gaps among them."""
    texts: dict[str, tuple[str, str | None]] = {
        "masalah": ("Masalah di tempat asal", _cited(case, "masalah")),
        "inovasi": (
            "Inovasi",
            f"{case.title} ({case.expansion})" if case.expansion else case.title,
        ),
        "pemilik": ("Pemilik", case.agency),
        "induk": ("Induk", case.government),
        "ringkasan": ("Ringkasan", case.summary),
        "mulai": ("Mulai", str(case.started) if case.started else None),
        "status": ("Status", _status(case)),
        "penghargaan": (
            "Penghargaan",
            "; ".join(f"{a.rank} {a.name} {a.year}" for a in case.awards) or None,
        ),
        "peniru": (
            "Yang tercatat meniru",
            "; ".join(f"{c.by}, {c.year}" if c.year else c.by for c in case.replicated_by) or None,
        ),
        "tenaga": ("Tenaga di tempat asal", case.staff),
        "biaya": ("Biaya di tempat asal", case.cost),
        "sumber-daya": ("Sumber daya di tempat asal", _cited(case, "sumber-daya")),
        "dasar-hukum": ("Dasar hukum di tempat asal", "; ".join(case.legal_basis) or None),
        "syarat": ("Syarat meniru", case.copy_terms),
        "lama": ("Lama penerapan di tempat asal", case.duration),
        "pelaksanaan": ("Pelaksanaan di tempat asal", _cited(case, "pelaksanaan")),
        "pembelajaran": ("Pembelajaran di tempat asal", _cited(case, "pembelajaran")),
    }
    ask = f"tanyakan ke {case.agency}"
    return {key: Fact(label, text, ask) for key, (label, text) in texts.items()}


def gaps(case: Case) -> tuple[str, ...]:
    """What decides about copying and isn't in the file, with whom to ask."""
    missing = {
        "Biaya": not case.cost,
        "Tenaga": not case.staff,
        "Lama penerapan": not case.duration,
        "Dasar hukum": not case.legal_basis,
        "Syarat meniru": not case.copy_terms,
        "Hasil terukur": not case.results,
        "Angka sebelum inovasi": bool(case.results) and not any(r.before for r in case.results),
        "Status terakhir": case.status == "belum-diketahui",
        "Tantangan": not _section(case, "tantangan"),
    }
    return tuple(
        f"{name}: belum ada data, tanyakan ke {case.agency}."
        for name, gone in missing.items()
        if gone
    )


def _owner(case: Case) -> str:
    if case.government == case.agency:
        return case.agency
    return f"{case.agency}, {case.government}"


def _rows(column: str) -> int:
    """How many rows the table with this column has."""
    return sum(key.removeprefix(column).isdecimal() for key in FIELDS if key.startswith(column))


def _section(case: Case, key: str) -> tuple[str, ...]:
    return next((s.sentences for s in case.sections if s.key == key), ())


def _cited(case: Case, key: str) -> str | None:
    """A section as one text, with the numbers of its sources."""
    for section in case.sections:
        if section.key == key:
            marks = "".join(f"[{n}]" for n in sorted(set(section.cites)))
            return f"{' '.join(section.sentences)} {marks}".strip()
    return None


def _from_section(case: Case, key: str) -> Known:
    name = vocabulary.SECTIONS[key].id
    sentences = _section(case, key)
    if not sentences:
        return Known("", _ask(case, f"bagian {name}"))
    return Known("\n".join(sentences), f"dari berkas kasus, bagian {name}")


def _ask(case: Case, what: str) -> str:
    return f"Belum ada data di berkas kasus ({what}): tanyakan ke {case.agency}."


def _status(case: Case) -> str:
    """The status with the age of the last word on it, and who said it."""
    name = vocabulary.STATUSES[case.status].id
    as_of = case.status_as_of
    if as_of is None:
        return f"{name}, sumber tak bertanggal"
    day = long_date(as_of) if isinstance(as_of, dt.date) else str(as_of)
    return f"{name}, dicek {day}" if case.status_checked else f"{name}, menurut sumber {day}"
