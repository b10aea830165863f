"""Advanced queries find what a plain scan of the cases finds, and answer like any search."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from collections import Counter

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from app.search import language
from app.search.advanced import search as advanced_search
from app.search.advanced.mistakes import AdvancedQueryError
from app.search.advanced.whoosh_reader import MAX_MATCHES
from app.search.engine import Engine
from app.search.facets import FACETS
from app.search.index import builder, generations
from app.search.index.generations import IndexUnusableError
from app.search.query.query import Query
from tests.search.advanced.plain_scan import NAMES, queries, slips, word_query

# --- against the plain scan -----------------------------------------------------------


@pytest.mark.parametrize("field", NAMES)
def test_a_word_is_found_in_the_field_that_is_named(slugs_of, scanned, field):
    """In all its forms, by both names of the field; most words stand in other fields, too."""
    words = Counter(word for case in scanned.values() for word in case.words_of(field))
    for word, _ in words.most_common(40)[::8]:
        made = word_query("", field, word)
        expected = {slug for slug, case in scanned.items() if made.finds(case)}
        for name in NAMES[field]:
            assert slugs_of(f"{name}:{word}") == expected, word


@pytest.mark.parametrize(
    ("text", "finds"),
    [
        ("pelayanan", lambda case: "layan" in case.stems_of(None)),
        ("di", lambda case: "di" in case.words_of(None)),
        ('"pelayanan"', lambda case: "pelayanan" in case.words_of(None)),
        ("stunt*", lambda case: any(w.startswith("stunt") for w in case.words_of(None))),
        ("STUNT*", lambda case: any(w.startswith("stunt") for w in case.words_of(None))),
        ("se?olah", lambda case: "sekolah" in case.words_of(None)),
        (
            "judul:pel*an",
            lambda case: any(
                w.startswith("pel") and w.endswith("an") for w in case.words_of("title")
            ),
        ),
        ("posyadnu~1", lambda case: any(slips("posyadnu", w) <= 1 for w in case.words_of(None))),
        ("tahun:2019", lambda case: case.case.started == 2019),
        ("tahun:>2019", lambda case: (case.case.started or 0) > 2019),
        ("tahun:<=2012", lambda case: (case.case.started or 9999) <= 2012),
        ("year:[2018 TO 2020]", lambda case: case.case.started in {2018, 2019, 2020}),
        ("year:{2018 TO 2020}", lambda case: case.case.started == 2019),
        ("NOT tahun:[1900 TO]", lambda case: case.case.started is None),
        ('provinsi:"jawa timur"', lambda case: case.case.province == "Jawa Timur"),
        ("provinsi:jawa", lambda case: case.case.province.startswith("Jawa")),
        ("bidang:kesehatan", lambda case: case.case.category == "kesehatan"),
        ("category:health", lambda case: case.case.category == "kesehatan"),
        ("status:berhenti", lambda case: case.case.status == "berhenti"),
        ("penghargaan:kipp", lambda case: any("KIPP" in a.name for a in case.case.awards)),
    ],
)
def test_each_kind_of_clause_finds_what_a_plain_scan_finds(slugs_of, scanned, text, finds):
    expected = {slug for slug, case in scanned.items() if finds(case)}
    assert expected
    assert slugs_of(text) == expected


def has(word):
    return lambda case: language.stem(word) in case.stems_of(None)


A, B, C = has("sekolah"), has("sampah"), has("desa")


@pytest.mark.parametrize(
    ("text", "finds"),
    [
        ("sekolah desa", lambda case: A(case) and C(case)),
        ("sekolah AND desa", lambda case: A(case) and C(case)),
        ("sekolah DAN desa", lambda case: A(case) and C(case)),
        ("sekolah OR sampah", lambda case: A(case) or B(case)),
        ("sekolah ATAU sampah", lambda case: A(case) or B(case)),
        ("NOT sekolah", lambda case: not A(case)),
        ("sekolah BUKAN desa", lambda case: A(case) and not C(case)),
        ("sekolah DAN TIDAK desa", lambda case: A(case) and not C(case)),
        ("sekolah OR NOT desa", lambda case: A(case) or not C(case)),
        # AND binds closer than OR, and OR closer than nothing.
        ("sekolah OR sampah AND desa", lambda case: A(case) or (B(case) and C(case))),
        ("sekolah AND sampah OR desa", lambda case: (A(case) and B(case)) or C(case)),
        ("sekolah OR sampah desa", lambda case: (A(case) or B(case)) and C(case)),
        ("NOT sekolah desa", lambda case: not A(case) and C(case)),
        ("NOT (sekolah OR desa)", lambda case: not A(case) and not C(case)),
        ("(sekolah OR sampah) AND desa", lambda case: (A(case) or B(case)) and C(case)),
        ("desa AND (sekolah OR sampah)", lambda case: (A(case) or B(case)) and C(case)),
        ("(sekolah)AND(desa)", lambda case: A(case) and C(case)),
        # Small letters are words, not operators.
        ("sekolah dan desa", lambda case: A(case) and C(case) and "dan" in case.words_of(None)),
        (
            "judul:(sekolah OR ringkasan:sampah)",
            lambda case: (
                "sekolah" in case.stems_of("title") or "sampah" in case.stems_of("summary")
            ),
        ),
    ],
)
def test_operators_combine_clauses(slugs_of, scanned, text, finds):
    expected = {slug for slug, case in scanned.items() if finds(case)}
    assert expected
    assert slugs_of(text) == expected


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_query_finds_what_a_plain_scan_finds(slugs_of, scanned, data):
    query = data.draw(queries(scanned))
    try:
        slugs = slugs_of(query.text)
    except AdvancedQueryError as error:
        assert error.kind in {"too-many-matches", "too-many-words", "too-long", "too-deep"}
        assume(False)
    assert slugs == {slug for slug, case in scanned.items() if query.finds(case)}


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(
        st.text(max_size=60),
        st.text('ab1 "():[]{}<>=~*?^+-&|.', max_size=30),
        st.lists(
            st.sampled_from(
                """
                judul: tahun: provinsi: status: x: AND ATAU NOT ( ) " ~2 [2018 [ >2019 < TO 2020]
                kota se* * sekola~1 "jemput bola"~3
                """.split()  # noqa: SIM905 - a list of twenty strings reads worse
            ),
            max_size=12,
        ).map(" ".join),
    )
)
def test_whatever_is_typed_is_answered_or_explained(search, text):
    """The mistake lies in the text, and what is suggested instead leads to an end."""
    for _ in range(80):
        try:
            results = search(text)
        except AdvancedQueryError as error:
            assert 0 <= error.start < error.end <= len(text)
            assert error.message.id and error.message.en
            if error.suggestion is None:
                return
            assert error.suggestion != text
            text = error.suggestion
        else:
            assert results.total >= len(results.hits)
            return
    raise AssertionError(f"the suggestions for {text!r} lead nowhere")


# --- an answer like any other ---------------------------------------------------------


def test_an_advanced_answer_is_filtered_counted_and_paged(search, slugs_of, scanned):
    everything = slugs_of("sekolah OR desa")
    filtered = {s for s in everything if scanned[s].case.province == "Jawa Timur"}
    first = search("sekolah OR desa", filters={"province": ("Jawa Timur",)}, per_page=5)
    second = search("sekolah OR desa", filters={"province": ("Jawa Timur",)}, per_page=5, page=2)
    assert first.total == len(filtered) > 5
    shown = [hit.card.slug for hit in (*first.hits, *second.hits)]
    assert len(set(shown)) == len(shown) and set(shown) <= filtered
    for facet in FACETS:
        counted = everything if facet.choice == "province" else filtered
        counts = Counter(v for slug in counted for v in facet.values_of(scanned[slug].case))
        assert {v.value: v.count for v in first.facets[facet.key] if v.count} == counts


def test_an_advanced_answer_is_sorted(search):
    by_score = search("sekolah OR desa", per_page=100)
    scores = [hit.score for hit in by_score.hits]
    assert scores == sorted(scores, reverse=True) and scores[0] > scores[-1] > 0
    by_name = search("sekolah OR desa", sort="name", per_page=100)
    titles = [language.fold(hit.card.title) for hit in by_name.hits]
    assert titles == sorted(titles)
    newest = search("tahun:[2000 TO 2024]", per_page=100)
    assert newest.hits[0].score == 0
    assert newest.hits[0].card == search("tahun:[2000 TO 2024]", sort="newest").hits[0].card


def test_a_plain_word_scores_as_in_a_plain_search(real_engine, search):
    plain = {h.card.slug: h.score for h in real_engine.search(Query("stunting")).hits}
    advanced = {h.card.slug: h.score for h in search("stunting").hits}
    shared = plain.keys() & advanced.keys()
    assert len(shared) > 5
    # Without the bonus for the form as typed.
    assert all(advanced[slug] <= plain[slug] <= 1.06 * advanced[slug] for slug in shared)


def test_a_heavier_field_counts_more(search):
    title, body = search("judul:stunting").hits[0], search("dampak:stunting").hits[0]
    assert title.score > body.score


def test_what_was_asked_is_marked(search):
    (hit,) = search('judul:sari instansi:"kecamatan wonosari" BUKAN jakarta').hits
    assert hit.title == "Putik <mark>Sari</mark>"
    hit = search("stunt*").hits[0]
    assert "<mark>stunting</mark>" in (hit.summary + hit.snippet.html).lower()
    assert "<mark>" not in search("tahun:2019 NOT stunting").hits[0].summary


def test_the_interpretation_names_what_was_searched(search):
    reading = search('judul:sari "jemput bola"~3 stunt* xyzzyqq OR tahun:>2019').interpretation
    assert reading.advanced
    assert reading.terms == ("sari", '"jemput bola"~3', "stunt*", "xyzzyqq", ">2019")
    assert reading.unknown == ("xyzzyqq",)
    assert not search("").interpretation.terms


def test_an_empty_query_finds_everything(search, scanned):
    assert search("   ").total == len(scanned)


# --- what it takes --------------------------------------------------------------------


def test_a_worker_without_advanced_queries_does_without_whoosh(real_index, content):
    script = (
        "import sys; from pathlib import Path; from app.search.engine import Engine; "
        "from app.search.query.query import Query; "
        f"engine = Engine.open(Path({str(real_index)!r}), Path({str(content)!r})); "
        "engine.search(Query('stunting')); print('whoosh' in sys.modules); "
        "engine.search(Query('judul:sari', mode='advanced')); print('whoosh' in sys.modules)"
    )
    output = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    ).stdout
    assert output.split() == ["False", "True"]


def test_threads_may_ask_at_the_same_time(real_index, slugs_of):
    texts = ["sekolah", "desa OR kota", '"jemput bola"~4', "stunt*", "judul:sari", "NOT di"]
    expected = {text: len(slugs_of(text)) for text in texts}
    engine, totals, start = Engine.open(real_index), [], threading.Barrier(6)

    def ask(text):
        start.wait(10)
        for n in range(5):
            # Another text each time: the engine remembers its last queries.
            query = Query(text + " " * n, mode="advanced")
            totals.append((text, engine.search(query).total))

    threads = [threading.Thread(target=ask, args=(text,)) for text in texts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Counter(totals) == dict.fromkeys(expected.items(), 5)


def test_who_waits_too_long_for_others_is_told(real_index, monkeypatch):
    monkeypatch.setattr(advanced_search, "PATIENCE", 0.01)
    engine = Engine.open(real_index)
    with engine._advanced._lock, pytest.raises(AdvancedQueryError) as caught:
        engine.search(Query("sekolah", mode="advanced"))
    assert caught.value.kind == "busy"
    assert engine.search(Query("sekolah", mode="advanced")).total


def test_a_damaged_whoosh_index_stops_only_advanced_queries(real_index, tmp_path):
    index = tmp_path / "index"
    shutil.copytree(real_index, index)
    engine = Engine.open(index)
    segment = next(generations.current_generation(index).glob("*.pst"))
    segment.write_bytes(segment.read_bytes()[:-1])
    with pytest.raises(IndexUnusableError):
        engine.search(Query("sekolah", mode="advanced"))
    assert engine.search(Query("sekolah")).total


@pytest.mark.slow  # builds two indexes with processes of their own
def test_shards_and_updates_change_no_answer(content_folder, case_text, tmp_path, monkeypatch):
    monkeypatch.setattr(builder, "WORTH_A_PROCESS", 1)
    for n in range(12):
        content_folder.write(f"kasus-{n}", case_text(title=f"Sekolah {n}", started=f"{2010 + n}"))
    report = builder.build(content_folder.path, tmp_path / "updated", processes=2)
    assert generations.open_current(tmp_path / "updated").manifest.shards == 2
    for n in range(0, 12, 3):
        (content_folder.innovations / f"kasus-{n}.md").unlink()
        content_folder.write(f"baru-{n}", case_text(title=f"Desa {n} Sekolah", started="2020"))
    builder.build(content_folder.path, tmp_path / "updated")
    builder.build(content_folder.path, tmp_path / "anew")
    updated, anew = Engine.open(tmp_path / "updated"), Engine.open(tmp_path / "anew")
    assert report.cases == updated.cases == anew.cases == 12
    for text in (
        "judul:sekolah",
        "sekolah NOT desa",
        '"desa 3"',
        "tahun:>2015",
        "des* OR tahun:2011",
    ):
        answers = [
            [(hit.card.slug, hit.score) for hit in engine.search(Query(text, mode="advanced")).hits]
            for engine in (updated, anew)
        ]
        assert answers[0] == answers[1] != []


def test_a_pattern_for_too_many_words_is_refused(search, scanned):
    words = {word for case in scanned.values() for word in case.words_of(None)}
    matching = {word for word in words if word.startswith("pe")}
    assert len(matching) > MAX_MATCHES
    with pytest.raises(AdvancedQueryError, match=str(len(matching))) as caught:
        search("sekolah OR pe*")
    assert (caught.value.kind, caught.value.start, caught.value.end) == ("too-many-matches", 11, 14)
