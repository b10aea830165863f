"""YAML is read with the line of each value; what a content file doesn't need is refused."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from app.collection import strict_yaml
from app.collection.strict_yaml import MAX_DEPTH, MAX_NUMBER, FormatError, decode, load_yaml


def refusal(text: str) -> FormatError:
    """The error that a text is refused with."""
    with pytest.raises(FormatError) as caught:
        load_yaml(text)
    assert caught.value.message and caught.value.remedy
    return caught.value


# --- values and their lines -----------------------------------------------------------


def test_plain_values_are_read_with_their_types():
    values, _ = load_yaml(
        "text: Putik Sari\nquoted: '2019'\nyear: 2019\nshare: 1.5\nlive: true\nnothing:\n"
        "date: 2024-05-06\nlist: [a, b]\nmapping: {key: value}\n"
    )
    assert values == {
        "text": "Putik Sari",
        "quoted": "2019",
        "year": 2019,
        "share": 1.5,
        "live": True,
        "nothing": None,
        "date": dt.date(2024, 5, 6),
        "list": ["a", "b"],
        "mapping": {"key": "value"},
    }


def test_each_key_and_list_entry_has_its_line():
    _, lines = load_yaml(
        "title: x\nsources:\n  - url: a\n    date: 2019\n  - {url: b,\n     date: 1}\n"
    )
    assert lines.at(("title",)) == 1
    assert lines.at(("sources",)) == 2
    assert lines.at(("sources", 0, "date")) == 4
    assert lines.at(("sources", 1)) == 5
    assert lines.at(("sources", 1, "date")) == 6


def test_a_place_without_a_line_has_that_of_the_nearest_value_around_it():
    _, lines = load_yaml("title: x\nsources:\n  - url: a\n")
    assert lines.at(("sources", 0, "publisher")) == 3
    assert lines.at(("agency",)) == 1


# --- what is refused ------------------------------------------------------------------

BILLION = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n"
    for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (BILLION, 2),
        ("title: &t x\nagency: *t\n", 2),
        ("satu: &satu {title: x}\n<<: *satu\n", 2),
        ("satu: &satu [*satu]\n", 1),
    ],
    ids=["a billion laughs", "one alias", "merge", "in itself"],
)
def test_aliases_are_refused_before_they_expand(text, line):
    error = refusal(text)
    assert "alias" in error.message
    assert error.line == line


def test_a_merge_key_is_no_way_around_duplicate_keys():
    error = refusal("started: 2019\n<<: {started: 2020}\n")
    assert "kunci" in error.message
    assert error.line == 2


@pytest.mark.parametrize("parser", [strict_yaml.PARSER, yaml.SafeLoader], ids=["default", "pure"])
@pytest.mark.parametrize(
    ("value", "line"),
    [
        ("[" * 95_000, 1),
        ("{a: " * 24_000, 1),
        ("[" * 500 + "]" * 500, 1),
        ("\n" + "- " * 48_000, 2),
    ],
    ids=["[[[", "{{{", "[[[]]]", "- - -"],
)
def test_deep_nesting_is_refused(monkeypatch, parser, value, line):
    """A file of brackets once ended the whole process in libyaml's recursion."""
    monkeypatch.setattr(strict_yaml, "PARSER", parser)
    error = refusal(f"title: {value}")
    assert "terlalu dalam" in error.message
    assert error.line == line


def test_values_nest_as_deep_as_the_limit():
    depth = MAX_DEPTH - 1  # the mapping around it is a level too
    assert load_yaml(f"a: {'[' * depth}{']' * depth}")
    refusal(f"a: {'[' * (depth + 1)}{']' * (depth + 1)}")


@pytest.mark.parametrize(
    "value",
    [
        "!!python/object/apply:os.system ['touch /tmp/x']",
        "!!python/name:os.system",
        "!!set {a, b}",
        "!!omap [a: b]",
        "!!map x",
        "!!seq {a: b}",
        "!!str [a]",
        "!!binary aGFp",
        "!lain x",
    ],
)
def test_tags_are_refused(value):
    error = refusal(f"title: x\nagency: {value}\n")
    assert "tag YAML" in error.message
    assert error.line == 2


def test_a_top_level_that_is_a_set_is_refused():
    assert "tag YAML" in refusal("!!set\ntitle:\n").message


HUGE = "0x" + "f" * 5000  # can be read, but not be printed


