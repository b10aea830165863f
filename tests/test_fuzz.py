"""The fuzzing of ``bench.fuzz``: a sample of it, and that it finds what it is for."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from flask import Flask, request

from app.settings import Settings
from app.web.application import create_app
from bench import fuzz
from bench.naughty import naughty_texts


def test_there_are_many_naughty_texts_and_each_is_there_once():
    texts = naughty_texts()
    assert len(texts) == len(set(texts)) >= 700


@pytest.mark.slow  # asks every address of the site, Word files among them
def test_a_sample_of_all_requests_ends_in_no_fault(real_index: Path, content: Path):
    fuzzer = fuzz.Fuzzer(create_app(Settings(content=content, index=real_index)))
    assert {"q", "sort", "page"} <= set(fuzzer.parameters["/cari"])
    assert {"judul", "tempel", "tanggal"} <= set(fuzzer.parameters["/acara"])
    fuzzer.run(fuzz.sample(fuzzer.attempts(naughty_texts()), share=0.0001, seed=1))
    assert fuzzer.findings.errors == []
    assert sum(fuzzer.findings.statuses.values()) > 100


def faulty_app() -> Flask:
    """A site with one fault, in a parameter of one address."""
    app = Flask("faulty")

    @app.get("/x/<slug>")
    def view(slug: str) -> str:
        return str(int(request.args.get("n", "1").encode("ascii"), 36)) if slug else ""

    return app


def test_a_fault_is_found_with_the_request_that_makes_it():
    app = faulty_app()
    fuzzer = fuzz.Fuzzer(app)
    fuzzer.parameters["/x/<slug>"] = ("n",)
    fuzzer.run(fuzzer.attempts(["7", "ä"]))
    faults = {(attempt.kind, dict(attempt.pairs).get("n")) for attempt in fuzzer.findings.errors}
    assert ("alone", "ä") in faults and ("together", "ä") in faults
    assert ("alone", "7") not in faults


def test_a_page_that_takes_too_long_is_found(monkeypatch):
    clock = iter(range(1_000_000))
    monkeypatch.setattr(time, "perf_counter", lambda: float(2 * next(clock)))
    app = faulty_app()
    fuzzer = fuzz.Fuzzer(app)
    fuzzer.run(iter([fuzz.Attempt("alone", "/x/a", (("n", "7"),))]))
    assert [seconds for seconds, _ in fuzzer.findings.slow] == [2.0]


def test_the_same_seed_chooses_the_same_share():
    attempts = [fuzz.Attempt("path", f"/{n}", ()) for n in range(1000)]
    chosen = [list(fuzz.sample(iter(attempts), 0.1, seed)) for seed in (1, 1, 2)]
    assert chosen[0] == chosen[1] != chosen[2]
    assert 50 < len(chosen[0]) < 150
