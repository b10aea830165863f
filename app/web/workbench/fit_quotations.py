"""What a case says about a question of the fit check.

A quotation stands beside a question only where it answers it. So it is a field of the
front matter that holds the answer, or a sentence that names both the subject of the question
and an answer to it (:class:`Sentence`). A wrong quotation misleads, a missing one does not:
where the rule finds none, the page links to the section that the reader may look at.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from app.collection import evidence, wording
from app.collection.case import Case, Result
from app.web.site.i18n import language

#: The characters up to which a case is quoted: a reminder, not the whole.
QUOTED = 240


@dataclass(frozen=True)
class Quotation:
    """What a case says about a question; ``text`` is empty if it says nothing that answers.

    ``anchor`` is the place on the page of the case where the text stands; without a text,
    the section where a reader may look for it, or empty if the case has no such section.
    ``from_case`` says whether the text is that of the case, which is Indonesian.
    """

    text: str
    anchor: str
    from_case: bool = True


#: A function that quotes a case.
Quote = Callable[[Case], Quotation]


# --- fields of the front matter -------------------------------------------------------


def field(name: str) -> Quote:
    """Quote this key of the front matter: a text, or a list of texts."""

    def quote(case: Case) -> Quotation:
        value: str | tuple[str, ...] | None = getattr(case, name)
        return _joined(value if isinstance(value, tuple) else (value or "",), "fakta")

    return quote


def results_with_before(case: Case) -> Quotation:
    """The results that have a figure from before; those that got worse first, marked so."""
    compared = [result for result in case.results if result.before]
    return _joined(map(_result, sorted(compared, key=lambda result: not result.adverse)), "dampak")


def _result(result: Result) -> str:
    return wording.result(result, language())


def measures(case: Case) -> Quotation:
    """The names of what was measured."""
    return _joined((result.measure for result in case.results), "dampak")


def copies_in_use(case: Case) -> Quotation:
    """Who uses a copy; promises and plans are left out."""
    used = (copy for copy in case.replicated_by if not evidence.is_promise(copy.by))
    return _joined((wording.copy(copy) for copy in used), "replikasi")


def status(case: Case) -> Quotation:
    """Whether the innovation still runs, if that is known."""
    if case.status == "belum-diketahui":
        return Quotation("", "", from_case=False)
    return Quotation(wording.status_with_age(case, language()), "fakta", from_case=False)


def first_year(case: Case) -> Quotation:
    """The results that were measured in the year of the start or the year after it.

    Only those with a figure from before: without it, nobody sees that something changed.
    """
    early = [result for result in case.results if result.before and _is_early(case, result)]
    found = _joined(map(_result, early), "dampak")
    if not found.text:
        return found
    return Quotation(f"Mulai {case.started}; {found.text}", found.anchor)


_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def _is_early(case: Case, result: Result) -> bool:
    years = [int(year) for year in _YEAR.findall(result.after)]
    if case.started is None or not years:
        return False
    return case.started <= max(years) <= case.started + 1


def _joined(texts: Iterable[str], anchor: str) -> Quotation:
    """The first texts that fit into a quotation, at least one, none of them cut."""
    text = ""
    for following in texts:
        longer = f"{text}; {following}" if text else following
        if text and len(longer) > QUOTED:
            break
        text = longer
    return Quotation(text, anchor if text else "")


# --- sentences ------------------------------------------------------------------------


@dataclass(frozen=True)
class Sentence:
    """Quotes the sentences that hold both the subject of a question and an answer to it.

    Attributes:
        sections: the keys of the sections to look in, in order.
        subject, answer: patterns that a sentence must hold.
        unless: a pattern that it must not hold.
        measure: a pattern for the names of results; a result with a figure from before whose
            name holds it, and that did not get worse, comes before the sentences.
    """

    sections: tuple[str, ...]
    subject: str
    answer: str
    unless: str = ""
    measure: str = ""

    def __call__(self, case: Case) -> Quotation:
        if self.measure:
            measured = (
                wording.result(r)
                for r in case.results
                if r.before and not r.adverse and _holds(self.measure, r.measure)
            )
            if (found := _joined(measured, "dampak")).text:
                return found
        for key in self.sections:
            fitting = [s for s in case.sentences(key) if self._fits(s)]
            if text := wording.whole_sentences(fitting, QUOTED):
                return Quotation(text, key)
        present = (key for key in self.sections if case.section(key))
        return Quotation("", next(present, ""))

    def _fits(self, sentence: str) -> bool:
        """Whether a sentence answers; a sentence before a list says nothing without the list."""
        return (
            not sentence.endswith(":")
            and _holds(self.subject, sentence)
            and _holds(self.answer, sentence)
            and not (self.unless and _holds(self.unless, sentence))
        )


def _holds(pattern: str, text: str) -> bool:
    return re.search(rf"\b(?:{pattern})\b", text, re.IGNORECASE) is not None


_COUNTED = r"\d[\d.,]* (?:(?:ribu|juta) )?"

#: An outsider who judged the innovation, and what came of it.
study = Sentence(
    ("dampak", "tantangan", "pembelajaran"),
    r"penelitian|peneliti|studi|kajian|evaluasi|audit|tim evaluasi",
    r"(?:menyimpulkan|menemukan|menilai|mencatat|menunjukkan|menaikkan|memperlihatkan) .+",
    unless=r"akan|rencana|studi banding|mengusulkan",
)


def awards_or_study(case: Case) -> Quotation:
    """Its awards, else a study of it."""
    awards = _joined(map(wording.award, case.awards), "fakta")
    return awards if awards.text else study(case)


#: How its users judge it.
users_say = Sentence(
    ("dampak",),
    r"kepuasan|warga|masyarakat|pasien|siswa|petani|nelayan|peserta|pelanggan|pengguna|orang tua",
    r"(?:kepuasan|puas)\b.*\d[\d.,]* ?(?:persen|%|\(puas\))?|mengaku .*(?:terbantu|puas)"
    r"|merasa (?:terbantu|puas)|sangat terbantu",
    unless=r"target|akan",
    measure=r"kepuasan|IKM",
)

#: The size of the problem where it was tackled.
problem_data = Sentence(
    ("masalah",),
    _COUNTED + r"(?:persen|kasus|orang|anak|ibu|warga|keluarga|jiwa|kematian|bayi|siswa|lansia|ton"
    r"|hektare|rumah tangga|desa|kecelakaan|aduan)|\d[\d.,]*%|per 100\.000",
    r"hanya|baru|belum|tidak|masih|kurang|rendah|tinggi|tertinggi|terbanyak|meninggal|kematian|putus"
    r"|miskin|stunting|terlambat|rusak|sulit|jauh|kekurangan|tanpa|naik|turun|kasus|sampah|banjir",
)

#: The conditions where it is used: people, area, islands.
conditions = Sentence(
    ("masalah",),
    _COUNTED + r"(?:jiwa|penduduk|pulau|kilometer persegi|km²|desa|kelurahan)|berpenduduk .*\d",
    r"luas|seluas|wilayah|terletak|terpencil|pegunungan|kepulauan|pesisir|berpenduduk|penduduk|jiwa"
    r"|pulau|tersebar",
    unless=r"di bawah \d+ tahun|yang memiliki|yang belum",
)

_UNIT = r"(?:hari|jam|menit|minggu|bulan|kilometer|km|rupiah)"

#: Faster, cheaper or nearer than the way before.
better = Sentence(
    ("dampak",),
    r"waktu|lama|layanan|biaya|ongkos|jarak|antre|antrean|penanganan|proses|tarif|pengurusan",
    rf"(?:dari|semula|sebelumnya) [^.;]*(?:\d[^.;]*\b{_UNIT}|Rp ?\d)[^.;]* (?:menjadi|kini|tinggal)"
    rf" [^.;]*(?:{_UNIT}|Rp ?\d)",
    unless=r"bukan hasil|program naik|kapasitas|target",
    measure=r"waktu|lama|biaya|ongkos|jarak|antrean|tarif",
)

#: What it saves.
savings = Sentence(
    ("dampak", "pembelajaran"),
    r"menghemat|penghematan|hemat|efisiensi|dihemat|terhemat",
    r"\d[\d.,]* ?(?:persen|%|juta|miliar|triliun|ribu|liter|jam)|Rp ?\d.*",
    unless=r"target|ditargetkan",
    measure=r"penghematan|hemat|efisiensi",
)

#: Written steps to follow.
steps = Sentence(
    ("pelaksanaan", "replikasi", "solusi", "sumber-daya"),
    r"panduan|buku (?:saku|panduan|pedoman)|petunjuk (?:teknis|pelaksanaan)|juknis|SOP"
    r"|prosedur (?:baku|operasional)"
    r"|(?:tiga|empat|lima|enam|tujuh|delapan|sembilan) (?:langkah|tahap)",
    r"menyediakan|tersedia|menyusun|disusun|merinci|dibuat|menerbitkan|diterbitkan|dituangkan"
    r"|mengikuti|melewati|berisi|memuat|terdiri",
    unless=r"akan|rencana",
)

#: How staff and partners took the change.
staff_and_partners = Sentence(
    ("tantangan", "pembelajaran"),
    r"petugas|pegawai|aparatur|guru|bidan|dokter|perawat|perangkat desa|mitra|dari dalam",
    r"penolakan|menolak|enggan|keberatan|pola pikir|komitmen (?:petugas|pegawai|guru)"
    r"|belum terbiasa|resistensi",
)

_TOOL = (
    r"(?:mobil|ambulans|motor|perahu|kapal|komputer|server|laptop|printer|tablet|mesin|alat|gedung"
    r"|ruang|internet|kendaraan|aplikasi|perangkat|peralatan|satelit)"
)

#: Equipment, rooms and networks that it needs.
equipment = Sentence(
    ("sumber-daya",),
    rf"{_TOOL}(?:nya)?",
    rf"(?:\d[\d.]*|satu|dua|tiga|empat|lima|enam|tujuh|sepuluh) (?:unit )?{_TOOL}"
    rf"|(?:memakai|menggunakan|dipasang|dipinjam|menerima|tersedia|dilengkapi) [^.;]*{_TOOL}"
    r"|dengan alat",
    unless=r"Rp ?\d.*|biaya|dianggarkan",
)

#: Who carries on when those in office change.
succession = Sentence(
    ("pembelajaran", "tantangan", "pelaksanaan"),
    r"pimpinan|pejabat|bupati|wali kota|gubernur|kepala (?:dinas|desa|daerah|puskesmas|sekolah)",
    r"pergantian|berganti|mutasi|rotasi",
)
