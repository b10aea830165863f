"""The curators' synonyms: the effect of each entry, and wrong entries, which spoil no other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from app.collection import files
from app.search import language
from app.search.index import generations
from app.search.query import synonyms
from app.search.query.synonyms import Synonyms, load

GOOD = """\
two_way:
  - [adminduk, administrasi kependudukan]
one_way:
  orang gila: [odgj]
"""
# The last entry of each key there, behind which another can be put.
LAST = {"two_way": "administrasi kependudukan]\n", "one_way": "[odgj]\n"}


@pytest.fixture
def write(tmp_path):
    """``write(text)``: a content folder with this ``synonyms.yaml``."""

    def write(text: str | bytes) -> Path:
        path = tmp_path / synonyms.SYNONYMS
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return tmp_path

    return write


def of(found: Synonyms, text: str) -> set[str]:
    return {" ".join(other) for other in found.of(language.term(text))}


def has_good_entries(found: Synonyms) -> bool:
    return (
        of(found, "adminduk") == {"administrasi kependudukan"}
        and of(found, "administrasi kependudukan") == {"adminduk"}
        and of(found, "orang gila") == {"odgj"}
    )


# --- entries --------------------------------------------------------------------------


def test_two_way_terms_find_one_another(write):
    found, findings = load(write("two_way:\n- [KTP-el, e-KTP, ktp elektronik]\n"))
    assert findings == []
    assert of(found, "ktp-el") == {"e ktp", "ktp elektronik"}
    assert of(found, "E-KTP") == {"ktp el", "ktp elektronik"}
    assert of(found, "KTP elektronik") == {"ktp el", "e ktp"}
    assert of(found, "ktp") == set()


def test_one_way_terms_do_not_lead_back(write):
    found, _ = load(write("one_way:\n  orang gila: [odgj, gangguan jiwa]\n"))
    assert of(found, "orang gila") == {"odgj", "gangguan jiwa"}
    assert of(found, "odgj") == of(found, "gangguan jiwa") == set()


@pytest.mark.parametrize("key", ["one_way", "english"])
def test_an_alternative_brings_the_terms_that_mean_the_same(write, key):
    """addict → narkoba, and so napza, which means the same."""
    found, _ = load(write(f"two_way:\n- [narkoba, napza]\n{key}:\n  addict: [narkoba]\n"))
    assert of(found, "addict") == {"narkoba", "napza"}
    assert of(found, "napza") == {"narkoba"}


def test_a_single_term_may_stand_without_brackets(write):
    found, findings = load(write("one_way: {kk: kartu keluarga}\nenglish: {waste: sampah}\n"))
    assert findings == []
    assert of(found, "kk") == {"kartu keluarga"}
    assert of(found, "waste") == {"sampah"}


def test_an_old_spelling_leads_to_the_standard_one_which_finds_it_too(write):
    found, _ = load(write("spellings: {antri: antre}\n"))
    assert found.spellings == {("antri",): ("antre",)}
    assert of(found, "antre") == {"antri"}


def test_a_term_under_several_keys_of_the_file_has_all_its_alternatives(write):
    found, findings = load(
        write(
            "two_way:\n- [sim, surat izin]\none_way:\n  sim: [kendaraan]\nenglish:\n  sim: [pulsa]"
        )
    )
    assert findings == []
    assert of(found, "sim") == {"surat izin", "kendaraan", "pulsa"}


@pytest.mark.parametrize("text", ["", "# hanya komentar\n", "two_way:\n", "two_way: []\n"])
def test_an_empty_file_is_no_synonyms(write, text):
    found, findings = load(write(text))
    assert (list(found.known), findings) == ([], [])


def test_a_missing_file_is_no_synonyms(tmp_path):
    assert load(tmp_path) == (Synonyms({}, {}, {}), [])


# --- wrong entries --------------------------------------------------------------------

WRONG = {
    "two_way: a term in two groups": ("two_way", "- [akta lahir, adminduk]", "ada di baris 2"),
    "two_way: one term": ("two_way", "- [puskesmas]", "kurang dari dua"),
    "two_way: the same term twice": ("two_way", "- [KTP, ktp]", "kurang dari dua"),
    "two_way: no list": ("two_way", "- puskesmas", "kurang dari dua"),
    "two_way: nothing": ("two_way", "-", "kurang dari dua"),
    "two_way: a number": ("two_way", "- [damkar, 113]", "harus berupa teks"),
    "two_way: a truth value": ("two_way", "- [ya, yes]", "harus berupa teks"),
    "two_way: a list in a list": ("two_way", "- [a, [b, c]]", "harus berupa teks"),
    "two_way: signs only": ("two_way", '- ["...", dinas]', "harus berupa teks"),
    "one_way: nothing": ("one_way", "kk:", "tidak punya padanan"),
    "one_way: an empty list": ("one_way", "kk: []", "tidak punya padanan"),
    "one_way: a key of signs": ("one_way", '"!": [kartu]', "tidak punya padanan"),
    "one_way: a number": ("one_way", "kk: [7]", "harus berupa teks"),
    "one_way: a mapping": ("one_way", "kk: {a: b}", "harus berupa teks"),
    "one_way: itself": ("one_way", "kk: [KK, kartu]", "dirinya sendiri"),
    "one_way: the same in capitals": ("one_way", "ORANG GILA: [kartu]", "dua kali"),
    "one_way: a circle": ("one_way", "odgj: [orang gila]", "berputar"),
    "english: itself": ("english", "health: [health]", "dirinya sendiri"),
    "spellings: two standards": ("spellings", "ijin: [izin, perizinan]", "satu kata"),
    "spellings: several words": ("spellings", "rumah sakt: rumah sakit", "satu kata"),
    "spellings: a number": ("spellings", "satu: 1", "harus berupa teks"),
    "an unknown key": ("dua_arah", "- [a, b]", "tidak dikenal"),
    "english: no pairs": ("english", "- [a, b]", "harus berupa pasangan"),
}


@pytest.mark.parametrize(("key", "entry", "message"), WRONG.values(), ids=WRONG)
def test_a_wrong_entry_is_reported_with_its_line_and_the_others_count(write, key, entry, message):
    before = LAST.get(key)
    text = f"{GOOD}{key}:\n  {entry}\n"
    if before:
        text = GOOD.replace(before, f"{before}  {entry}\n")
    lines = text.splitlines()
    of_the_key = key == "dua_arah" or message.endswith("pasangan")
    line = lines.index(f"{key}:" if of_the_key else f"  {entry}") + 1
    found, findings = load(write(text))
    # A single finding, but a circle has a finding at every entry of it.
    assert [p.line for p in findings] == ([line - 1, line] if message == "berputar" else [line])
    assert all(message in p.message and p.level == "error" and p.remedy for p in findings)
    assert has_good_entries(found)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("two_way: puskesmas\n", 1),
        ("one_way: [a, b]\n", 1),
        ("one_way: kk\n", 1),
        ("english: 5\n", 1),
        ("two_way: {a: b}\n", 1),
        ("- a\n- b\n", 1),
        ("two_way:\n- [a, b\none_way: {}\n", 2),  # where the bracket opens
        ("one_way:\n\tkk: [kartu]\n", 2),
        ("one_way:\n  kk: [a]\n  kk: [b]\n", 3),
        ("one_way:\n  113: [damkar]\n", 2),
        ("one_way:\n  kk: [kartu]\n---\nenglish: {}\n", 3),
        ("one_way: &a\n  x: [y]\nenglish: *a\n", 3),
        ("two_way: " + "[" * 50_000, 1),
        (b"\xff\xfe", 1),
        ("teks saja", 1),
    ],
)
def test_a_broken_file_is_reported_and_takes_nothing_down(write, text, line):
    folder = write(text)
    found, findings = load(folder)
    assert [finding.line for finding in findings] == [line]
    assert list(found.known) == []
    assert synonyms.check(folder, lambda term: True) == findings


def test_a_folder_in_place_of_the_file_takes_nothing_down(tmp_path):
    (tmp_path / synonyms.SYNONYMS).mkdir()
    found, findings = load(tmp_path)
    assert len(findings) == 1
    assert found.of(("ktp",)) == ()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A content folder to be written again and again."""
    return tmp_path_factory.mktemp("any")


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.dates(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=12,
)


