"""The benchmark: its collections and queries, and that all engines answer alike."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from click.testing import CliRunner

from app.collection import files
from app.collection.case import Case
from app.search.language import name_key, words
from app.settings import ROOT
from bench import collection as collections
from bench import engines, goals, measure, plot, queries, regression, report, timing, web
from bench.__main__ import main
from bench.engines import OURS
from bench.engines.base import TOP, Answer, Engine, document
from bench.measure import Figures, Measured
from bench.queries import FACET_KEYS, Query
from bench.web import OUR_SITE, Served

# The sizes of the test collection: all cases, and the real ones among them.
CASES = 30
REAL = 24


@pytest.fixture(scope="module")
def real_content(content, tmp_path_factory) -> Path:
    """A content folder with a few real cases, spread over the collection."""
    folder = tmp_path_factory.mktemp("real")
    (folder / "innovations").mkdir()
    paths = sorted((content / "innovations").glob("*.md"))
    for path in paths[:: len(paths) // REAL][:REAL]:
        shutil.copy(path, folder / "innovations")
    shutil.copy(content / "synonyms.yaml", folder)
    return folder


@pytest.fixture(scope="module")
def small(real_content, tmp_path_factory) -> collections.Collection:
    """A collection of real cases and made ones."""
    made = collections.make(real_content, CASES, tmp_path_factory.mktemp("made") / "content")
    return collections.read(made)


# --- the collection -------------------------------------------------------------------


def texts(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "innovations").iterdir()}


def test_the_same_seed_makes_the_same_files(real_content, small, tmp_path):
    again = collections.make(real_content, CASES, tmp_path / "again")
    other = collections.make(real_content, CASES, tmp_path / "other", seed=1)
    assert texts(again) == texts(small.content)
    assert texts(other) != texts(small.content)


def test_made_cases_follow_the_format_and_real_ones_are_unchanged(real_content, small):
    made = texts(small.content)
    assert texts(real_content).items() <= made.items()
    assert len(made) == len(small.cases) == CASES
    for path in (small.content / "innovations").iterdir():
        assert not [f for f in files.read_case(path).findings if f.level == "error"]
    assert len({name_key(case.title) for case in small.cases}) == CASES
    assert (small.content / "synonyms.yaml").exists()


def test_made_cases_take_words_and_owners_from_real_cases_of_their_category(real_content, small):
    real = collections.read(real_content).cases
    words_of_category: dict[str, set[str]] = defaultdict(set)
    for case in real:
        words_of_category[case.category] |= body_words(case)
    for case in small.cases:
        if case not in real:
            assert body_words(case) <= words_of_category[case.category], case.slug
            assert all(case.citations()), case.slug
            owners = [(c.agency, c.government, c.province) for c in real]
            assert (case.agency, case.government, case.province) in owners


def test_made_cases_have_problems_that_no_other_case_has(small):
    numbers = Counter(problem.casefold() for case in small.cases for problem in case.problems)
    assert {*numbers.values()} == {1}
    assert all(case.problems for case in small.cases)


def body_words(case: Case) -> set[str]:
    sentences = (sentence for section in case.sections for sentence in section.sentences)
    return {word.text for sentence in sentences for word in words(sentence)}


def test_a_collection_is_not_smaller_than_the_real_one(real_content, tmp_path):
    with pytest.raises(collections.CollectionError, match="fewer"):
        collections.make(real_content, REAL - 1, tmp_path / "content")
    real = collections.make(real_content, None, tmp_path / "content")
    assert texts(real) == texts(real_content)


def test_a_made_collection_is_the_same_when_read_from_its_stored_cases(small):
    assert (small.content / "cases.jsonl").exists()
    assert collections.read(small.content) == small


def test_an_edit_changes_the_title_alone(small):
    path = small.content / "innovations" / f"{small.cases[0].slug}.md"
    case = files.parse(path, collections.edited(path, "katabaru")).case
    assert case is not None
    assert case.title == f"{small.cases[0].title} katabaru"
    assert case.model_copy(update={"title": small.cases[0].title}) == small.cases[0]


# --- the queries ----------------------------------------------------------------------


def test_the_queries_are_topics_and_names_with_and_without_filters(small):
    query_set = queries.make(small.cases)
    assert query_set == queries.make(small.cases)
    counts = Counter(query.group for query in query_set)
    assert list(counts) and set(counts) == set(queries.GROUPS)
    assert counts["one filter"] == counts["topic"] + counts["name"]
    for query in query_set:
        filter_counts = {"one filter": {1}, "three filters": {3}, "filters alone": {1, 2, 3}}
        assert len(query.filters) in filter_counts.get(query.group, {0})
        assert set(query.filters) <= set(FACET_KEYS)
        assert bool(query.words) == (query.group not in {"filters alone", "phrase"}), query


def test_a_smaller_sample_is_part_of_a_larger_one():
    query_set = [Query("name", str(n)) for n in range(1000)]
    few, many = queries.sample(query_set, 10), queries.sample(query_set, 100)
    assert (len(few), len(many)) == (10, 100)
    assert {q.text for q in few} < {q.text for q in many}
    assert [int(q.text) for q in few] == sorted(int(q.text) for q in few)
    assert max(int(b.text) - int(a.text) for a, b in pairwise(few)) < 200
    assert queries.sample(query_set, 5000) == query_set


# --- the engines ----------------------------------------------------------------------


@pytest.fixture(scope="module")
def engine_of(small, tmp_path_factory):
    """``engine_of(name)``: an engine, built and open; the test is skipped if it is missing."""
    opened: dict[str, Engine] = {}

    def get(name: str) -> Engine:
        if name not in opened:
            try:
                engine_class = engines.load(name)
            except engines.MissingError as exc:
                pytest.skip(str(exc))
            engine = engine_class(tmp_path_factory.mktemp(name) / "index", small.content)
            assert engine.build(small) > 0
            assert engine.size() > 0
            engine.open()
            opened[name] = engine
        return opened[name]

    yield get
    for engine in opened.values():
        engine.close()


def ask(engine: Engine, query: Query) -> Answer:
    return engine.answer(engine.search(query))


@pytest.fixture(scope="module")
def filters_alone(small) -> list[Query]:
    query_set = [query for query in queries.make(small.cases) if query.group == "filters alone"]
    assert query_set
    return query_set


@pytest.mark.parametrize("name", engines.ENGINES)
def test_every_engine_counts_as_the_cases_say(name, engine_of, small, filters_alone):
    engine = engine_of(name)
    documents = [document(case).facets for case in small.cases]
    for query in filters_alone:
        answer = ask(engine, query)
        assert answer.total == sum(passes(facets, query.filters) for facets in documents)
        for key in FACET_KEYS:
            rest = {k: values for k, values in query.filters.items() if k != key}
            counts = Counter(v for f in documents if passes(f, rest) for v in f[key])
            assert answer.facets[key] == counts, (query, key)


def passes(facets, filters) -> bool:
    return all(set(values) & set(facets[key]) for key, values in filters.items())


@pytest.mark.parametrize("name", engines.ENGINES)
def test_every_engine_finds_a_case_by_its_words(name, engine_of, small):
    engine = engine_of(name)
    case = small.cases[3]
    alone = {"category": (case.category,), "province": (case.province,)}
    answer = ask(engine, Query("name", f"{case.title} {case.expansion or ''}", filters=alone))
    assert answer.slugs[0] == case.slug
    assert answer.titles[0] == case.title
    assert answer.total >= len(answer.slugs) <= TOP
    assert ask(engine, Query("name", "")).total == CASES
    assert ask(engine, Query("name", "xyzzyqwv")).total == 0


@pytest.mark.parametrize("name", engines.ENGINES)
def test_every_engine_that_claims_phrases_finds_them(name, engine_of, small):
    engine = engine_of(name)
    case = next(c for c in small.cases if len(queries.content_words(c.title)) == 2)
    first, second = queries.content_words(case.title)
    assert case.slug in ask(engine, Query("phrase", phrase=f"{first} {second}")).slugs
    turned = ask(engine, Query("phrase", phrase=f"{second} {first}")).slugs
    assert (case.slug in turned) != engine.phrases


@pytest.mark.parametrize("name", engines.ENGINES)
def test_every_engine_shows_an_edit(name, engine_of, small):
    engine = engine_of(name)
    seconds = measure.update({name: engine}, small)
    assert seconds[name] > 0
    assert collections.read(small.content) == small


def test_memory_is_measured_in_a_process_of_its_own(engine_of):
    figures = measure.memory(OURS, engine_of(OURS), [Query("topic", "anak")])
    assert figures["open_s"] > 0
    assert figures["memory_mb"] >= figures["own_mb"] > 0


def test_a_peer_that_is_not_installed_is_named_in_the_table(small, tmp_path, monkeypatch):
    monkeypatch.setitem(engines.ENGINES, "gone", ("bench.engines.gone", "Gone"))
    measured = measure.run(small, "real", ["gone"], [], tmp_path, 1, lambda text: None)
    assert "gone: bench.engines.gone is not installed" in report.engines_table(measured)


def test_the_benchmark_can_be_imported_without_the_peers():
    code = (
        "import sys; sys.modules.update(dict.fromkeys(['tantivy', 'bm25s', 'datasette']));"
        "import bench.__main__, bench.memory; from bench import engines\n"
        "try: engines.load('tantivy')\n"
        "except engines.MissingError as exc: print(exc)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "tantivy is not installed\n"


# --- measuring ------------------------------------------------------------------------


def test_percentiles_are_of_the_nearest_rank():
    values = list(range(1, 101))
    assert [timing.percentile(values, share) for share in (0.5, 0.95, 0.99)] == [50, 95, 99]
    assert timing.percentile([7.0], 0.5) == 7.0


def test_each_engine_is_asked_each_query_in_every_round(engine_of):
    query_set = [Query("topic", "anak"), Query("topic", "sampah"), Query("name", "desa")]
    times = timing.ask({OURS: engine_of(OURS)}, query_set, rounds=2, budget=None)[OURS]
    assert times.first.keys() == times.again.keys() == {0, 1, 2}
    assert [len(values) for values in times.again.values()] == [2, 2, 2]
    assert len(times.all()) == 6
    assert len(times.best()) == 3
    assert all(best <= min(times.again[n]) for n, best in enumerate(times.best()))


def test_a_text_is_new_only_where_no_query_before_had_it(engine_of):
    filters = {"category": ("kesehatan",)}
    query_set = [Query("topic", "anak"), Query("one filter", "anak", filters=filters)]
    query_set += [Query("phrase", phrase="anak desa"), Query("filters alone", filters=filters)]
    engine = {OURS: engine_of(OURS)}
    times = timing.ask(engine, query_set, rounds=1, budget=None)[OURS]
    assert times.first.keys() == {0, 2}
    # With a budget, the speed is estimated before by some queries, here by all.
    assert timing.ask(engine, query_set, rounds=1)[OURS].first == {}


# --- comparing with saved ratios ------------------------------------------------------

SAVED = {
    "tantivy": {"p50": 0.5, "p95": 0.4},
    "fts5": {"p50": 0.1, "p95": 0.05},
}


def scaled(factor: float) -> regression.Ratios:
    return {peer: {k: v * factor for k, v in values.items()} for peer, values in SAVED.items()}


def test_ratios_up_to_the_factor_pass_and_greater_ones_are_named():
    assert regression.worse(SAVED, scaled(0.2)) == []
    assert regression.worse(SAVED, scaled(1.49)) == []
    slower = {**SAVED, "fts5": {"p50": 0.1, "p95": 0.1}}
    assert regression.worse(SAVED, slower) == [
        "ours ÷ fts5, p95: 0.100, was 0.050 (2.00 times; at most 1.5)"
    ]


def test_fresh_ratios_are_of_the_peers_that_are_saved(small, tmp_path):
    pytest.importorskip("tantivy")
    fresh = regression.run(small, queries.make(small.cases)[:40], tmp_path, lambda text: None)
    assert fresh.keys() == SAVED.keys()
    assert all(ratio > 0 for values in fresh.values() for ratio in values.values())


def test_saved_ratios_read_back(tmp_path):
    regression.save(SAVED, tmp_path / "saved.json")
    assert regression.read(tmp_path / "saved.json") == SAVED


@pytest.mark.parametrize(
    "text",
    ["", "[]", '{"ratios": {}}', json.dumps({"ratios": {**SAVED, "fts5": {"p50": 0, "p95": 1}}})],
)
def test_a_file_without_ratios_is_refused(text, tmp_path):
    (tmp_path / "saved.json").write_text(text)
    with pytest.raises(regression.BaselineError, match="no saved ratios"):
        regression.read(tmp_path / "saved.json")


@pytest.fixture
def without_content(monkeypatch, small):
    """The command without the seconds that reading the real collection takes."""
    monkeypatch.setattr(collections, "read", lambda content: small)
    monkeypatch.setattr(measure, "collection_of", lambda *given: small)


@pytest.mark.usefixtures("without_content")
@pytest.mark.parametrize(("factor", "status"), [(1.0, 0), (1.4, 0), (1.6, 1)])
def test_the_command_fails_only_when_ours_has_become_slower(factor, status, tmp_path, monkeypatch):
    saved = tmp_path / "saved.json"
    regression.save(SAVED, saved)
    monkeypatch.setattr(regression, "run", lambda *given: scaled(factor))
    done = CliRunner().invoke(main, ["--check", str(saved)])
    assert done.exit_code == status, done.output
    assert ("at most 1.5" in done.output) == bool(status)
    assert "ours ÷ tantivy: p50" in done.output


@pytest.mark.usefixtures("without_content")
def test_the_command_fails_when_it_cannot_compare(tmp_path):
    done = CliRunner().invoke(main, ["--check", str(tmp_path / "none.json")])
    assert done.exit_code == 1
    assert "no saved ratios" in done.output


@pytest.mark.usefixtures("without_content")
def test_the_command_writes_the_ratios_that_later_ones_are_compared_with(tmp_path, monkeypatch):
    monkeypatch.setattr(regression, "run", lambda *given: SAVED)
    done = CliRunner().invoke(main, ["--check", str(tmp_path / "saved.json"), "--write"])
    assert done.exit_code == 0
    assert regression.read(tmp_path / "saved.json") == SAVED


@pytest.mark.parametrize("option", ["--sizes=ten", "--engines=lucene", "--rounds=0"])
def test_wrong_use_is_refused(option):
    assert CliRunner().invoke(main, [option]).exit_code == 2


# --- reports --------------------------------------------------------------------------


def figures(name: str, p50: float) -> Figures:
    return Figures(
        name,
        name.title(),
        version="1.0",
        index_s=2.0,
        from_files=name == OURS,
        asked=40,
        rounds=3,
        p50=p50,
        ratios={"p50": 0.25, "p95": 0.5, "first": 0.4, "first p95": 0.6},
        groups={"topic": p50},
    )


RESULTS = [
    Measured("real", 490, 3.0, 1288, (figures(OURS, 0.2), figures("tantivy", 0.8))),
    Measured("3000", 3000, 20.0, 40, (figures(OURS, 0.5), figures("tantivy", 2.0))),
]


def test_the_table_has_the_figures_of_each_engine():
    ours, peer = report.engines_table(RESULTS[0]).splitlines()[2:]
    assert [cell.strip() for cell in ours.split("|")][2:4] == ["–", "2.00"]
    assert [cell.strip() for cell in peer.split("|")][2:4] == ["2.00", "5.00"]
    assert "40 of 1288 × 3" in peer
    assert [cell.strip() for cell in peer.split("|")][-5:-1] == ["0.250", "0.500", "0.400", "0.600"]


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, "–"), (0, "0"), (1234.5, "1234"), (1.2345, "1.23"), (0.0123, "0.0123")],
)
def test_numbers_have_three_digits(value, text):
    assert report.number(value) == text


def test_goals_compare_the_figures_with_their_limits():
    ours = Figures(OURS, "Ours", index_s=100.0, from_files=True, update_s=2.0, open_s=0.15)
    whoosh = Figures("whoosh", "Whoosh", index_s=180.0)
    country = Measured(goals.COUNTRY, 36742, 20.0, 40, (ours, whoosh))
    search = Served(f"{OUR_SITE}, HTML, no cache", rate=95.0, p99=30.0, cpu_ms=10.0, own_mb=70.0)
    case = Served(f"{OUR_SITE}, case page, no cache", cpu_ms=6.0)
    peer = Served("Datasette, HTML", rate=10.0, p99=300.0)
    served = {goals.NETWORK: [search, case, peer]}
    found = goals.of([RESULTS[1], country], served, empty_own_mb=30.0)
    reached = {goal.what: (goal.figure, goal.is_reached) for goal in found}
    assert reached["`/cari`, no cache: requests a second, to Datasette"] == (9.5, False)
    assert reached["`/cari`, no cache: p99, to Datasette"] == (0.1, True)
    assert reached["a case page, no cache: CPU, to `/cari`"] == (0.6, True)
    assert reached["a theme page, no cache: CPU, to `/cari`"] == (None, None)
    assert reached["a text asked for the first time, 3000 cases: p50, to Tantivy"] == (0.4, True)
    assert reached["a text asked for the first time, 3000 cases: p95, to Tantivy"] == (0.6, False)
    assert reached["full build, 36742 cases: time, to plain Whoosh"] == (0.5, True)
    assert reached["update after one edited file, 36742 cases"] == (2.0, False)
    assert reached["own memory of a worker beyond an empty one, 3000"] == (40.0, True)
    assert "| at most 1 s | 2.00 s | no |" in " ".join(report.goals_table(found).split())


def test_the_plot_is_an_image_with_a_line_for_each_engine():
    root = ET.fromstring(plot.growth_plot(RESULTS))  # noqa: S314 - our own
    lines = root.findall("{http://www.w3.org/2000/svg}polyline")
    assert len(lines) == 2
    assert all(len(line.attrib["points"].split()) == 2 for line in lines)


def test_the_page_has_all_tables_and_the_command():
    served = {"real": [Served("Pustaka Inovasi, HTML", rate=900.0), Served("wrk", missing="none")]}
    text = report.page(
        RESULTS, served, report.EmptyWorker(48.0, 30.0), "Two cores.", "python -m bench"
    )
    for phrase in (
        "490 cases",
        "3000 cases",
        "Two cores.",
        "`python -m bench`",
        "| 900 |",
        "48.0 MB",
    ):
        assert " ".join(phrase.split()) in " ".join(text.split())


def test_both_sites_are_asked_the_same_over_http():
    query = Query("one filter", "anak putus", filters={"level": ("kota", "provinsi")})
    ours = parse_qsl(urlsplit(web.our_path("/cari", query)).query)
    assert ours == [("q", "anak putus"), ("level", "kota"), ("level", "provinsi")]
    theirs = parse_qsl(urlsplit(web.datasette_path("", query)).query)
    assert ("_search", "anak putus") in theirs
    assert ("level__in", "kota,provinsi") in theirs
    assert [value for key, value in theirs if key == "_facet"] == list(web.DATASETTE_FACETS)
