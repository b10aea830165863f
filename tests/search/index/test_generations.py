"""A damaged index is never used, nor one that other code made."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.search.index import builder, generations
from app.search.index.generations import IndexOutdatedError, IndexUnusableError
from tests.search.index.conftest import SMALL, titles_in

# --- damage ---------------------------------------------------------------------------


def flip(path):
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0x40
    path.write_bytes(data)


def truncate(path):
    os.truncate(path, path.stat().st_size // 2)


def segment(index):
    return next(generations.current_generation(index).glob("*.pst"))


def toc(index):
    return next(generations.current_generation(index).glob("*.toc"))


def manifest_file(index):
    return generations.current_generation(index) / generations.MANIFEST


def current(index):
    return index / generations.CURRENT


def array(index):
    return generations.current_generation(index) / generations.SNAPSHOT / "stem_docs.npy"


DAMAGE = {
    "a flipped bit in an array": lambda index: flip(array(index)),
    "half an array": lambda index: truncate(array(index)),
    "no array": lambda index: array(index).unlink(),
    "no snapshot": lambda index: shutil.rmtree(array(index).parent),
    "a flipped bit in a segment": lambda index: flip(segment(index)),
    "a flipped bit in the table of contents": lambda index: flip(toc(index)),
    "a flipped bit in the manifest": lambda index: flip(manifest_file(index)),
    "half a segment": lambda index: truncate(segment(index)),
    "half a table of contents": lambda index: truncate(toc(index)),
    "half a manifest": lambda index: truncate(manifest_file(index)),
    "an empty segment": lambda index: os.truncate(segment(index), 0),
    "no segment": lambda index: segment(index).unlink(),
    "no table of contents": lambda index: toc(index).unlink(),
    "no manifest": lambda index: manifest_file(index).unlink(),
    "no generation": lambda index: shutil.rmtree(generations.current_generation(index)),
    "a manifest that is a list": lambda index: manifest_file(index).write_text("[]"),
    "a manifest of nothing": lambda index: manifest_file(index).write_text("{}"),
    "a deep manifest": lambda index: manifest_file(index).write_text("[" * 100_000),
    "a manifest that is no text": lambda index: manifest_file(index).write_bytes(b"\xff\x00"),
    "CURRENT that is empty": lambda index: current(index).write_text(""),
    "CURRENT that is no text": lambda index: current(index).write_bytes(b"gen-\xff\xfe"),
    "CURRENT that holds NUL": lambda index: current(index).write_bytes(b"gen-\x00"),
    "CURRENT that is too long": lambda index: current(index).write_text("gen-" + "x" * 5000),
    "CURRENT that leads out": lambda index: current(index).write_text("gen-/../../etc"),
    "CURRENT that leads nowhere": lambda index: current(index).write_text("gen-1"),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_damage_is_found_on_opening_and_mended_by_a_build(small_folder, index, caplog, damage):
    builder.build(small_folder.path, index)
    damage(index)
    with pytest.raises(IndexUnusableError) as caught:
        generations.open_current(index)
    assert not builder.is_current(small_folder.path, index)

    report = builder.build(small_folder.path, index)
    assert report.full
    (record,) = [record for record in caplog.records if record.levelname == "WARNING"]
    assert record.getMessage() == f"index: {caught.value}; rebuilding"
    assert titles_in(index) == SMALL


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(where=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7), data=st.data())
def test_no_flipped_bit_is_served(small_folder, index, where, bit, data):
    """Any bit of any file: the index is refused, or it says the same as before."""
    if not index.exists():
        builder.build(small_folder.path, index)
    before = generations.open_current(index).manifest
    generation = generations.current_generation(index)
    files = sorted(p for p in generation.rglob("*") if p.is_file() and p.stat().st_size)
    path = data.draw(st.sampled_from(files))
    original = path.read_bytes()
    spoilt = bytearray(original)
    spoilt[int(where * len(spoilt))] ^= 1 << bit
    path.write_bytes(spoilt)
    try:
        after = generations.open_current(index).manifest
    except IndexUnusableError:
        pass
    else:
        assert after == before
    finally:
        path.write_bytes(original)
    assert titles_in(index) == SMALL


def test_an_index_of_other_code_is_rebuilt(small_folder, index, caplog, monkeypatch):
    monkeypatch.setattr(generations, "fingerprint", lambda: "other")
    builder.build(small_folder.path, index)
    monkeypatch.undo()
    with pytest.raises(IndexUnusableError, match="versi lain"):
        generations.open_current(index)
    assert builder.build(small_folder.path, index).full
    assert "versi lain; rebuilding" in caplog.text
    assert titles_in(index) == SMALL


def test_an_index_of_code_with_another_manifest_is_outdated_not_damaged(small_folder, index):
    """Or two versions on one folder would rebuild it for each other again and again."""
    builder.build(small_folder.path, index)
    path = manifest_file(index)
    values = json.loads(path.read_text()) | {"fingerprint": "other", "new": 1}
    del values["seal"]
    sealed = json.dumps(values)[1:]
    path.write_text(f'{{"seal": {zlib.crc32(sealed.encode())},\n{sealed}')
    with pytest.raises(IndexOutdatedError):
        generations.open_current(index)


def test_a_first_build_is_no_cause_for_a_warning(small_folder, index, caplog):
    builder.build(small_folder.path, index)
    assert [record for record in caplog.records if record.levelname == "WARNING"] == []


# --- the fingerprint ------------------------------------------------------------------


@pytest.fixture
def fresh_fingerprint():
    """A function that computes the fingerprint anew."""

    def fingerprint():
        generations.fingerprint.cache_clear()
        return generations.fingerprint()

    yield fingerprint
    generations.fingerprint.cache_clear()


def test_the_fingerprint_changes_with_the_version_of_a_library(monkeypatch, fresh_fingerprint):
    before = fresh_fingerprint()
    monkeypatch.setattr(generations, "_version", lambda library: "0")
    assert fresh_fingerprint() != before


@pytest.mark.parametrize(
    "source", ["search/index/entries.py", "collection/markup.py", "search/fields.py"]
)
def test_the_fingerprint_changes_with_a_source_file(
    monkeypatch, fresh_fingerprint, tmp_path, source
):
    before = fresh_fingerprint()
    package = Path(generations.__file__).parents[2]
    copy = tmp_path / "app"
    shutil.copytree(package, copy, ignore=shutil.ignore_patterns("web", "__pycache__"))
    monkeypatch.setattr(generations, "__file__", str(copy / "search" / "index" / "generations.py"))
    assert fresh_fingerprint() == before
    with (copy / source).open("a") as file:
        file.write("\n")
    assert fresh_fingerprint() != before


def test_an_index_depends_only_on_the_code_that_builds_it(small_folder, index):
    """Every module of ours that a build loads is part of the fingerprint."""
    script = (
        "import sys; from pathlib import Path; from app.search.index import builder; "
        f"builder.build(Path({str(small_folder.path)!r}), Path({str(index)!r})); "
        "print(*(m.__file__ for n, m in sys.modules.items() if n.startswith('app.')), sep='\\n')"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    ).stdout.split()
    code = {Path(file) for file in loaded}
    sources = {path for path in generations.source_files() if path.suffix == ".py"}
    assert {path for path in code if path.name != "__init__.py"} == {
        path for path in sources if path.name != "__init__.py"
    }


def test_reference_data_is_part_of_what_an_index_depends_on():
    data = {path.name for path in generations.source_files() if path.suffix != ".py"}
    assert data == {
        "agency-sites.csv",
        "awards.csv",
        "central-bodies.csv",
        "government-sites.csv",
        "regions.csv",
        "regions-geo.csv",
    }