@given(
    values=st.dictionaries(st.sampled_from([*synonyms.KEYS, "lain"]), VALUES)
    | st.text(max_size=80).map(lambda text: {"": text})
)
def test_a_file_with_any_values_is_read(folder, values):
    path = folder / synonyms.SYNONYMS
    path.write_text(yaml.safe_dump(values, allow_unicode=True), encoding="utf-8")
    found, findings = load(folder)
    for term in found.known:
        assert term and all(found.of(term))
        assert term not in found.of(term)
    assert synonyms.check(folder, lambda term: True) == findings
    path.write_text(values.get("", "two_way: ["), encoding="utf-8")
    load(folder)


# --- entries that find nothing --------------------------------------------------------


def test_entries_that_find_no_case_are_warnings(write):
    folder = write(
        "two_way:\n"
        "- [adminduk, administrasi kependudukan]\n"
        "- [zzq, qqz zzq]\n"
        "one_way:\n"
        "  orang gila: [odgj, zzq]\n"
        "  kk: [qqz]\n"
        "english:\n"
        "  civil registration: [adminduk]\n"
        "  spaceship: [qqz]\n"
        "spellings:\n"
        "  apotik: apotek\n"
    )
    occurring = {("adminduk",), ("odgj",)}
    findings = synonyms.check(folder, occurring.__contains__)
    assert [(p.line, p.level) for p in findings] == [
        (3, "warning"),
        (6, "warning"),
        (9, "warning"),
    ]
    assert all("tidak menemukan kasus" in finding.message for finding in findings)


