"""Words are found whatever the letter case, accents, hyphens and apostrophes."""

from __future__ import annotations

import string
import threading
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.search import language
from app.search.language import (
    MAX_WORD,
    STOP_WORDS,
    WORD,
    fold,
    name_key,
    roots,
    stem,
    stems_of,
    words,
)

LETTERS = st.text(alphabet=f"{string.ascii_letters}{string.digits}éèüñÉÜ", min_size=1, max_size=12)
NAMES = st.lists(LETTERS, min_size=1, max_size=4)


def stems(text: str) -> list[str]:
    """The stems of a text's words, without stop words."""
    return stems_of(language.folded(text))


@given(st.text())
@example("İstanbul")
@example("ﬁnal ẞ ŉ")
@example("㎏ ﷺ ½")
def test_folding_twice_is_folding_once(text):
    once = fold(text)
    assert fold(once) == once


@given(st.text())
def test_folding_takes_case_and_apostrophes_away(text):
    folded = fold(text)
    assert not set(folded) & set("'’‘ʼ`´")
    assert folded == folded.casefold()
    assert fold(f"'{text}’") == folded


@given(st.text(alphabet=st.characters(max_codepoint=0x24F)))
def test_folding_ascii_is_a_short_cut_not_a_rule_of_its_own(text):
    """A text folds the same alone and beside an accented letter."""
    assert fold(f"{text}é") == f"{fold(text)}e"


@given(st.text(max_size=200))
def test_words_stand_where_they_say(text):
    """In order, without overlap, never empty, never longer than the limit."""
    end = 0
    for word in words(text):
        assert end <= word.start < word.end <= len(text)
        assert WORD.fullmatch(text[word.start : word.end])
        folded = filter(str.isalnum, fold(text[word.start : word.end]))
        assert "".join(folded).startswith(word.text)
        assert 0 < len(word.text) <= MAX_WORD
        end = word.end


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Putik-Sari, Ma'Siti", ["putik", "sari", "masiti"]),
        ("Ma’Siti Ma‘Siti Maʼsiti Ma`siti", ["masiti"] * 4),
        ("Jum'at 'kutip' d'", ["jumat", "kutip", "d"]),
        ("SMPN 10, Rp1.200.000/tahun", ["smpn", "10", "rp1", "200", "000", "tahun"]),
        ("e_KTP & Café", ["e", "ktp", "cafe"]),
        ("5.500 m²", ["5", "500", "m2"]),
        ("...", []),
        ("", []),
        ("x" * 200, ["x" * MAX_WORD]),
    ],
)
def test_a_text_is_split_into_words(text, expected):
    assert [word.text for word in words(text)] == expected


def test_an_acute_accent_is_taken_for_an_apostrophe():
    assert name_key("Ma´Siti") == name_key("Ma'Siti")


@pytest.mark.parametrize("text", ["½", "⑴", "Ma´Siti"])
def test_a_word_holds_letters_and_digits_alone(text):
    assert all(word.text.isalnum() for word in words(text))


def test_composed_and_decomposed_accents_are_the_same():
    """macOS writes é as e and an accent."""
    assert [word.text for word in words("re\u0301sume\u0301")] == ["resume"]


@given(NAMES, st.data())
def test_a_name_is_the_same_however_it_is_written(words, data):
    """In other letter case, with hyphens, spaces or apostrophes between its words, or none."""
    name = " ".join(words)
    signs = st.sampled_from(["", " ", "-", "  ", "'", "’", " - ", "_", ". ", "' "])
    other = words[0] + "".join(data.draw(signs) + word for word in words[1:])
    change = data.draw(st.sampled_from([str.upper, str.lower, str.title, str.swapcase, str]))
    assert name_key(change(other)) == name_key(name)


@given(st.text(max_size=MAX_WORD, alphabet=st.characters(max_codepoint=0x7F)))
def test_the_key_of_a_key_is_the_key(text):
    assert name_key(name_key(text)) == name_key(text)


def test_different_names_of_the_collection_stay_different(real_cases):
    titles = {parsed.case.title for parsed in real_cases.values()}
    keys = {name_key(title) for title in titles}
    assert "" not in keys
    assert len(keys) >= len(titles) - 3


@given(st.text(max_size=60))
def test_any_word_has_a_stem(text):
    for word in words(text):
        assert stem(word.text)
    assert all(stems(text))


