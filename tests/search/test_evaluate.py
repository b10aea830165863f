"""The measures, against values worked out by hand."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from types import SimpleNamespace

import pytest

from app.search import evaluate
from app.search.evaluate import DataError, Topic
from app.search.query.query import Query


@dataclass
class Fake:
    """An engine that finds the given slugs for each query, all but the last about it."""

    found: dict[str, list[str]]
    cases: int = 100

    def search(self, query: Query) -> SimpleNamespace:
        assert query.related and query.per_page == self.cases
        slugs = self.found[query.text]
        hits = [
            SimpleNamespace(card=SimpleNamespace(slug=slug), about=place < max(1, len(slugs) - 1))
            for place, slug in enumerate(slugs)
        ]
        return SimpleNamespace(hits=hits)


TOPICS = [
    Topic("T1", "keyword", "satu", ""),
    Topic("T2", "problem", "dua", ""),
    Topic("T3", "keyword", "tiga", ""),
]
JUDGED = {"T1": {"a": 3, "b": 2, "c": 0}, "T2": {"d": 2, "e": 1}, "T3": {"f": 1}}
FOUND = {"satu": ["c", "a", "x"], "dua": ["d"], "tiga": ["f"]}


@pytest.fixture
def run() -> evaluate.Run:
    return evaluate.evaluate(Fake(FOUND), TOPICS, JUDGED)  # type: ignore[arg-type]  # a stand-in


def test_measures_by_hand(run):
    """Gain 2^grade - 1 over log2 of the rank + 1, against the ideal order."""
    ideal = 7 / math.log2(2) + 3 / math.log2(3)
    scores = run.scores["T1"]
    assert scores["nDCG@10"] == pytest.approx(7 / math.log2(3) / ideal, abs=1e-4)
    assert scores["MRR@10"] == pytest.approx(0.5)
    assert scores["success@1"] == 0
    assert scores["recall@50"] == pytest.approx(0.5)
    assert scores["judged@10"] == pytest.approx(2 / 3)
    assert run.scores["T2"]["success@1"] == 1


def test_the_cases_about_a_topic_are_measured_as_a_set(run):
    """Of "c", "a" one is graded 1 or more; of the relevant "a", "b" one is among them."""
    assert run.about["T1"] == ["c", "a"]
    assert (run.scores["T1"]["P(about)"], run.scores["T1"]["R(about)"]) == (0.5, 0.5)
    assert (run.scores["T2"]["P(about)"], run.scores["T2"]["R(about)"]) == (1.0, 1.0)


def test_topics_without_a_relevant_case_are_left_out(run):
    assert set(run.scores) == {"T1", "T2"}
    means = evaluate.averages(TOPICS, run.scores)
    assert means["semua"][0] == 2
    assert means["semua"][1]["success@1"] == pytest.approx(0.5)


def test_a_run_compared_with_itself_differs_by_nothing(run):
    difference = evaluate.compare(run.scores, run.scores, "nDCG@10")
    assert (difference.mean, difference.low, difference.high) == (0, 0, 0)


def test_the_interval_is_the_same_each_time_and_contains_the_mean(run):
    worse = {topic: dict.fromkeys(evaluate.MEASURES, 0.0) for topic in run.scores}
    difference, again = (evaluate.compare(run.scores, worse, "MRR@10") for _ in range(2))
    assert difference == again
    assert difference.low <= difference.mean <= difference.high
    assert difference.mean == pytest.approx(0.75)


def test_a_saved_run_is_read_again(run, tmp_path):
    evaluate.save(run, tmp_path / "run.json")
    assert evaluate.read_scores(tmp_path / "run.json") == run.scores


def test_the_worst_topic_comes_with_the_cases_that_it_missed(run):
    (topic, value, missed), *_ = evaluate.worst(TOPICS, run, JUDGED, 1)
    assert (topic.id, missed) == ("T1", [("b", 2)])
    assert value < 1


@pytest.mark.parametrize("line", ["T1 0 a", "T1 0 a 4", "T1 0 a drei"])
def test_a_wrong_judgment_is_named_with_its_line(tmp_path, line):
    path = tmp_path / "qrels.txt"
    path.write_text(f"T1 0 a 3\n{line}\n")
    with pytest.raises(DataError, match=r"qrels\.txt:2"):
        evaluate.read_qrels(path)


@pytest.mark.parametrize("text", ["{", "[1]", json.dumps([{"id": "T1"}])])
def test_topics_of_another_form_are_refused(tmp_path, text):
    path = tmp_path / "topics.json"
    path.write_text(text)
    with pytest.raises(DataError, match=r"topics\.json"):
        evaluate.read_topics(path)


def test_a_topic_may_carry_its_answer(tmp_path):
    path = tmp_path / "names.json"
    path.write_text(json.dumps([{"id": "N", "kind": "k", "query": "q", "relevant": "a"}]))
    assert evaluate.read_topics(path)[1] == {"N": {"a": 3}}


def test_the_interval_of_a_difference_by_chance_contains_zero():
    """Fifty topics won and fifty lost by as much."""
    scores = {f"T{n}": dict.fromkeys(evaluate.MEASURES, float(n % 2)) for n in range(100)}
    other = {f"T{n}": dict.fromkeys(evaluate.MEASURES, float(n % 2 == 0)) for n in range(100)}
    chance = evaluate.compare(scores, other, "success@1")
    assert chance.mean == 0
    assert -0.25 < chance.low < 0 < chance.high < 0.25
    better = {topic: dict.fromkeys(evaluate.MEASURES, 1.0) for topic in scores}
    assert evaluate.compare(better, scores, "success@1").low > 0


def test_only_topics_of_both_runs_are_compared(run):
    baseline = {"T1": dict.fromkeys(evaluate.MEASURES, 0.0), "T9": {}}
    assert evaluate.compare(run.scores, baseline, "MRR@10").mean == pytest.approx(0.5)
    with pytest.raises(DataError, match="tidak ada topik yang sama"):
        evaluate.compare(run.scores, {"T9": {}}, "MRR@10")


@pytest.mark.parametrize(
    "text",
    [
        *("", "[]", '{"T1": 1}', '{"T1": {"nDCG@10": 1}}'),
        json.dumps({"T1": dict.fromkeys(evaluate.MEASURES, "satu")}),
    ],
    ids=["empty", "a list", "a number", "other measures", "texts"],
)
def test_a_file_that_is_no_saved_run_is_refused(tmp_path, text):
    path = tmp_path / "run.json"
    path.write_text(text)
    with pytest.raises(DataError, match=r"run\.json: bukan hasil"):
        evaluate.read_scores(path)


def test_files_that_are_not_there_are_named(tmp_path):
    for read in (evaluate.read_topics, evaluate.read_qrels, evaluate.read_scores):
        with pytest.raises(DataError, match=r"tiada\.x"):
            read(tmp_path / "tiada.x")


def test_a_topic_without_results_counts_as_missed():
    engine = Fake({**FOUND, "dua": []})
    scores = evaluate.evaluate(engine, TOPICS, JUDGED).scores  # type: ignore[arg-type]  # a stand-in
    assert set(scores["T2"].values()) == {0.0}
    assert scores["T1"]["MRR@10"] == pytest.approx(0.5)
    (missed, *_) = evaluate.worst(
        TOPICS, evaluate.Run({"T2": []}, {"T2": []}, {"T2": scores["T2"]}), JUDGED, 1
    )
    assert missed == (TOPICS[1], 0.0, [("d", 2)])


def test_a_query_that_is_no_text_is_refused(tmp_path):
    path = tmp_path / "topics.json"
    path.write_text(json.dumps([{"id": "T1", "kind": "k", "query": 5}]))
    with pytest.raises(DataError, match="query bukan teks"):
        evaluate.read_topics(path)
