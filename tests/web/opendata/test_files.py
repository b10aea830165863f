"""The files of open data: what they hold, how they are sent, and when they are made."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import zipfile
from typing import Any

import openpyxl
import pytest

from app.search.engine import Engine
from app.search.index import builder
from app.settings import Settings
from app.web.application import create_app
from app.web.opendata.datasets import DATA_SETS, FILES, JSON_LINES
from app.web.opendata.records import Collection
from app.web.opendata.release import write_release
from app.web.opendata.store import FOLDER, MOST_RELEASES, NotReadyError, ReleaseStore


def body(client, file: str) -> bytes:
    with client.get(f"/data/{file}") as answer:
        assert answer.status_code == 200
        data: bytes = answer.data
    return data


def table(client, file: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body(client, file).decode("utf-8-sig"), newline="")))


def records(client, file: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in body(client, file).decode().splitlines()]


# --- what they hold -------------------------------------------------------------------


def test_the_cases_are_those_of_the_api(client, real_engine):
    found = records(client, "kasus.jsonl")
    assert len(found) == real_engine.cases
    (case,) = [case for case in found if case["slug"] == "putik-sari"]
    assert case == client.get("/api/v1/cases/putik-sari").get_json()


def test_a_table_has_the_records_and_columns_of_its_codebook(client):
    for data_set in DATA_SETS.values():
        if data_set.table:
            rows = table(client, f"{data_set.name}.csv")
            assert len(rows) == len(records(client, f"{data_set.name}.jsonl"))
            explained = [field.name for field in data_set.fields if field.in_table]
            assert sorted(rows[0]) == sorted(explained)


def test_a_table_has_codes_of_vocabularies_and_paths(client):
    (row,) = [row for row in table(client, "kasus.csv") if row["slug"] == "putik-sari"]
    case = client.get("/api/v1/cases/putik-sari").get_json()
    for name in ("url", "level", "category", "status", "region"):
        assert row[name] == case[name]
    assert row["sdgs"] == ", ".join(map(str, case["sdgs"]))


def test_what_no_source_says_is_an_empty_cell(client):
    unknown = [case for case in records(client, "kasus.jsonl") if case["cost"] is None]
    rows = {row["slug"]: row for row in table(client, "kasus.csv")}
    assert unknown
    assert {rows[str(case["slug"])]["cost"] for case in unknown} == {""}


def test_the_workbook_has_the_same_rows_as_the_csv_file(client):
    book = openpyxl.load_workbook(io.BytesIO(body(client, "daerah.xlsx")), read_only=True)
    sheet, about = book.worksheets
    header, *rows = list(sheet.values)
    assert [str(row[0]) for row in rows] == [row["code"] for row in table(client, "daerah.csv")]
    assert header[0] == "code"
    assert any("CC BY 4.0" in str(row[1]) for row in about.values if row[0] == "Lisensi")


def test_the_originals_are_the_files_of_the_curators(client, content, real_engine):
    archive = zipfile.ZipFile(io.BytesIO(body(client, "kasus-md.zip")))
    assert len(archive.namelist()) == real_engine.cases
    original = (content / "innovations" / "putik-sari.md").read_bytes()
    assert archive.read("kasus/putik-sari.md") == original
    themes = zipfile.ZipFile(io.BytesIO(body(client, "tema-md.zip")))
    assert len(themes.namelist()) == len(real_engine.themes)


def test_regions_tell_how_many_cases_they_run(client, real_engine):
    rows = {row["code"]: row for row in table(client, "daerah.csv")}
    assert len(rows) == 552
    assert int(rows["35.07"]["cases"]) == len(real_engine.regions["35.07"])


def test_synonyms_are_those_that_searches_read(client):
    found = {(entry["kind"], entry["term"]): entry for entry in records(client, "sinonim.jsonl")}
    assert "kartu tanda penduduk" in found["sinonim", "ktp"]["alternatives"]


# --- how they are sent ----------------------------------------------------------------


def test_a_download_tells_its_checksum(client):
    with client.get("/data/replikasi.csv") as answer:
        digest = base64.b64encode(hashlib.sha256(answer.data).digest()).decode()
        assert answer.headers["Repr-Digest"] == f"sha-256=:{digest}:"
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "Content-Encoding" not in answer.headers


def test_an_unchanged_file_is_not_sent_again(client):
    with client.get("/data/kasus.jsonl") as answer:
        tag, modified = answer.headers["ETag"], answer.headers["Last-Modified"]
        assert not tag.startswith("W/")
        assert "no-cache" in answer.headers["Cache-Control"]
    for condition in ({"If-None-Match": tag}, {"If-Modified-Since": modified}):
        with client.get("/data/kasus.jsonl", headers=condition) as answer:
            assert answer.status_code == 304
            assert answer.data == b""


def test_an_interrupted_download_goes_on_where_it_stopped(client):
    whole = body(client, "kasus.csv")
    with client.get("/data/kasus.csv") as answer:
        tag = answer.headers["ETag"]
    with client.get("/data/kasus.csv", headers={"Range": "bytes=1000-", "If-Range": tag}) as rest:
        assert rest.status_code == 206
        assert rest.headers["Content-Range"] == f"bytes 1000-{len(whole) - 1}/{len(whole)}"
        assert rest.data == whole[1000:]
    with client.get("/data/kasus.csv", headers={"Range": "bytes=99999999-"}) as answer:
        assert answer.status_code == 416
    old = {"Range": "bytes=1000-", "If-Range": '"of another file"'}
    with client.get("/data/kasus.csv", headers=old) as answer:
        assert (answer.status_code, answer.data) == (200, whole)


@pytest.mark.parametrize("name", ["release.json", "..%2fCURRENT", "kasus.exe", "lock", "kasus"])
def test_no_other_file_is_served(client, name):
    assert client.get(f"/data/{name}").status_code == 404


# --- when they are made ---------------------------------------------------------------


@pytest.fixture
def small(content_folder):
    """A site with a few invented cases, and the folder of its index."""
    content_folder.write("air")
    index = content_folder.path.parent / "index"
    builder.build(content_folder.path, index)
    return content_folder, index


def files_of(index):
    """The inode and time of every file in the store: the same as long as nothing is made anew."""
    store = index / FOLDER
    return {
        str(path.relative_to(store)): (path.stat().st_ino, path.stat().st_mtime_ns)
        for path in store.glob("*/*")
    }


def test_files_are_made_once_for_a_generation_whoever_asks(small):
    content, index = small
    settings = Settings(content=content.path, index=index)
    first = create_app(settings).test_client().get("/data.json").data
    made = files_of(index)
    assert made
    for _ in range(2):  # another process, too
        client = create_app(settings).test_client()
        assert client.get("/data.json").data == first
        with client.get("/data/kasus.csv?x=1", headers={"Host": "x"}):
            pass
    assert files_of(index) == made


def test_a_new_generation_gives_new_files_and_old_ones_go(small):
    content, index = small
    settings = Settings(content=content.path, index=index)
    client = create_app(settings).test_client()
    for number in range(4):
        content.write(f"baru-{number}")
        builder.build(content.path, index)
        assert len(records(client, "kasus.jsonl")) == number + 2
    assert len({name.partition("/")[0] for name in files_of(index)}) == MOST_RELEASES


def test_a_data_set_that_stays_keeps_its_date(small, tmp_path):
    content, index = small
    before = _release(content, index, tmp_path / "a", None)
    past = {
        name: released.model_copy(
            update={"modified": released.modified.replace(year=2020), "issued": released.issued}
        )
        for name, released in before.sets.items()
    }
    content.write("baru")
    builder.build(content.path, index)
    after = _release(content, index, tmp_path / "b", before.model_copy(update={"sets": past}))
    assert after.sets["kasus"].modified.year > 2020
    assert after.sets["sinonim"].modified.year == 2020
    assert after.sets["kasus"].issued == before.sets["kasus"].issued


def _release(content, index, folder, previous):
    folder.mkdir()
    return write_release(folder, Collection(Engine.open(index), content.path), previous)


def test_the_same_collection_gives_the_same_records_and_originals(small, tmp_path):
    content, index = small
    one = _release(content, index, tmp_path / "a", None)
    other = _release(content, index, tmp_path / "b", None)
    for name, (_, form) in FILES.items():
        if form.name != "XLSX":
            assert one.files[name] == other.files[name], name


def test_who_comes_while_files_are_being_made_is_told_to_come_again(small):
    content, index = small
    collection = Collection(Engine.open(index), content.path)
    store = ReleaseStore(index, longest_wait=0.0)
    with store._making, pytest.raises(NotReadyError):
        store.get("a", collection)
    assert store.get("a", collection).release.files


def test_a_store_that_cannot_be_written_is_told_kindly(small):
    content, index = small
    (index / FOLDER).write_text("in the way")
    client = create_app(Settings(content=content.path, index=index)).test_client()
    answer = client.get("/data/kasus.csv")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "15")
    assert "disiapkan" in answer.text
    page = client.get("/data")
    assert page.status_code == 200
    assert "sedang disiapkan" in page.text


def test_every_data_set_has_records_in_the_real_collection(client):
    for data_set in DATA_SETS.values():
        assert records(client, data_set.file(JSON_LINES))