@pytest.mark.parametrize(
    "value",
    ["2024-02-30", "2024-13-01", '!!int ""', "!!int x", "!!bool x", "!!timestamp x", "0b_", HUGE],
)
def test_a_value_that_yaml_itself_cannot_read_is_explained(value):
    error = refusal(f"title: x\nupdated: {value}\n")
    assert "tidak terbaca" in error.message
    assert "kutip" in error.remedy
    assert error.line == 2


def test_whole_numbers_are_read_up_to_the_limit():
    assert load_yaml(f"a: {MAX_NUMBER}")[0] == {"a": MAX_NUMBER}
    assert "tidak terbaca" in refusal(f"a: {MAX_NUMBER + 1}").message


def test_a_second_document_is_refused():
    error = refusal("a: 1\n---\nb: 2\n")
    assert "lebih dari satu dokumen" in error.message
    assert error.line == 2


# --- bytes ----------------------------------------------------------------------------


@pytest.mark.parametrize("data", [b"a\nb\n", b"a\r\nb\r\n", b"a\rb\r", b"\xef\xbb\xbfa\nb\n"])
def test_line_ends_and_byte_order_mark_make_no_difference(data):
    assert decode(data) == "a\nb\n"


@pytest.mark.parametrize(
    ("data", "message"), [(b"a\nb\xff\n", "UTF-8"), (b"a\n\x00", "U+0000"), (b"a\n\x1b", "U+001B")]
)
def test_bytes_that_are_no_text_are_refused_with_their_line(data, message):
    with pytest.raises(FormatError) as caught:
        decode(data)
    assert message in caught.value.message
    assert caught.value.line == 2


def test_a_mistake_at_the_end_is_on_the_last_line():
    assert refusal("a: 1\nb: {").line == 2


@given(st.text(alphabet="abc:-[]{}&*!|>'\"%@`#?,~<=0123456789 \n\\é", max_size=80))
def test_any_text_is_a_mapping_or_refused_on_one_of_its_lines(text):
    try:
        values, _ = load_yaml(text)
    except FormatError as error:
        assert 1 <= error.line <= text.count("\n") + 1
        assert not re.search("[\x00-\x1f\x7f-\x9f]", error.message)
    else:
        assert all(isinstance(key, str) for key in values)


# --- what is written ------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    ["2.000", "1.200", "10.000", "12:30", "no", "0.50", "2.0", "010", "1_000", "2024-05-06", "1e3"],
)
def test_a_value_that_is_read_as_another_type_keeps_its_written_form(written):
    values, lines = load_yaml(f"results:\n  - {{after: {written}}}\nlist: [x, {written}]\n")
    for location in (("results", 0, "after"), ("list", 1)):
        value = values[location[0]][location[1]]
        if not isinstance(value["after"] if location[2:] else value, str):
            assert lines.written[location] == written


@pytest.mark.parametrize("written", ["010", "20:19", "1_000", "0x10", "+5"])
def test_a_number_that_yaml_turns_into_another_is_marked(written):
    values, lines = load_yaml(f"a: {written}\nb: 10\nc: [7, {written}]\n")
    assert lines.changed == {("a",): values["a"], ("c", 1): values["c"][1]}


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("title: Antre #1 Cepat", "Antre"),
        ("title: Juara # 1", "Juara"),
        ("title: Juara  #1", "Juara"),
        ("title: #AntreCepat", ""),
        ("- Nomor #3 Tahun 2020", "Nomor"),
    ],
)
def test_a_text_that_a_hash_cuts_off_is_marked(line, read):
    _, lines = load_yaml(f"x: y\nlist:\n  {line}\n")
    ((cut_line, message, remedy),) = [cut.words() for cut in lines.cut]
    assert cut_line == 3
    assert message.endswith(f"terpotong di tanda “#”, terbaca hanya “{read}”")
    assert "tanda kutip" in remedy


@pytest.mark.parametrize(
    "text",
    [
        'title: "Antre #1"  # catatan\n',
        "title: Antre#1\n",
        "title: Antre   # catatan\n",
        "started: 2019 #x\n",
        "tags: [a, b] # dua\n",
        "problems:   # kata warga\n  - a\n",
        "# catatan\ntitle: >\n  Antre #1\n",
        "title: x # \n",
    ],
)
def test_comments_and_quoted_texts_are_no_cut(text):
    assert load_yaml(text)[1].cut == []
