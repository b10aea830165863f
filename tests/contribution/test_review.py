"""Accepting moves a case into the collection; undoing takes it out again."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from app.collection import stats
from app.contribution import review
from app.contribution.entry import TEXT
from app.contribution.inbox import Inbox, InboxError
from app.contribution.review import Outcome, accept, undo
from bench.kills import die_at_change
from tests.contribution.conftest import TODAY


@pytest.fixture
def inbox(tmp_path: Path) -> Inbox:
    """An empty inbox."""
    return Inbox(tmp_path / "inbox")


@pytest.fixture
def accepted(inbox: Inbox, content_folder: Any) -> Callable[..., list[Outcome]]:
    """``accepted(1, 2)``: accept entries into the content folder of the test."""

    def accepted(*numbers: int) -> list[Outcome]:
        cases = {case.slug: case for case in stats.read_cases(content_folder.path)[0]}
        return accept(inbox, numbers, content_folder.path, cases, TODAY)

    return accepted


def slugs(content_folder: Any) -> list[str]:
    """The names of everything in the folder of cases."""
    return sorted(path.name for path in content_folder.innovations.iterdir())


def test_nothing_is_published_before_it_is_accepted(inbox, accepted, content_folder, case_text):
    text = case_text(title="Jemput Obat")
    inbox.put("kasus", text, TODAY)
    assert slugs(content_folder) == []
    [outcome] = accepted(1)
    assert (outcome.done, outcome.message) == (True, "diterima")
    assert slugs(content_folder) == ["jemput-obat.md"]
    assert outcome.path.read_text() == text
    assert inbox.waiting().entries == ()
    entry = inbox.decided("diterima").entries[0]
    assert (entry.slug, entry.decided) == ("jemput-obat", TODAY)


def test_a_case_with_errors_stays_until_it_is_mended(inbox, accepted, content_folder, case_text):
    inbox.put("kasus", case_text(category="kesehatn"), TODAY)
    inbox.put("kasus", case_text(title="Jemput Obat"), TODAY)
    first, second = accepted(1, 2)
    assert not first.done
    assert "“kesehatn” tidak dikenal" in first.findings[0].message
    assert second.done
    assert slugs(content_folder) == ["jemput-obat.md"]
    (inbox.place(1) / TEXT).write_text(case_text())
    assert accepted(1)[0].done
    assert slugs(content_folder) == ["antar-obat.md", "jemput-obat.md"]


def test_a_case_too_large_for_the_collection_is_not_accepted(
    inbox, accepted, content_folder, case_text
):
    inbox.put("kasus", case_text() + "\nKader mengantar obat. [^1]\n" * 4000, TODAY)
    assert accepted(1)[0].findings[0].message.startswith("terlalu besar: 1")
    assert slugs(content_folder) == []


def test_no_file_is_replaced_and_no_withdrawn_address_is_used_again(
    inbox, accepted, content_folder, case_text
):
    content_folder.write("antar-obat", "bukan kasus")
    (content_folder.path / "withdrawn.yaml").write_text('jemput-obat: {reason: "Digabung."}\n')
    inbox.put_import([(case_text(), ()), (case_text(), ()), (case_text(title="Jemput Obat"), ())],
                     TODAY)  # fmt: skip
    assert [outcome.path.name for outcome in accepted(1, 2, 3)] == [
        "antar-obat-kota-malang.md",
        "antar-obat-2.md",
        "jemput-obat-kota-malang.md",
    ]
    assert (content_folder.innovations / "antar-obat.md").read_text() == "bukan kasus"


def test_likely_doubles_are_named(inbox, accepted, content_folder, case_text):
    content_folder.write("antar-obat", case_text())
    inbox.put("kasus", case_text(sources="[{title: A, url: 'https://contoh.go.id/b'}]"), TODAY)
    assert accepted(1)[0].message == "diterima; mungkin sama dengan antar-obat: namanya sama"


def test_links_are_checked_against_the_collection(inbox, accepted, case_text):
    inbox.put("kasus", case_text(adapted_from="tidak-ada"), TODAY)
    [outcome] = accepted(1)
    assert outcome.findings[0].message == "“tidak-ada” menunjuk kasus yang tidak ada"


def test_none_is_accepted_if_one_is_not_there(inbox, accepted, content_folder, case_text):
    inbox.put("kasus", case_text(), TODAY)
    with pytest.raises(InboxError, match="Tidak ada entri bernomor 2"):
        accepted(1, 2)
    assert slugs(content_folder) == []


def test_a_correction_counts_as_done(inbox, accepted, content_folder):
    inbox.put("koreksi", "Biayanya keliru", TODAY, about="putik-sari")
    assert accepted(1)[0].message == "koreksi selesai"
    assert slugs(content_folder) == []
    assert undo(inbox, 1, content_folder.path)[0].done
    assert [entry.number for entry in inbox.waiting().entries] == [1]


def test_an_acceptance_that_was_interrupted_is_finished(
    inbox, accepted, content_folder, case_text, monkeypatch
):
    inbox.put("kasus", case_text(), TODAY)

    def stopped(*arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Inbox, "move", stopped)
        with pytest.raises(KeyboardInterrupt):
            accepted(1)
    assert slugs(content_folder) == ["antar-obat.md"]
    assert [entry.number for entry in inbox.waiting().entries] == [1]
    assert accepted(1)[0].done
    assert slugs(content_folder) == ["antar-obat.md"]


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")  # the child only works, then dies
def test_an_acceptance_killed_at_any_moment_can_be_repeated_and_leaves_nothing(
    inbox, accepted, content_folder, case_text
):
    for number in count(1):
        text = case_text(title=f"Jemput Obat {number}")
        inbox.put("kasus", text, TODAY)
        places = (inbox.folder, content_folder.innovations)
        hit = die_at_change(number, partial(accepted, number), *places)
        if not hit:
            break
        if inbox.waiting().entries:
            assert accepted(number)[0].done
        expected = sorted(f"jemput-obat-{n}.md" for n in range(1, number + 1))
        assert slugs(content_folder) == expected
        assert (content_folder.innovations / f"jemput-obat-{number}.md").read_text() == text
    assert number > 5


def test_a_file_that_appears_meanwhile_is_not_replaced(
    inbox, accepted, content_folder, case_text, monkeypatch
):
    content_folder.write("antar-obat", "punya orang lain")
    inbox.put("kasus", case_text(), TODAY)
    monkeypatch.setattr(review, "_taken_slugs", lambda content: set())
    with pytest.raises(InboxError, match=r"antar-obat\.md tidak bisa ditulis"):
        accepted(1)
    assert slugs(content_folder) == ["antar-obat.md"]
    assert [entry.number for entry in inbox.waiting().entries] == [1]


# --- taking back ----------------------------------------------------------------------


def test_an_import_is_taken_back_but_for_what_was_changed(
    inbox, accepted, content_folder, case_text
):
    titles = ("Satu", "Dua", "Tiga")
    number, numbers = inbox.put_import([(case_text(title=title), ()) for title in titles], TODAY)
    inbox.put("kasus", case_text(title="Lain"), TODAY)
    accepted(*numbers, 4)
    (content_folder.innovations / "dua.md").write_text(case_text(title="Dua dibetulkan"))
    (content_folder.innovations / "tiga.md").unlink()
    outcomes = undo(inbox, number, content_folder.path)
    assert [(outcome.done, outcome.message) for outcome in outcomes] == [
        (True, "ditarik kembali"),
        (False, "berkasnya sudah diubah, jadi dibiarkan"),
        (True, "berkasnya sudah tidak ada"),
    ]
    assert slugs(content_folder) == ["dua.md", "lain.md"]
    assert [entry.number for entry in inbox.waiting().entries] == [1, 3]
    assert [outcome.done for outcome in accepted(1, 3)] == [True, True]


def test_a_case_that_came_singly_is_taken_back_by_its_number(
    inbox, accepted, content_folder, case_text
):
    inbox.put("kasus", case_text(), TODAY)
    accepted(1)
    assert undo(inbox, 1, content_folder.path)[0].done
    assert slugs(content_folder) == []
    with pytest.raises(InboxError, match="Tidak ada yang sudah diterima dari impor atau entri 1"):
        undo(inbox, 1, content_folder.path)
