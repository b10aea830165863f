"""What the fields of the data sets mean, in both languages. A test finds a field without one."""

from __future__ import annotations

from collections.abc import Mapping

from app.collection.vocabulary import Label

#: Units of numbers, by the last name of a field.
UNITS: Mapping[str, Label] = {
    "started": Label("tahun", "year"),
    "year": Label("tahun", "year"),
    "latitude": Label("derajat", "degrees"),
    "longitude": Label("derajat", "degrees"),
    "population": Label("jiwa", "people"),
    "area_km2": Label("km²", "km²"),
    "cases": Label("kasus", "cases"),
    "measured": Label("kasus", "cases"),
    "compared": Label("kasus", "cases"),
}

# Where a name has another meaning in one place, the longer name counts: first that of the record
# with the whole path, then the last two parts of the path, then the last.
_MEANINGS: Mapping[str, tuple[str, str]] = {
    "slug": ("Nama tetap di alamat halamannya", "Fixed name in the address of its page"),
    "url": ("Jalur halamannya di situs ini", "Path of its page on this site"),
    "title": ("Nama", "Name"),
    "expansion": ("Kepanjangan nama", "What the name stands for"),
    "summary": ("Ringkasan", "Summary"),
    "summary_en": (
        "Ringkasan bahasa Inggris, kata-kata penyunting",
        "Summary in English, in an editor's words",
    ),
    "problems": (
        "Masalah yang dijawab, kata-kata penyunting, bukan fakta",
        "Problems that it answers, in an editor's words, no facts",
    ),
    "agency": ("Unit atau dinas pelaksana", "Agency that runs it"),
    "government": ("Pemerintah daerah atau lembaga induk", "Government or institution above it"),
    "region": (
        "Kode daerah (Kemendagri) yang menjalankannya; kosong untuk lembaga pusat",
        "Code (Kemendagri) of the region that runs it; empty for central institutions",
    ),
    "level": ("Tingkat pemerintahan", "Level of government"),
    "province": ("Provinsi, atau “Nasional”", "Province, or “Nasional”"),
    "category": ("Bidang (KIPP)", "Field (KIPP)"),
    "tags": ("Kata kunci", "Keywords"),
    "sdgs": (
        "Nomor Tujuan Pembangunan Berkelanjutan, 1 sampai 17",
        "Numbers of Sustainable Development Goals, 1 to 17",
    ),
    "started": ("Tahun mulai", "Year of the start"),
    "status": ("Keadaannya menurut sumber", "State according to the sources"),
    "status_checked": ("Hari kurator memeriksa status", "Day a curator checked the status"),
    "status_as_of": (
        "Tanggal atau tahun kabar terakhir tentang status",
        "Date or year of the last word on the status",
    ),
    "awards": ("Penghargaan", "Awards"),
    "awards[].name": ("Nama penghargaan", "Name of the award"),
    "rank": ("Peringkat", "Rank"),
    "awards[].year": ("Tahun penghargaan", "Year of the award"),
    "results": ("Hasil yang tercatat", "Results on record"),
    "measure": ("Yang diukur", "What was measured"),
    "after": ("Nilai sesudah, seperti ditulis sumber", "Value after, as the source writes it"),
    "before": ("Nilai sebelum, seperti ditulis sumber", "Value before, as the source writes it"),
    "adverse": ("Apakah hasil ini memburuk", "Whether it tells a worsening"),
    "examined_by": (
        "Nomor sumber pihak luar yang memeriksanya",
        "Number of the source in which an outsider examined it",
    ),
    "replicated_by": ("Siapa yang meniru atau berjanji meniru", "Who copied it or promised to"),
    "by": ("Peniru, seperti ditulis sumber", "Copier, as the source writes it"),
    "replicated_by[].year": ("Tahun peniruan", "Year of the copy"),
    "replicated_by[].case": ("Slug kasus peniru", "Slug of the copy's case"),
    "replicated_by[].result": ("Angka yang diukur di peniru", "Figure measured at the copy"),
    "adapted_from": ("Slug inovasi yang ditiru", "Slug of the original that it copies"),
    "evidence": ("Tangga bukti", "Evidence ladder"),
    "step": ("Anak tangga bukti, 0 sampai 4", "Step of the evidence ladder, 0 to 4"),
    "label": ("Nama anak tangga", "Name of the step"),
    "met": ("Anak tangga yang terpenuhi", "Steps that are met"),
    "evidence.measured": (
        "Hasil yang berangka: urutannya dalam `results`, dari 0",
        "Results with a figure: their places in `results`, from 0",
    ),
    "evidence.compared": (
        "Hasil dengan pembanding: urutannya dalam `results`, dari 0",
        "Results with a comparison: their places in `results`, from 0",
    ),
    "examined": ("Hasil yang diperiksa pihak luar", "Results that an outsider examined"),
    "examined[].result": (
        "Urutannya dalam `results`, dari 0",
        "Its place in `results`, from 0",
    ),
    "study": ("Kalimat tentang pemeriksaan itu", "Sentence on the study that examined it"),
    "section": ("Bagian kasus yang memuatnya", "Section that reports it"),
    "sentence": ("Kalimatnya", "The sentence"),
    "study.sources": ("Nomor sumber yang dirujuk", "Numbers of the sources cited"),
    "studies[].sources": ("Nomor sumber yang dirujuk", "Numbers of the sources cited"),
    "repeated": (
        "Peniru dengan angka sendiri: urutannya dalam `replicated_by`, dari 0",
        "Copies with a figure of their own: their places in `replicated_by`, from 0",
    ),
    "studies": ("Kalimat tentang kajian", "Sentences on studies"),
    "weaknesses": (
        "Yang melemahkan tiap hasil, menurut urutan `results`",
        "What weakens each result, in the order of `results`",
    ),
    "recognition": ("Cakupan penghargaan terluas", "Widest scope of its awards"),
    "spread": ("Apakah sudah ditiru", "Whether others copied it"),
    "cost": ("Biaya", "Cost"),
    "staff": ("Tenaga", "Staff"),
    "duration": ("Lama penerapan", "Time to put it into practice"),
    "copy_terms": ("Syarat meniru", "Terms for copying"),
    "legal_basis": ("Dasar hukum", "Legal basis"),
    "website": ("Situs inovasi", "Website of the innovation"),
    "contacts": ("Kanal resmi untuk bertanya", "Official channels to ask"),
    "contacts[].kind": ("Kanal milik siapa", "Whose channel it is"),
    "contacts[].name": ("Nama kanal", "Name of the channel"),
    "contacts[].url": ("Alamat kanal", "Address of the channel"),
    "purpose": ("Yang bisa ditanyakan di sana", "What to ask there"),
    "known_from": ("Dari mana alamatnya diketahui", "Where the address was seen"),
    "page": ("Laman yang memuat alamat itu", "Page on which the address was seen"),
    "sources": ("Sumber; nomor 1 yang pertama", "Sources; the first is number 1"),
    "sources[].title": ("Judul laman sumber", "Title of the source"),
    "sources[].url": ("Alamat laman sumber", "Address of the source"),
    "source.title": ("Judul laman sumber", "Title of the source"),
    "source.url": ("Alamat laman sumber", "Address of the source"),
    "source": ("Laman yang menyebutnya", "Page that names it"),
    "publisher": ("Penerbit sumber", "Publisher of the source"),
    "date": ("Tanggal atau tahun terbit sumber", "Date or year of the source"),
    "archived": ("Salinan di arsip web", "Copy in a web archive"),
    "themes": ("Tema yang menyebutnya", "Themes that name it"),
    "approach": ("Cara yang ditempuhnya dalam tema itu", "Approach that it takes in the theme"),
    "updated": ("Hari terakhir dikerjakan kurator", "Day a curator last worked on it"),
    "sections": ("Bagian-bagian teks", "Sections of the text"),
    "key": ("Nama tetap bagian", "Fixed name of the section"),
    "heading": ("Judul bagian", "Heading of the section"),
    "markdown": ("Teks sebagai Markdown", "The text as Markdown"),
    "html": ("Teks sebagai HTML", "The text as HTML"),
    "cites": ("Nomor yang dirujuk, menurut urutan teks", "Numbers cited, in the order of the text"),
    "ListedOut.year": ("Tahun penghargaan", "Year of the award"),
    "award": ("Penghargaan dengan peringkatnya", "Award with its rank"),
    "case": ("Slug kasusnya, bila ada", "Slug of its case, if there is one"),
    "ListedOut.url": ("Jalur halaman kasusnya, bila ada", "Path of the page of its case, if any"),
    "original": ("Inovasi asal", "The original"),
    "copier": ("Peniru", "The copier"),
    "copier.slug": ("Slug kasus peniru, bila ada", "Slug of the copier's case, if there is one"),
    "copier.region": (
        "Kode daerah peniru, bila diketahui",
        "Code of the copier's region, if known",
    ),
    "copier.province": ("Provinsi peniru, bila diketahui", "Province of the copier, if known"),
    "ReplicationOut.year": ("Tahun peniruan", "Year of the copy"),
    "ReplicationOut.kind": ("Dipakai atau baru dijanjikan", "Used, or only promised"),
    "ReplicationOut.category": ("Bidang inovasi asal", "Field of the original"),
    "question": ("Masalahnya sebagai pertanyaan", "The problem as a question"),
    "queries": ("Kata-kata orang yang punya masalah itu", "What people with the problem type"),
    "cases": ("Jumlah kasus", "Number of cases"),
    "ThemeAnswer.measured": ("Jumlah kasus yang berangka", "Number of cases with a figure"),
    "ThemeAnswer.compared": (
        "Jumlah kasus dengan angka sebelum dan sesudah",
        "Number of cases with a figure before and after",
    ),
    "by_step": ("Anak tangga bukti → jumlah kasus", "Step of evidence → number of cases"),
    "approaches": ("Cara-cara menjawab masalah itu", "Ways of tackling the problem"),
    "approaches[].name": ("Nama cara", "Name of the approach"),
    "how": ("Apa yang dilakukan", "What is done"),
    "approaches[].cases": ("Kasusnya, bukti terkuat dahulu", "Its cases, the best proven first"),
    "cases[].evidence": ("Anak tangga bukti, 0 sampai 4", "Step of the evidence ladder, 0 to 4"),
    "best": ("Hasilnya yang paling terbukti", "Its best proven result"),
    "ThemeAnswer.results": ("Hasil kasus-kasusnya", "Results of its cases"),
    "results[].case": ("Slug kasus", "Slug of the case"),
    "results[].approach": (
        "Urutan caranya dalam `approaches`, dari 0",
        "Place of its approach in `approaches`, from 0",
    ),
    "results[].year": ("Tahun angka sesudah", "Year of the figure after"),
    "results[].kind": ("Jenis angka", "Kind of figure"),
    "cited": ("Kasus yang dirujuk teks", "Cases that the text cites"),
    "number": ("Nomor rujukannya", "Number by which it is cited"),
    "code": ("Kode wilayah Kemendagri", "Code of the Ministry of Home Affairs"),
    "name": ("Nama daerah", "Name of the region"),
    "latitude": (
        "Lintang titik di dalamnya; untuk provinsi, rata-rata menurut penduduk",
        "Latitude of a point inside; of a province, the mean by inhabitants",
    ),
    "longitude": ("Bujur titik itu", "Longitude of that point"),
    "population": ("Jumlah penduduk", "Number of inhabitants"),
    "area_km2": ("Luas", "Area"),
    "RegionRecord.cases": (
        "Jumlah kasus yang dijalankan pemerintahnya",
        "Number of cases that its government runs",
    ),
    "SynonymRecord.kind": ("Hubungan dengan kata lain itu", "How it stands to the other terms"),
    "term": ("Kata atau istilah", "The term"),
    "alternatives": (
        "Kata yang ikut dicari; untuk ejaan, bentuk bakunya",
        "Terms that are searched as well; of a spelling, the standard form",
    ),
}


def meaning_of(record: str, name: str) -> Label:
    """What a field of a record means.

    Args:
        record: the name of its model.
        name: its path, such as ``results[].measure``.

    Raises:
        KeyError: nobody has written it.
    """
    parts = name.split(".")
    for key in (f"{record}.{name}", ".".join(parts[-2:]), parts[-1]):
        if key in _MEANINGS:
            return Label(*_MEANINGS[key])
    raise KeyError(f"{record}.{name}")
