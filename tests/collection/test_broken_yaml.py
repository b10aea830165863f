"""All mistakes of a front matter are told at once, each on its line, in Indonesian."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.collection.broken_yaml import MAX_MISTAKES, salvage
from app.collection.strict_yaml import FormatError, load_yaml


def salvaged(text):
    with pytest.raises(FormatError) as caught:
        load_yaml(text)
    return salvage(text, caught.value)


def told(text):
    return [(mistake.line, mistake.message, mistake.remedy) for mistake in salvaged(text).mistakes]


def test_the_other_keys_are_read():
    result = salvaged("\ntitle: Antar: obat\nagency: Puskesmas\nstarted: 2019\ntags: [a, b\n")
    assert result.values == {"title": None, "agency": "Puskesmas", "started": 2019, "tags": None}
    assert [mistake.line for mistake in result.mistakes] == [2, 5]
    assert [result.lines.at((key,)) for key in result.values] == [2, 3, 4, 5]
    assert result.is_broken(("tags", 0)) and result.is_broken(("title",))
    assert not result.is_broken(("agency",))


def test_the_other_entries_of_a_list_are_read():
    text = (
        "sources:\n  - {title: x, url: a}\n  - {title: y: z, url: b}\n"
        "  - title: c\n    date: 2024\n  - title: d: e\nupdated: 2024-05-06\n"
    )
    result = salvaged(text)
    assert result.values == {
        "sources": [{"title": "x", "url": "a"}, None, {"title": "c", "date": 2024}, None],
        "updated": dt.date(2024, 5, 6),
    }
    assert [mistake.line for mistake in result.mistakes] == [3, 6]
    assert result.lines.at(("sources", 2, "date")) == 5
    assert result.lines.written[("sources", 2, "date")] == "2024"
    assert result.is_broken(("sources", 1, "url")) and not result.is_broken(("sources", 0))


@pytest.mark.parametrize(
    ("value", "reason", "remedy"),
    [
        ("Antar: obat", "titik dua", "tanda kutip"),
        ("[a, b", "tidak ditutup", "]"),
        ("[a b: c: d]", "koma", "koma"),
        ("{a: b", "tidak ditutup", "}"),
        ('"a', "tanda kutip tidak ditutup", "tanda kutip"),
        ("'a", "tanda kutip tidak ditutup", "tanda kutip"),
        ('"a" b', "di belakang tanda kutip", "satu pasang"),
        ("'Jum'at'", "di belakang tanda kutip", "satu pasang"),
        ("@a", "@", "tanda kutip"),
        ("`a`", "`", "tanda kutip"),
        ("%a", "%", "tanda kutip"),
        ("& b", "&", "tanda kutip"),
        ("!a!b c", "tanda seru", "tanda kutip"),
        ('"a\\d"', "garis miring terbalik", "tanda kutip tunggal"),
        ("- a", "baris yang sama", "baris baru"),
        ("? a", "tanda tanya", "tanda kutip"),
        (", a", "koma", "tanda kutip"),
        ("> a", "| atau >", "baris berikutnya"),
    ],
)
def test_a_mistake_has_a_reason_and_a_remedy(value, reason, remedy):
    ((line, message, what_to_do),) = told(f"agency: x\ntitle: {value}\nlevel: kota\n")
    assert line == 2
    assert message.startswith("YAML tidak terbaca (") and reason in message
    assert remedy in what_to_do
    assert not re.search(r"\b(the|found|expected|not|while|mapping|token)\b", message)


@pytest.mark.parametrize("line", ["tittle Antar Obat", "Antar: Obat: x y", ": x", "halo"])
def test_a_line_that_is_no_key_is_told(line):
    rows = told(f"agency: x\n{line}\nlevel: kota\n")
    assert [row[0] for row in rows] == [2]


def test_a_key_twice_is_told_beside_other_mistakes():
    rows = told("title: x\nagency: a: b\ntitle: y\n")
    assert [(line, message[:20]) for line, message, _ in rows] == [
        (2, "YAML tidak terbaca ("),
        (3, "kunci “title” tertul"),
    ]


def test_the_number_of_mistakes_is_bounded():
    assert len(told("a: b: c\n" + "x\n" * 5000)) <= MAX_MISTAKES
    assert len(told("a:\n" + "  - b: c: d\n" * 5000)) <= MAX_MISTAKES


@given(st.text(alphabet="ab:-[]{}'\"#&*!|>? \n,\\"))
def test_any_broken_text_is_told_with_lines_of_the_text(text):
    try:
        load_yaml(text)
    except FormatError as first:
        result = salvage(text, first)
        assert result.mistakes
        for mistake in result.mistakes:
            assert 1 <= mistake.line <= text.count("\n") + 1
            assert mistake.message and mistake.remedy