def test_an_entry_that_finds_a_case_through_a_term_of_the_same_meaning_is_good(write):
    """pecandu → narkoba, which no case holds; but napza means the same, and some case holds it."""
    folder = write("two_way:\n- [narkoba, napza]\none_way:\n  pecandu: [narkoba]\n")
    assert synonyms.check(folder, {("napza",)}.__contains__) == []


def test_the_file_is_read_once_to_be_checked(write, monkeypatch):
    folder = write(GOOD)
    read = files.read
    names = []

    def watch(path, most):
        names.append(path.name)
        return read(path, most)

    monkeypatch.setattr(files, "read", watch)
    assert synonyms.check(folder, lambda term: True) == []
    assert names == [synonyms.SYNONYMS]


def test_the_file_is_checked_against_cases(write, real_cases):
    folder = write(
        "two_way:\n- [adminduk, zzq]\n- [zzq qqz, pelabuhan antariksa]\n"
        "one_way:\n  menikahkan: [pernikahan]\n  pernikahan nikah: [nikah dini pernikahan]\n"
    )
    cases = [parsed.case for parsed in real_cases.values()]
    assert [p.line for p in synonyms.check_against(folder, cases)] == [3, 6]


# --- the real file --------------------------------------------------------------------


@pytest.fixture(scope="module")
def real(content) -> Synonyms:
    """The synonyms of the real content folder."""
    found, findings = load(content)
    assert findings == []
    return found


def test_every_real_entry_is_good_and_finds_a_case(content, real_index):
    snapshot = generations.open_current(real_index).snapshot

    def occurs(term: tuple[str, ...]) -> bool:
        if len(term) == 1:
            return snapshot.frequency(language.stem(term[0])) > 0
        return len(snapshot.phrase(term)) > 0

    assert synonyms.check(content, occurs) == []


def test_the_real_file_has_enough_entries(content):
    values = yaml.safe_load((content / synonyms.SYNONYMS).read_text(encoding="utf-8"))
    assert set(values) == set(synonyms.KEYS)
    assert sum(map(len, values.values())) >= 250
    assert min(map(len, values.values())) >= 50


@pytest.mark.parametrize(
    ("typed", "also"),
    [
        # health
        ("odgj", "orang dengan gangguan jiwa"),
        ("tbc", "tuberkulosis"),
        ("bumil", "ibu hamil"),
        ("demam berdarah", "dbd"),
        # schooling
        ("paud", "pendidikan anak usia dini"),
        ("putus sekolah", "anak tidak sekolah"),
        ("buta huruf", "buta aksara"),
        # civil registration
        ("adminduk", "administrasi kependudukan"),
        ("akta lahir", "akta kelahiran"),
        ("kk", "kartu keluarga"),
        # licensing
        ("ptsp", "pelayanan terpadu satu pintu"),
        ("imb", "izin mendirikan bangunan"),
        # social aid
        ("bansos", "bantuan sosial"),
        ("difabel", "disabilitas"),
        ("orang gila", "odgj"),
        # farming
        ("poktan", "kelompok tani"),
        ("pupuk kandang", "pupuk organik"),
        # waste
        ("tpa", "tempat pembuangan akhir"),
        # villages
        ("bumdes", "badan usaha milik desa"),
        ("apbdes", "anggaran pendapatan dan belanja desa"),
        # finance
        ("pbb", "pajak bumi dan bangunan"),
        ("pad", "pendapatan asli daerah"),
        ("umkm", "usaha mikro kecil dan menengah"),
        # English
        ("waste", "sampah"),
        ("fishermen", "nelayan"),
        ("school dropout", "putus sekolah"),
    ],
)
def test_the_work_of_local_government_is_covered(real, typed, also):
    assert also in of(real, typed)


@pytest.mark.parametrize(
    ("old", "standard"),
    [("apotik", "apotek"), ("antri", "antre"), ("praktek", "praktik"), ("ijin", "izin")],
)
def test_old_spellings_are_known(real, old, standard):
    assert real.spellings[(old,)] == (standard,)


def test_a_standard_spelling_is_no_old_spelling_itself(real):
    assert set(real.spellings).isdisjoint(real.spellings.values())


def test_the_real_file_has_no_tabs_and_invisible_characters(content):
    text = (content / synonyms.SYNONYMS).read_text(encoding="utf-8")
    assert re.search(r"\t|[\u200b-\u200f\ufeff]", text) is None
