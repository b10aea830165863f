"""Every mistake in an advanced query is reported with its place and what was meant."""

from __future__ import annotations

import pytest

from app.search.advanced import clock
from app.search.advanced.mistakes import AdvancedQueryError
from app.search.advanced.parse import MAX_CHARACTERS, MAX_DISTANCE, MAX_SLIPS, MAX_WORDS, parse
from app.search.advanced.query_fields import QUERY_FIELDS, query_field
from app.search.advanced.syntax import MAX_DEPTH
from app.search.advanced.tree import And, Not, Or, PhraseClause, WordClause, YearsClause
from app.search.engine import Engine
from app.search.query.query import Query


def mistake(text: str) -> AdvancedQueryError:
    with pytest.raises(AdvancedQueryError) as caught:
        parse(text)
    return caught.value


# --- what is right --------------------------------------------------------------------


def test_a_tree_of_clauses_knows_its_places():
    text = 'judul:Sekolah OR NOT "di rumah"~3'
    match parse(text):
        case Or(
            (
                WordClause(start, end, field, "sekolah"),
                Not(PhraseClause(_, _, None, ("di", "rumah"), 3) as phrase),
            )
        ):
            assert text[start:end] == "Sekolah"
            assert field == query_field("judul")
            assert text[phrase.start : phrase.end] == '"di rumah"~3'
        case other:
            raise AssertionError(other)


@pytest.mark.parametrize("text", ["", "  ", "\n\t"])
def test_nothing_typed_asks_for_nothing(text):
    assert parse(text) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("e-KTP", ("e", "ktp")),
        ("Ma'Siti", "masiti"),
        ("Qur’an", "quran"),
        ("layanan,kesehatan", ("layanan", "kesehatan")),
        ("kota.", "kota"),
        ("½", "12"),
    ],
)
def test_words_are_folded_as_those_of_the_cases(text, words):
    match parse(text):
        case WordClause(word=word):
            assert word == words
        case PhraseClause(words=phrase, distance=1):
            assert phrase == words
        case other:
            raise AssertionError(other)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("tahun:2019", 2019, 2019),
        ('tahun:"2019"', 2019, 2019),
        ("YEAR:[2018 TO 2020]", 2018, 2020),
        ("tahun: [ 2018  SAMPAI  2020 ]", 2018, 2020),
        ("tahun:{2018 TO 2020]", 2019, 2020),
        ("tahun:[TO 2020}", None, 2019),
        ("tahun:>2019", 2020, None),
        ("(tahun:(>= 2019))", 2019, None),
        ("tahun:=<2019", None, 2019),
    ],
)
def test_years_are_read_as_ranges(text, first, last):
    clause = parse(text)
    assert isinstance(clause, YearsClause)
    assert (clause.first, clause.last) == (first, last)


def test_a_field_holds_for_all_that_stands_in_its_brackets():
    match parse("judul:(a OR (b c)) d"):
        case And((Or((WordClause() as a, And((WordClause() as b, WordClause() as c)))), d)):
            assert [clause.field for clause in (a, b, c)] == [query_field("title")] * 3
            assert isinstance(d, WordClause) and d.field is None
        case other:
            raise AssertionError(other)


# --- the fields -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "english"),
    [
        *(("judul", "title"), ("kepanjangan", "expansion"), ("ringkasan", "summary")),
        *(("instansi", "agency"), ("daerah", "region"), ("provinsi", "province")),
        *(("bidang", "category"), ("kata", "tags"), ("masalah", "problem")),
        *(("solusi", "solution"), ("pelaksanaan", "implementation")),
        *(("sumberdaya", "resources"), ("dampak", "impact"), ("tantangan", "challenges")),
        *(("pembelajaran", "lessons"), ("replikasi", "replication"), ("hasil", "result")),
        *(("penghargaan", "award"), ("tahun", "year"), ("status", "status")),
    ],
)
def test_a_field_has_a_name_in_both_languages(name, english):
    field = query_field(name)
    assert field and field == query_field(english) == query_field(name.upper())
    assert (field.name.id, field.name.en) == (name, english)


