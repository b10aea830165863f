"""The page of open data, and the codebooks."""

from __future__ import annotations

import json

import pytest

from app.web.opendata.datasets import DATA_SETS, FILES


def test_the_page_tells_size_licence_and_checksum_of_every_file(get, client):
    page = get("/data")
    assert page.status == 200
    links = {link for link in page.links if link.startswith("/data/")}
    assert links >= {f"/data/{file}" for file in FILES}
    sizes = page.texts("//ul[@class='links']//span")
    assert len(sizes) == len(FILES)
    assert all(size.endswith(("KB", "MB")) for size in sizes)
    assert page.all("//a[@rel='license noopener']")
    catalogue = client.get("/data.json").get_json()
    shown = page.texts("//dl//dd/code")
    assert shown == [
        distribution["checksum"]["checksumValue"]
        for data_set in catalogue["dataset"]
        for distribution in data_set["distribution"]
    ]


def test_every_page_leads_to_open_data(get):
    assert "/data" in get("/tentang/mutu").links


@pytest.mark.parametrize("name", DATA_SETS)
def test_a_codebook_explains_every_field_of_every_record(get, client, name):
    page = get(f"/data/{name}/kamus")
    explained = set(page.texts("//th[@scope='row']"))
    with client.get(f"/data/{name}.jsonl") as answer:
        for line in answer.data.decode().splitlines()[:200]:
            assert set(paths(json.loads(line))) <= explained
    assert all(page.texts("//td[@data-k='Arti']"))


def paths(value, above=""):
    """The names of the fields of a record, as a codebook writes them; keys of maps left out."""
    for name, inner in value.items():
        yield f"{above}{name}"
        if name == "by_step":
            continue
        first = inner[0] if isinstance(inner, list) and inner else inner
        if isinstance(first, dict):
            yield from paths(first, f"{above}{name}{'[]' if isinstance(inner, list) else ''}.")


def test_a_codebook_tells_unit_and_values(get):
    rows = {
        row.find("th/code").text: " ".join("".join(row.itertext()).split())
        for row in get("/data/kasus/kamus").all("//tbody/tr")
    }
    assert "bilangan bulat (tahun); boleh kosong" in rows["started"]
    assert "kabupaten Kabupaten" in rows["level"]
    assert "CSV, XLSX" in rows["status_as_of"]
    assert "JSON Lines" in rows["sections[].markdown"]


def test_an_unknown_codebook_is_a_404(get):
    assert get("/data/tidak-ada/kamus").status == 404
