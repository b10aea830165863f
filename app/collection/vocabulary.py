"""The closed vocabularies of a case file: value → label in Indonesian and English.

One declaration serves the format check, the index, the search facets, the pages and
the API. Open vocabularies (award names, tags) are read from the cases themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

#: The languages of the site.
Language = Literal["id", "en"]


@dataclass(frozen=True)
class Label:
    """A text for readers, in both languages of the site."""

    id: str
    en: str

    def text(self, language: Language) -> str:
        """The text in this language."""
        return self.en if language == "en" else self.id


class Vocabulary(Mapping[str, Label]):
    """An ordered, closed set of values with their labels.

    Values are shown in this order unless something else orders them, such as a count.
    """

    def __init__(self, labels: Mapping[str, tuple[str, str]]) -> None:
        self._labels = {value: Label(*pair) for value, pair in labels.items()}

    def __getitem__(self, value: str) -> Label:
        return self._labels[value]

    def __iter__(self) -> Iterator[str]:
        return iter(self._labels)

    def __len__(self) -> int:
        return len(self._labels)


# The ten categories of the ministry's national competition (KIPP) of 2021.
CATEGORIES = Vocabulary(
    {
        "kemiskinan": ("Pengentasan kemiskinan", "Poverty reduction"),
        "pendidikan": ("Pendidikan", "Education"),
        "kesehatan": ("Kesehatan", "Health"),
        "ketahanan-pangan": ("Ketahanan pangan", "Food security"),
        "ekonomi": ("Pertumbuhan ekonomi", "Economic growth"),
        "pemberdayaan": ("Pemberdayaan masyarakat", "Community empowerment"),
        "gender": ("Inklusi sosial dan gender", "Social inclusion and gender"),
        "lingkungan": ("Lingkungan", "Environment"),
        "tata-kelola": ("Tata kelola", "Governance"),
        "penegakan-hukum": ("Penegakan hukum", "Law enforcement"),
    }
)

LEVELS = Vocabulary(
    {
        "kementerian": ("Kementerian", "Ministry"),
        "lembaga": ("Lembaga", "National agency"),
        "provinsi": ("Provinsi", "Province"),
        "kabupaten": ("Kabupaten", "Kabupaten (regency)"),
        "kota": ("Kota", "Kota (city)"),
        "bumn": ("BUMN", "State-owned enterprise"),
        "bumd": ("BUMD", "Regional enterprise"),
    }
)

STATUSES = Vocabulary(
    {
        "berkembang": ("Berkembang", "Growing"),
        "berlanjut": ("Berlanjut", "Continuing"),
        "berhenti": ("Berhenti", "Stopped"),
        "belum-diketahui": ("Belum diketahui", "Not known"),
    }
)

# The steps of the evidence ladder, lowest first; app.collection.evidence has the rules.
EVIDENCE = Vocabulary(
    {
        "0": ("Belum ada hasil tercatat", "No result on record"),
        "1": ("Hasil tercatat", "A result on record"),
        "2": ("Sebelum dan sesudah", "Before and after"),
        "3": ("Diperiksa pihak luar", "Externally examined"),
        "4": ("Terulang di tempat lain", "Repeated elsewhere"),
    }
)

# Whether a case has a copy; a promise to copy is none.
REPLICATED = Vocabulary(
    {
        "ya": ("Sudah ditiru", "Copied"),
        "tidak": ("Belum tercatat ditiru", "No copy on record"),
    }
)

#: The province of a case that serves the whole country.
NATIONAL = "Nasional"

# Island groups as the ministry forms them, from west to east, each with its provinces in
# the order of their codes.
ISLANDS: Mapping[str, tuple[str, ...]] = {
    "Sumatera": (
        "Aceh",
        "Sumatera Utara",
        "Sumatera Barat",
        "Riau",
        "Jambi",
        "Sumatera Selatan",
        "Bengkulu",
        "Lampung",
        "Kepulauan Bangka Belitung",
        "Kepulauan Riau",
    ),
    "Jawa": (
        "DKI Jakarta",
        "Jawa Barat",
        "Jawa Tengah",
        "DI Yogyakarta",
        "Jawa Timur",
        "Banten",
    ),
    "Bali dan Nusa Tenggara": ("Bali", "Nusa Tenggara Barat", "Nusa Tenggara Timur"),
    "Kalimantan": (
        "Kalimantan Barat",
        "Kalimantan Tengah",
        "Kalimantan Selatan",
        "Kalimantan Timur",
        "Kalimantan Utara",
    ),
    "Sulawesi": (
        "Sulawesi Utara",
        "Sulawesi Tengah",
        "Sulawesi Selatan",
        "Sulawesi Tenggara",
        "Gorontalo",
        "Sulawesi Barat",
    ),
    "Maluku": ("Maluku", "Maluku Utara"),
    "Papua": (
        "Papua",
        "Papua Barat",
        "Papua Selatan",
        "Papua Tengah",
        "Papua Pegunungan",
        "Papua Barat Daya",
    ),
}

#: Island group, or the nation → its name.
ISLAND_NAMES: Mapping[str, Label] = {
    **{name: Label(name, name) for name in ISLANDS},
    "Sumatera": Label("Sumatera", "Sumatra"),
    "Jawa": Label("Jawa", "Java"),
    "Bali dan Nusa Tenggara": Label("Bali dan Nusa Tenggara", "Bali and Nusa Tenggara"),
    NATIONAL: Label(NATIONAL, "National"),
}

#: Island group, or the nation → its provinces, or the nation.
ISLANDS_AND_NATION: Mapping[str, tuple[str, ...]] = {**ISLANDS, NATIONAL: (NATIONAL,)}

#: Other names of provinces that are usual in offices and in the press.
PROVINCE_ABBREVIATIONS: Mapping[str, str] = {
    "nad": "Aceh",
    "sumut": "Sumatera Utara",
    "sumbar": "Sumatera Barat",
    "sumsel": "Sumatera Selatan",
    "babel": "Kepulauan Bangka Belitung",
    "bangka belitung": "Kepulauan Bangka Belitung",
    "kepri": "Kepulauan Riau",
    "dki": "DKI Jakarta",
    "jakarta": "DKI Jakarta",
    "jabar": "Jawa Barat",
    "jateng": "Jawa Tengah",
    "jatim": "Jawa Timur",
    "diy": "DI Yogyakarta",
    "yogyakarta": "DI Yogyakarta",
    "jogjakarta": "DI Yogyakarta",
    "yogya": "DI Yogyakarta",
    "jogja": "DI Yogyakarta",
    "daerah istimewa yogyakarta": "DI Yogyakarta",
    "ntb": "Nusa Tenggara Barat",
    "ntt": "Nusa Tenggara Timur",
    "kalbar": "Kalimantan Barat",
    "kalteng": "Kalimantan Tengah",
    "kalsel": "Kalimantan Selatan",
    "kaltim": "Kalimantan Timur",
    "kaltara": "Kalimantan Utara",
    "sulut": "Sulawesi Utara",
    "sulteng": "Sulawesi Tengah",
    "sulsel": "Sulawesi Selatan",
    "sultra": "Sulawesi Tenggara",
    "sulbar": "Sulawesi Barat",
    "malut": "Maluku Utara",
}

#: Province → its island group; the nation has none.
ISLAND_OF: Mapping[str, str] = {
    province: island for island, provinces in ISLANDS.items() for province in provinces
}

# Names of provinces are the same in both languages.
PROVINCES = Vocabulary(
    {name: (name, name) for island in ISLANDS.values() for name in island}
    | {NATIONAL: (NATIONAL, "National")}
)

# The Sustainable Development Goals; the Indonesian titles are Bappenas's, shortened.
SDGS = Vocabulary(
    {
        "1": ("Tanpa kemiskinan", "No poverty"),
        "2": ("Tanpa kelaparan", "Zero hunger"),
        "3": ("Kehidupan sehat dan sejahtera", "Good health and well-being"),
        "4": ("Pendidikan berkualitas", "Quality education"),
        "5": ("Kesetaraan gender", "Gender equality"),
        "6": ("Air bersih dan sanitasi layak", "Clean water and sanitation"),
        "7": ("Energi bersih dan terjangkau", "Affordable and clean energy"),
        "8": ("Pekerjaan layak dan pertumbuhan ekonomi", "Decent work and economic growth"),
        "9": ("Industri, inovasi, dan infrastruktur", "Industry, innovation and infrastructure"),
        "10": ("Berkurangnya kesenjangan", "Reduced inequalities"),
        "11": ("Kota dan permukiman berkelanjutan", "Sustainable cities and communities"),
        "12": (
            "Konsumsi dan produksi yang bertanggung jawab",
            "Responsible consumption and production",
        ),
        "13": ("Penanganan perubahan iklim", "Climate action"),
        "14": ("Ekosistem lautan", "Life below water"),
        "15": ("Ekosistem daratan", "Life on land"),
        "16": (
            "Perdamaian, keadilan, dan kelembagaan yang tangguh",
            "Peace, justice and strong institutions",
        ),
        "17": ("Kemitraan untuk mencapai tujuan", "Partnerships for the goals"),
    }
)

# The sections of a case's body, in the order that the format prescribes: key (also the
# anchor on the page) → heading as the file writes it.
SECTIONS = Vocabulary(
    {
        "masalah": ("Masalah", "Problem"),
        "solusi": ("Solusi", "Solution"),
        "pelaksanaan": ("Pelaksanaan", "Implementation"),
        "sumber-daya": ("Sumber Daya", "Resources"),
        "dampak": ("Dampak", "Impact"),
        "tantangan": ("Tantangan", "Challenges"),
        "pembelajaran": ("Pembelajaran", "Lessons"),
        "replikasi": ("Replikasi", "Replication"),
    }
)

#: The sections that every case must have.
REQUIRED_SECTIONS = ("masalah", "solusi")

# The sections of a theme's body, in the order that the format prescribes.
THEME_SECTIONS = Vocabulary(
    {
        "hasil": ("Hasil yang tercatat", "Recorded results"),
        "hambatan": ("Yang menghambat", "What hindered"),
        "belum-diketahui": ("Yang belum diketahui", "What is not known"),
        "pertanyaan": ("Sebelum meniru, tanyakan", "What to ask before copying"),
    }
)

#: The sections that every theme must have.
REQUIRED_THEME_SECTIONS = ("hasil",)

#: The sections of a theme in which every paragraph and list item must cite a case. In the
#: others the writer says what no case says, or asks.
CITED_THEME_SECTIONS = frozenset({"hasil", "hambatan"})
