"""A pack is the same each time, whole or not there, and has names that every system takes."""

from __future__ import annotations

import datetime as dt
import hashlib
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from app.collection.clock import on_day
from app.pack.names import DEVICES, INSIDE_MAX, NAME_MAX, PATH_MAX, PackError, bounded, check_unique
from app.pack.writing import UNFINISHED, writing
from tests.conftest import ROOT
from tests.pack.conftest import Pack

DAY = dt.date(2026, 11, 30)


def test_the_same_input_gives_the_same_bytes_on_any_day(
    make: Callable[..., Pack], tmp_path: Path
) -> None:
    first = make(tmp_path / "a", date=DAY).written
    with on_day(dt.date(2031, 5, 1)):  # every status is old by then
        second = make(tmp_path / "b", date=DAY).written
    assert first.archive.read_bytes() == second.archive.read_bytes()


def test_the_archive_holds_the_folder_in_order_and_of_one_date(pack: Pack) -> None:
    with zipfile.ZipFile(pack.written.archive) as archive:
        entries = archive.infolist()
        names = [entry.filename for entry in entries]
        assert names == [f"{pack.folder.name}/{name}" for name in pack.files]
        assert len({entry.date_time for entry in entries}) == 1
        assert all(
            archive.read(entry) == (pack.folder.parent / entry.filename).read_bytes()
            for entry in entries
        )
    checksum = pack.written.archive.with_suffix(".zip.sha256").read_text(encoding="utf-8")
    digest = hashlib.sha256(pack.written.archive.read_bytes()).hexdigest()
    assert checksum == f"{digest}  {pack.written.archive.name}\n"


def test_the_pages_are_as_of_the_date_of_the_order(
    make: Callable[..., Pack], tmp_path: Path
) -> None:
    made = make(tmp_path, date=dt.date(2031, 1, 2))
    assert made.folder.name == "pustaka-inovasi-2031-01-02-pilihan"
    assert "keadaan 2 Januari 2031" in made.text("tentang.html")
    assert "perlu dicek" in made.text("index.html")  # a status of 2026 is old by then


def test_a_pack_replaces_the_one_before(make: Callable[..., Pack], tmp_path: Path) -> None:
    first = make(tmp_path)
    (first.folder / "sisa.html").write_text("lama", encoding="utf-8")
    second = make(tmp_path)
    assert second.folder == first.folder
    assert "sisa.html" not in second.files


# --- killed builds --------------------------------------------------------------------

_KILLED = """
import datetime as dt, os, signal, sys
from pathlib import Path
from app.pack.writing import writing
with writing(Path(sys.argv[1]), "paket", dt.date(2026, 11, 30)) as writer:
    writer.write("index.html", b"setengah")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_killed_build_leaves_no_pack_and_the_next_one_clears_up(tmp_path: Path) -> None:
    killed = subprocess.run([sys.executable, "-c", _KILLED, tmp_path], cwd=ROOT, check=False)
    assert killed.returncode == -signal.SIGKILL
    left = [path.name for path in tmp_path.iterdir() if path.is_dir()]
    assert len(left) == 1
    assert left[0].startswith(UNFINISHED)
    with writing(tmp_path, "paket", DAY) as writer:
        writer.write("index.html", b"utuh")
        written = writer.finish(tmp_path)
    assert written.folder == tmp_path / "paket"
    assert [path for path in tmp_path.iterdir() if path.name.startswith(UNFINISHED)] == []
    assert (tmp_path / "paket" / "index.html").read_bytes() == b"utuh"


def test_a_build_that_fails_keeps_the_pack_before(tmp_path: Path) -> None:
    with writing(tmp_path, "paket", DAY) as writer:
        writer.write("index.html", b"lama")
        writer.finish(tmp_path)
    with pytest.raises(PackError), writing(tmp_path, "paket", DAY) as writer:
        writer.write("index.html", b"baru")
        raise PackError("tidak jadi")
    assert (tmp_path / "paket" / "index.html").read_bytes() == b"lama"
    assert [path.name for path in (tmp_path / "paket").iterdir()] == ["index.html"]


# --- names ----------------------------------------------------------------------------


def test_names_fit_every_system(pack_with_site: Pack) -> None:
    for name in pack_with_site.files:
        path = f"{pack_with_site.folder.name}/{name}"
        assert len(path) <= PATH_MAX
        assert path.isascii()
        assert not set(path) & set('<>:"\\|?*')
        assert path == path.lower()


def test_a_long_name_is_cut_and_stays_its_own() -> None:
    one, other = bounded("a" * 100, 40), bounded("a" * 99 + "b", 40)
    assert len(one) == len(other) == 40
    assert one != other
    assert NAME_MAX + 1 + INSIDE_MAX <= PATH_MAX


@pytest.mark.parametrize("device", sorted(DEVICES))
def test_no_name_is_that_of_a_device(device: str) -> None:
    assert bounded(device, 40) not in DEVICES


def test_names_that_differ_in_capitals_alone_are_refused() -> None:
    check_unique(["a/b.html", "a/c.html", "a/b.html"])
    with pytest.raises(PackError, match=r"a/B\.html"):
        check_unique(["a/b.html", "a/B.html"])