@pytest.mark.parametrize(
    "forms",
    [
        "pelayanan melayani dilayani layanan pelayan",
        "pendaftaran mendaftar didaftarkan daftar",
        "pembelajaran belajar mengajar ajaran pelajar ngajar",
        "kesehatan menyehatkan sehat",
        "penyuluhan menyuluh suluh",
        "mengurus pengurusan ngurus urusan diurus",
        "menikah pernikahan dinikahkan nikah",
        "keterlambatan terlambat lambat",
        "penanggulangan menanggulangi ditanggulangi",
        "berkesinambungan kesinambungan",
        "kelola pengelolaan mengelola dikelola",
        "perizinan izin mengizinkan diizinkan",
        "pengaduan mengadu aduan diadukan",
        "pencatatan mencatat tercatat catatan",
        "keselamatan menyelamatkan penyelamatan selamat",
        "persalinan bersalin",
        "pemukiman permukiman bermukim",
        "pemberdayaan memberdayakan diberdayakan berdaya",
        "keberlanjutan berkelanjutan berlanjut lanjut",
        "memperbaiki perbaikan baik",
        "ketertinggalan tertinggal meninggalkan tinggal",
        "memungut pungutan dipungut",
        "mengantre antrean antre",
        "pekerjaan mempekerjakan bekerja kerja",
        "penyeberangan menyeberang seberang",
        "penyakit kesakitan sakit",
        "pertanian petani bertani tani",
        "mensosialisasikan menyosialisasikan sosialisasi",
        "penulisan menulis tertulis nulis",
        "pengecatan mengecat cat",
        "pengecekan mengecek cek",
        "pemrograman memprogram program",
        "pelanggaran melanggar dilanggar langgar",
        "pelindungan perlindungan melindungi",
        "pelacakan melacak dilacak",
        "pengeringan pengering mengeringkan kering",
        "pemadaman pemadam memadamkan padam",
        "memadukan dipadukan perpaduan terpadu",
        "pengenalan mengenal dikenal kenal",
        "pengendalian pengendali dikendalikan kendali",
        "pengemudi mengemudi kemudi",
        "penyaringan menyaring disaring",
        "memuaskan kepuasan puas",
        "pencari mencari pencarian dicari",
        "kesiapan menyiapkan siap",
        "pejalan berjalan jalan",
        "perokok merokok rokok",
        "nyari mencari cari",
        "nyuci mencuci cucian",
        "nyapu menyapu sapu",
    ],
)
def test_forms_of_a_word_have_the_same_stem(forms):
    assert len({stem(form) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    "forms", ["anaknya anak anaklah anakmu", "bukunya buku bukuku", "rumahnyalah rumah rumahpun"]
)
def test_particles_and_possessives_are_no_part_of_the_stem(forms):
    assert len({stem(form) for form in forms.split()}) == 1


def test_a_doubled_word_is_the_word():
    assert set(stems("anak-anak")) == set(stems("anak"))
    assert set(stems("buku-bukunya")) == set(stems("buku"))


@pytest.mark.parametrize(
    ("word", "look_alike"),
    [
        ("pengadaan", "ada"),
        ("keadaan", "ada"),
        ("perbatasan", "batas"),
        ("pengangguran", "anggaran"),
        ("pelanggaran", "anggaran"),
        ("kebakaran", "bakar"),
        ("kemasan", "emas"),
        ("perumahan", "perum"),
        ("kecamatan", "camat"),
        ("kelurahan", "lurah"),
        ("kelurahan", "keluaran"),
        ("pembangunan", "bangun"),
        ("keterangan", "terang"),
        ("pedalaman", "dalam"),
        ("perhatian", "hati"),
        ("pengalaman", "alam"),
        ("peraturan", "teratur"),
        ("petani", "peta"),
        ("pelaku", "aku"),
        ("pemadam", "madam"),
        ("memadukan", "madu"),
        ("pencari", "terpencar"),
        ("pelabuhan", "labu"),
        ("kerajinan", "raja"),
        ("keluarga", "keluar"),
        ("sertifikat", "peserta"),
        ("makanan", "makam"),
        ("bekasi", "bekas"),
        ("kediri", "diri"),
        ("maluku", "malu"),
        ("pemalang", "malang"),
    ],
)
def test_words_that_only_look_related_have_different_stems(word, look_alike):
    assert stem(word) != stem(look_alike)


def test_every_root_is_its_own_stem():
    assert [root for root in roots() if stem(root) != root] == []


def test_a_stem_that_is_a_root_has_no_other_stem(real_cases):
    """So searching for the plain word finds the cases that any of its forms finds."""
    written = {
        word
        for parsed in real_cases.values()
        for sentence in parsed.case.sections[0].sentences
        for word in language.folded(sentence)
    }
    written_stems = {stem(word) for word in written}
    known = written_stems & roots()
    assert {stem(root) for root in known} == known
    assert len(known) > len(written_stems) / 2


AFFIXED = st.lists(
    st.sampled_from(
        ("me", "peng", "per", "ber", "ke", "di", "ter", "ng", "mem", "nye", "se", "an", "kan", "i")
    ),
    min_size=1,
    max_size=30,
).map("".join)


@given(AFFIXED)
def test_no_word_takes_long_to_stem(word):
    """However many affixes a word seems to have: thousands of times the usual 5 µs is too much."""
    started = time.thread_time()
    assert stem.__wrapped__(word) == stem(word)
    assert time.thread_time() - started < 0.02


def test_stop_words_are_left_out():
    assert stems("yang di dan untuk") == []
    assert len(stems("layanan untuk lansia")) == 2


def test_stop_words_are_written_as_they_are_looked_up():
    assert all(fold(word) == word for word in STOP_WORDS)
    assert not STOP_WORDS & {"desa", "anak", "guru", "obat", "air"}


def test_stems_are_the_same_in_every_thread():
    answers, text = [], "Pelayanan pendaftaran penduduk di pedesaan zzqxkan"
    threads = [threading.Thread(target=lambda: answers.append(stems(text))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [stems(text)] * 4


@given(st.text() | st.text(st.characters(max_codepoint=127)))
def test_the_quick_way_to_fold_finds_the_same_words(text):
    assert language.folded(text) == [word.text for word in words(text)]