def test_fields_have_names_and_labels_of_their_own():
    for language in ("id", "en"):
        names = [field.name.text(language) for field in QUERY_FIELDS]
        labels = [field.label.text(language) for field in QUERY_FIELDS]
        assert len(set(names)) == len(names) and len(set(labels)) == len(labels)
        assert all(name.isalnum() and name.islower() for name in names)


# --- mistakes -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "wrong", "kind", "suggestion"),
    [
        # Fields and values.
        ("a jdul:b", "jdul", "unknown-field", "a judul:b"),
        ("Instansy:b", "Instansy", "unknown-field", "instansi:b"),
        ("sumber-daya:b", "sumber-daya", "unknown-field", "sumberdaya:b"),
        ("(xyzzy:b)", "xyzzy", "unknown-field", None),
        ("http://a.id", "http", "unknown-field", None),
        ("pukul 10:30", "10", "unknown-field", None),
        ("bidang:kesehtan", "kesehtan", "unknown-value", 'bidang:"Kesehatan"'),
        ("NOT provinsi:atlantis", "atlantis", "unknown-value", None),
        ("status:hidup*", "hidup*", "unknown-value", None),
        # Something is missing.
        ("judul:", "judul:", "missing-operand", None),
        ("judul: AND a", "judul:", "missing-operand", None),
        ("(judul: )", "judul:", "missing-operand", None),
        ("judul:ringkasan:a", "judul:", "missing-operand", None),
        ("a AND", "AND", "missing-operand", "a"),
        ("DAN a", "DAN", "missing-operand", "a"),
        ("a OR AND b", "OR", "missing-operand", "a AND b"),
        ("a AND (OR b)", "OR", "missing-operand", "a AND ( b)"),
        ("NOT", "NOT", "missing-operand", None),
        ("a TIDAK BUKAN b", "TIDAK", "missing-operand", "a BUKAN b"),
        ("a ()", "()", "missing-operand", None),
        ('a ""', '""', "missing-operand", None),
        ('"?!" a', '"?!"', "missing-operand", None),
        # Brackets and quotation marks.
        ("a (b OR (c", "(", "unbalanced-bracket", "a (b OR (c))"),
        ("a) b", ")", "unbalanced-bracket", "a b"),
        ('judul:"a b', '"', "unbalanced-quote", 'judul:"a b"'),
        ('"a" b"', '"', "unbalanced-quote", '"a" b'),
        ('judul:"', '"', "unbalanced-quote", None),
        ("(", "(", "unbalanced-bracket", None),
        ("jdul:(a", "jdul", "unknown-field", "judul:(a)"),
        # Signs.
        ("a -b", "-", "unknown-sign", "a BUKAN b"),
        ("a !b", "!", "unknown-sign", "a BUKAN b"),
        ("a~-1", "-", "unknown-sign", None),
        ("tahun:-5", "-", "unknown-sign", None),
        ("a || b", "||", "unknown-sign", "a ATAU b"),
        ("+a", "+", "unknown-sign", "a"),
        ("a & b", "&", "unknown-sign", "a b"),
        ("judul :a", ":", "unknown-sign", None),
        ("a^2", "^", "unknown-sign", None),
        # Ranges and years.
        ("tahun:[2018 TO", "[", "bad-range", None),
        ("tahun:[2018-2020]", "[", "bad-range", "tahun:[2018 TO 2020]"),
        ("tahun:[2018 sampai 2020] a", "[", "bad-range", "tahun:[2018 TO 2020] a"),
        ("tahun:[2020-2018]", "[", "bad-range", None),
        ("[2018 TO 2020]", "[2018 TO 2020]", "bad-range", None),
        ("judul:>2018", ">2018", "bad-range", None),
        ("tahun:[2020 TO 2018]", "[2020 TO 2018]", "bad-range", None),
        ("tahun:{2018 TO 2019}", "{2018 TO 2019}", "bad-range", None),
        ("tahun:[TO]", "[TO]", "bad-year", None),
        ("tahun:>", ">", "bad-year", None),
        ("tahun:[18 TO 2020]", "[18 TO 2020]", "bad-year", None),
        ("tahun:19", "19", "bad-year", None),
        ("tahun:201*", "201*", "bad-year", None),
        ("tahun:2018-2020", "2018-2020", "bad-year", "tahun:[2018 TO 2020]"),
        ("tahun:2018..2020 a", "2018..2020", "bad-year", "tahun:[2018 TO 2020] a"),
        # Patterns, slips, distances.
        ("*", "*", "bad-pattern", None),
        ("judul:*kota", "*kota", "bad-pattern", None),
        ("k?ta", "k?ta", "bad-pattern", None),
        ("e-ktp*", "e-ktp*", "bad-pattern", None),
        ("kota~3", "kota~3", "bad-distance", None),
        ("kota~x", "kota~x", "bad-distance", None),
        ("e-ktp~1", "e-ktp~1", "bad-distance", None),
        ("a ~1", "~1", "bad-distance", None),
        ('"a b"~0', '"a b"~0', "bad-distance", None),
        ('"a b"~11', '"a b"~11', "bad-distance", None),
        ('"a b"~x', "~x", "bad-distance", None),
    ],
)
def test_a_mistake_is_reported_with_its_place(text, wrong, kind, suggestion):
    error = mistake(text)
    assert (text[error.start : error.end], error.kind) == (wrong, kind)
    assert error.suggestion == suggestion
    assert error.message.id and error.message.en
    assert error.message.id != error.message.en


