"""The kills of ``bench.kills``: a sample of them, and that they find what they are for."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.contribution.inbox import Inbox
from app.search.index import builder, generations
from bench import kills

pytestmark = [
    pytest.mark.slow,  # builds a small index some dozen times
    pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning"),  # the child works, then dies
]


def test_thirty_kills_leave_right_answers_and_nothing_else(tmp_path: Path):
    findings = kills.run(tmp_path, 30, seed=2)
    assert findings.wrong == []
    assert findings.left == []
    assert findings.kills.total() >= 30
    assert {"update", "full"} <= set(findings.kills)
    assert findings.answers > 30


def test_an_answer_that_is_not_of_the_files_is_found(tmp_path: Path, monkeypatch):
    build = builder.build

    def forgetful(content: Path, index: Path, *, full: bool = False) -> builder.Report:
        """A builder that leaves out a file, but not from the index that nobody disturbs."""
        report = build(content, index, full=full)
        if index.name == "index":
            path = min((content / "innovations").glob("*.md"))
            text = path.read_bytes()
            path.unlink()
            build(content, index)
            path.write_bytes(text)
        return report

    monkeypatch.setattr(builder, "build", forgetful)
    assert kills.run(tmp_path, 2, seed=1, kinds=("update",)).wrong


def test_left_overs_are_found(tmp_path: Path):
    folders = kills.Folders(tmp_path, seed=1)
    assert folders.left_overs() == []
    (folders.index / "gen-19990101-1").mkdir()
    (folders.index / f".{generations.CURRENT}.7").touch()
    (folders.innovations / ".x.md.baru").touch()
    Inbox(folders.inbox.folder).put("koreksi", "x", kills.TODAY)
    (folders.inbox.folder / "masuk" / ".baru-000002").mkdir()
    assert len(folders.left_overs()) == 4
