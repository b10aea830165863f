"""Files are made one at a time, and pages don't wait for them."""

from __future__ import annotations

import gc
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.documents.event import papers
from app.web.site.turns import Turns

FILE = "/acara.docx?s=putik-sari"


def test_one_works_one_waits_and_the_next_is_refused():
    turns = Turns(most_waiting=1, longest_wait=60)
    assert turns.take()
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(turns.take)
        while turns._places._value:
            pass
        assert not turns.take()
        turns.give_back()
        assert waiting.result(60)
    turns.give_back()
    assert turns.take()


def test_nobody_waits_for_ever():
    turns = Turns(longest_wait=0.01)
    assert turns.take()
    assert not turns.take()
    turns.give_back()
    assert turns.take()


@pytest.fixture
def slow_file(monkeypatch):
    """A Word file that is not finished before the test allows it: (begun, may_end)."""
    begun, may_end = threading.Event(), threading.Event()
    make = papers.agenda_to_word

    def wait(*arguments, **options):
        begun.set()
        assert may_end.wait(60)
        return make(*arguments, **options)

    monkeypatch.setattr(papers, "agenda_to_word", wait)
    return begun, may_end


def test_a_page_is_answered_while_files_are_made(client, slow_file, monkeypatch):
    begun, may_end = slow_file
    app = client.application
    file = f"{FILE}&judul=Menunggu"  # no other test has the site store it
    # Longer than a busy machine takes for the pages in between.
    monkeypatch.setattr(app.extensions["turns"], "_longest_wait", 60)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(lambda: app.test_client().get(file).status_code)
        assert begun.wait(60)
        second = pool.submit(lambda: app.test_client().get(file).status_code)
        while app.extensions["turns"]._places._value:
            pass
        refused = client.get(file)
        assert refused.status_code == 503
        assert int(refused.headers["Retry-After"]) > 0
        assert "sedang dibuat" in refused.text
        assert client.get("/cari?q=anak").status_code == 200
        may_end.set()
        assert (first.result(60), second.result(60)) == (200, 200)


def test_a_file_that_fails_gives_its_turn_back(client):
    for _ in range(3):
        assert client.get("/acara.docx").status_code == 400
    assert client.get(FILE).status_code == 200


@pytest.mark.parametrize("address", [FILE, "/acara.docx"], ids=["made", "refused"])
def test_the_garbage_collector_goes_on_after_a_file(client, address):
    client.get(address)
    assert gc.isenabled()