def test_a_message_says_what_was_meant():
    assert mistake("jdul:a").message.id == "Tidak ada ruas “jdul”. Maksud Anda “judul:”?"
    assert mistake("jdul:a").message.en == "There is no field “jdul”. Did you mean “judul:”?"


def test_a_message_says_which_values_there_are():
    assert mistake('status:"masih hidup"').message.id == (
        "Tidak ada status “masih hidup”. "
        "Yang ada: Berkembang, Berlanjut, Berhenti, Belum diketahui."
    )
    assert mistake("province:atlantis").message.en == (
        "There is no province “atlantis”. Write its name, or a word of it."
    )


# --- bounds ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fits", "too_much", "kind"),
    [
        ("a" * MAX_CHARACTERS, "a" * (MAX_CHARACTERS + 1), "too-long"),
        ("ab " * MAX_WORDS, "ab " * (MAX_WORDS + 1), "too-many-words"),
        (
            f'"{"ab " * MAX_WORDS}"',
            f'"{"ab " * (MAX_WORDS // 2)}" "{"ab " * (MAX_WORDS // 2 + 1)}"',
            "too-many-words",
        ),
        ("tahun:>2019 " * MAX_WORDS, "tahun:>2019 " * (MAX_WORDS + 1), "too-many-words"),
        (
            "(" * MAX_DEPTH + "a" + ")" * MAX_DEPTH,
            "(" * (MAX_DEPTH + 1) + "a" + ")" * (MAX_DEPTH + 1),
            "too-deep",
        ),
        (f"kota~{MAX_SLIPS}", f"kota~{MAX_SLIPS + 1}", "bad-distance"),
        (f'"a b"~{MAX_DISTANCE}', f'"a b"~{MAX_DISTANCE + 1}', "bad-distance"),
        ("ko*", "k*", "bad-pattern"),
    ],
)
def test_a_bound_is_kept(fits, too_much, kind):
    assert parse(fits) is not None
    assert mistake(too_much).kind == kind


def test_a_query_whose_time_is_over_is_stopped(real_index, monkeypatch):
    monkeypatch.setattr(clock, "TIME_LIMIT", 0.0)
    engine = Engine.open(real_index)  # which remembers no query yet
    for text in ("sekolah", '"jemput bola"~3', "stunt*", "sekola~1", "provinsi:bali", "NOT di"):
        with pytest.raises(AdvancedQueryError) as caught:
            engine.search(Query(text, mode="advanced"))
        assert caught.value.kind == "too-slow"
