"""The curators' list of attributes: its entries, and what ``check`` says of mistakes."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.collection.finding import Finding
from app.collection.vocabulary import Label
from app.search.facets import FACETS
from app.search.fields import mask
from app.search.query import attribute_list
from app.search.query.attributes import Attribute, Attributes, Conditions

LIST = """
announce:
  owner: [dari, oleh]
attributes:
  - id: running
    name: masih berjalan
    name_en: still running
    phrases: [masih berjalan, ongoing]
    facet: {status: [berkembang, berlanjut]}
  - id: police
    name: kepolisian
    name_en: police
    behind: {owner: [polisi]}
    words:
      - {fields: [agency], terms: [polres, korps lalu lintas]}
  - id: copied-from-another
    name: hasil meniru
    name_en: copied from another
    phrases: [hasil meniru]
    property: [adapted]
  - id: from-year
    name: sejak {}
    name_en: since {}
    phrases: [sejak]
    number: from
"""


def load(folder: Path, text: str) -> tuple[Attributes, list[Finding]]:
    (folder / "attributes.yaml").write_text(text, encoding="utf-8")
    return attribute_list.load(folder)


def find(attributes: Attributes, *words: str, start: int = 0) -> tuple[Attribute, int]:
    """The attribute at a position; there must be one."""
    found = attributes.find(words, start, continued=False)
    assert found is not None
    return found


def test_an_entry_becomes_an_attribute_with_its_phrases(tmp_path):
    attributes, findings = load(tmp_path, LIST)
    assert findings == []
    running, end = find(attributes, "masih", "berjalan")
    assert (running.id, running.label, end) == (
        "running",
        Label("masih berjalan", "still running"),
        2,
    )
    assert running.filter == ("status", ("berkembang", "berlanjut"))
    police, _ = find(attributes, "dari", "polisi", start=1)
    assert police.conditions == Conditions(
        words=((mask(["agency"]), ("polres",)), (mask(["agency"]), ("korps", "lalu", "lintas")))
    )
    assert police.filter is None
    copy, _ = find(attributes, "hasil", "meniru")
    assert copy.conditions == Conditions(properties=("adapted",))
    since, _ = find(attributes, "sejak", "2036")
    assert since.filter == ("year", ("2036-",))


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("announce:", "mengumumkan: {}\nannounce:", 2, "kunci “mengumumkan” tidak dikenal"),
        ("    phrases: [masih", "    frasa: x\n    phrases: [masih", 8, "“frasa” tidak dikenal"),
        ("id: running", "id: Running Now", 5, "id tidak ada atau bukan pengenal"),
        ("id: police", "id: running", 10, "id “running” sudah ada di baris 5"),
        ("    name_en: police\n", "", 10, "name atau name_en tidak ada"),
        ("[hasil meniru]", "[ongoing]", 19, "“ongoing” sudah ada di baris 8"),
        ("[masih berjalan, ongoing]", "[2022]", 8, "isinya harus berupa teks"),
        ("    phrases: [hasil meniru]\n", "", 16, "“hasil meniru” tidak punya frasa"),
        ("    property: [adapted]\n", "", 16, "“hasil meniru” tidak punya syarat"),
        ("behind: {owner:", "behind: {milik:", 13, "daftar “milik” tidak ada"),
        ("facet: {status:", "facet: {nasib:", 9, "saringan “nasib” tidak ada"),
        ("[berkembang, berlanjut]", "[jalan]", 9, "nilai “jalan” tidak ada"),
        ("property: [adapted]", "property: [tiru]", 20, "property “tiru” tidak ada"),
        ("fields: [agency]", "fields: [instansi]", 15, "ada ruas yang tidak dikenal"),
        ("terms: [polres,", "kata: [polres,", 15, "words tidak lengkap"),
        ("number: from", "number: dari", 25, "number “dari” tidak dikenal"),
        ("name: sejak {}", "name: sejak", 21, "“sejak” tanpa tempat bilangan"),
        ("  - id: running", "  - berjalan\n  - id: running", 5, "bukan sebuah ciri"),
    ],
)
def test_a_mistake_is_named_with_its_line_and_the_other_entries_count(
    tmp_path, old, new, line, message
):
    assert LIST.count(old) == 1
    attributes, findings = load(tmp_path, LIST.replace(old, new))
    assert [(f.level, f.line) for f in findings][:1] == [("error", line)]
    assert message in findings[0].message and findings[0].remedy
    assert attributes.phrases or attributes.announced or attributes.numbers


@pytest.mark.parametrize("text", ["attributes: [", "attributes: tiga", "announce: [a]"])
def test_a_list_that_cannot_be_understood_counts_as_empty(tmp_path, text):
    attributes, findings = load(tmp_path, text)
    assert attributes == Attributes()
    assert len(findings) == 1


def test_without_a_list_there_are_no_attributes(tmp_path):
    assert attribute_list.load(tmp_path) == (Attributes(), [])


def test_an_attribute_that_no_case_has_is_a_warning(tmp_path, real_cases):
    (tmp_path / "attributes.yaml").write_text(LIST.replace("polres,", "xyzzy,"), "utf-8")
    cases = [real_cases["putik-sari"].case]
    findings = attribute_list.check_against(tmp_path, cases)
    assert [(f.level, f.line) for f in findings] == [("warning", 10), ("warning", 16)]
    assert "“kepolisian” tidak dimiliki kasus mana pun" in findings[0].message


def test_the_real_list_is_without_a_finding(content, real_cases):
    cases = [parsed.case for parsed in real_cases.values()]
    assert attribute_list.check_against(content, cases) == []


def test_the_real_list_asks_for_every_value_of_the_closed_facets(content):
    """Provinces and kinds of government are places, goals are numbers.

    Nobody who asks for a website means that of the government, which nearly every case has.
    """
    attributes, _ = attribute_list.load(content)
    known = set(attributes.phrases.values())
    known |= {attribute for pairs in attributes.announced.values() for _, attribute in pairs}
    values = {value for attribute in known for value in attribute.conditions.values}
    for facet in FACETS:
        places = {"island", "province", "region", "level"}
        if facet.vocabulary and facet.key not in {*places, "sdg", "replicated"}:
            wanted = {(facet.key, value) for value in facet.vocabulary}
            unasked = {("evidence", "2"), ("known", "status_checked"), ("known", "contact")}
            assert wanted - values <= unasked, facet.key
