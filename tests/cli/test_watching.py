"""``index --watch``: each change of the content leads to one more build."""

from __future__ import annotations

import shutil
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import watchfiles
from click.testing import Result

from app.search.index import builder

# In seconds: long enough for a change to be reported on its own, apart from the one before.
PAUSE = 0.3

Watch = Callable[..., Result]


@pytest.fixture(autouse=True)
def _time_limit() -> Iterator[None]:
    """A change that isn't noticed fails the test instead of letting it wait for ever."""

    def interrupt(*_: object) -> None:
        raise TimeoutError("no further build")

    previous = signal.signal(signal.SIGALRM, interrupt)
    signal.alarm(30)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, previous)


@pytest.fixture
def watch(run: Watch, folders: list[object], monkeypatch: pytest.MonkeyPatch) -> Watch:
    """``watch(step, step, …)``: run ``index --watch``; each build runs the next step.

    The build after the last step ends the command as Ctrl+C does, so that it must have been
    started by the change that the last step made.
    """

    def watch(*steps: Callable[[], object]) -> Result:
        remaining = list(steps)
        last_build = threading.Event()
        nothing_changed = builder.Report(Path(), 0, 0, 0, (), 0, full=False, seconds=0.0)

        def build(*_arguments: Any, **_options: Any) -> builder.Report:
            if not remaining:
                last_build.set()
                raise KeyboardInterrupt
            remaining.pop(0)()
            return nothing_changed

        monkeypatch.setattr(builder, "build", build)
        result: Result = run("index", "--watch", *folders)
        assert last_build.is_set(), f"a build is missing: {len(remaining)} steps remain"
        return result

    return watch


def later(action: Callable[[], object]) -> None:
    """Do something after a pause, while the command is waiting."""
    threading.Timer(PAUSE, action).start()


def test_a_file_that_is_saved_during_a_build_leads_to_another(watch, small_content):
    watch(lambda: small_content.write("baru"))


def test_cases_and_the_curators_lists_are_followed(watch, small_content):
    case = small_content.innovations / "baru.md"
    lists = [small_content.path / name for name in ("synonyms.yaml", "withdrawn.yaml")]
    watch(
        lambda: later(lambda: case.write_text("satu")),
        lambda: later(lambda: case.write_text("dua")),
        lambda: later(case.unlink),
        lambda: later(lambda: lists[0].write_text("")),
        lambda: later(lambda: lists[1].write_text("")),
    )


def test_temporary_files_of_editors_lead_to_no_build(watch, small_content):
    case = small_content.innovations / "putik-sari.md"

    def edit() -> None:
        for name in (".putik-sari.md.swp", ".#putik-sari.md", "putik-sari.md~"):
            (small_content.innovations / name).write_text("sementara")
        later(lambda: case.write_text("disimpan"))

    def built_after_the_edit() -> None:
        assert case.read_text() == "disimpan"
        small_content.write("baru")

    watch(edit, built_after_the_edit)


def test_a_folder_that_is_gone_for_a_moment_is_followed_again(watch, small_content):
    """As when git checks out another branch; meanwhile nothing is built."""
    cases = small_content.innovations

    def leave_and_return(folder: Path) -> None:
        assert cases.is_dir()
        away = folder.rename(folder.with_name("away"))
        later(lambda: away.rename(folder))

    watch(
        lambda: leave_and_return(cases),
        lambda: leave_and_return(small_content.path),
        lambda: later(lambda: small_content.write("baru")),
    )


def test_a_folder_that_takes_the_place_of_the_content_is_followed(watch, small_content):
    """As when a link to the content is turned to a new release."""
    content, releases = small_content.path, small_content.path.with_name("releases")
    releases.mkdir()

    def replace(number: int) -> None:
        copy = shutil.copytree(content, releases / str(number))
        link = releases / "link"
        link.symlink_to(copy)
        if not content.is_symlink():
            content.rename(releases / "original")
        link.replace(content)

    watch(
        lambda: replace(1),
        lambda: later(lambda: replace(2)),
        lambda: later(lambda: small_content.write("baru")),
    )


def test_watching_goes_on_after_a_build_that_failed(watch, small_content):
    def fail() -> None:
        small_content.write("baru")
        raise OSError("disk penuh")

    result = watch(lambda: small_content.write("lain"), fail)
    assert "disk penuh" in result.stderr


def test_a_folder_that_cannot_be_watched_is_reported(watch, run, folders, monkeypatch):
    def refuse(*_arguments: object, **_options: object) -> None:
        raise OSError("OS file watch limit reached")

    monkeypatch.setattr(watchfiles, "watch", refuse)
    result = run("index", "--watch", *folders)
    assert result.exit_code == 1
    assert "OS file watch limit reached" in result.stderr
    assert "WATCHFILES_FORCE_POLLING" in result.stderr
