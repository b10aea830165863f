"""What was typed can be carried, saved and loaded; rows come and go with their numbers."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.web.contribute.filled import (
    MOST_TYPED,
    PREFILLED,
    Filled,
    TooLongError,
    UnreadableError,
    from_json,
    prefilled,
    read_values,
)
from app.web.contribute.steps import MOST_PARAGRAPHS, REVIEW, STEPS, item_of

NAMES = st.sampled_from(
    [
        "title",
        "tags",
        "masalah-1",
        "masalah-2",
        "results-1-after",
        "sources-2-url",
        "sources-1-title",
    ]
)
VALUES = st.dictionaries(NAMES, st.text(max_size=80).map(lambda text: (text,)))


@given(VALUES, st.integers(1, REVIEW), st.integers(1, REVIEW))
def test_what_is_saved_is_loaded(values, step, reached):
    filled = Filled(read_values(values.items()), reached)
    typed = {name: texts for name, texts in filled.values.items() if any(texts)}
    loaded, at = from_json(filled.to_json(step).encode("utf-8", "replace"))
    assert at == step and loaded.reached == reached
    # A text with a character that no page can show comes back with a sign in its place.
    for name, texts in typed.items():
        if texts[0].isprintable():
            assert loaded.values[name] == texts
    assert loaded.values.keys() == typed.keys()


def saved(**changes) -> str:
    whole = {
        "jenis": "usulan-pustaka-inovasi",
        "versi": 1,
        "langkah": 2,
        "sampai": 3,
        "isian": {"title": ["Putik Sari"]},
    }
    return json.dumps({**whole, **changes})


def test_a_saved_file_says_where_to_go_on():
    filled, step = from_json(b"\xef\xbb\xbf" + saved().encode())
    assert (filled.text("title"), step, filled.reached) == ("Putik Sari", 2, 3)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "[]",
        "null",
        "[" * 10_000,
        saved()[:-5],
        saved(jenis="lain"),
        saved(versi=2),
        saved(versi="1"),
        saved(langkah=0),
        saved(langkah=99),
        saved(langkah="2"),
        saved(langkah=True),
        saved(isian=[]),
        saved(isian={"title": "Putik Sari"}),
        saved(isian={"title": [1]}),
        saved(isian={"tidak-ada": ["x"]}),
        saved(isian={"sources-101-url": ["x"]}),
        saved(lain=1),
        b"PK\x03\x04",
        b"\xff\xfe\x00",
    ],
)
def test_any_other_file_is_refused(text):
    with pytest.raises(UnreadableError):
        from_json(text)


@given(st.one_of(st.text(), st.binary()))
def test_no_file_is_too_strange(data):
    with pytest.raises(UnreadableError):
        from_json(data)


def test_more_than_a_case_can_have_is_refused():
    Filled({"title": ("x" * MOST_TYPED,)})
    with pytest.raises(TooLongError):
        Filled({"title": ("x" * (MOST_TYPED + 1),)})
    with pytest.raises(TooLongError):
        from_json(saved(isian={"masalah-1": ["x" * (MOST_TYPED + 1)]}))


def test_unknown_names_and_impossible_choices_are_left_out():
    values = read_values(
        [
            ("title", ["a\r\nb", "kedua"]),
            ("x", ["y"]),
            ("masalah-1-sumber", ["1", "x", "0", "1", "02", "٣", "12"]),
            ("sdgs", ["1", "1", "11"]),
        ]
    )
    assert values == {
        "title": ("a\nb",),
        "masalah-1-sumber": ("1", "12"),
        "sdgs": ("1", "11"),
    }


def test_invisible_characters_of_a_copied_text_are_left_out():
    copied = "\ufeffRumah di\u00adper\u00adbaiki,\u200b 20 se\u2060kaligus 👩\u200d🌾"
    values = read_values([("masalah-1", [copied]), ("title", ["\u200b"])])
    assert values == {"masalah-1": ("Rumah diperbaiki, 20 sekaligus 👩\u200d🌾",), "title": ("",)}


def test_a_step_is_carried_in_the_others():
    filled = Filled({"title": ("A",), "sources-1-url": ("B",), "masalah-1": ("C",)})
    assert filled.of_steps_except(2).values.keys() == {"title", "masalah-1"}


# --- rows -----------------------------------------------------------------------------


def test_a_row_is_added_below_the_last():
    filled = Filled().with_row("sources")
    assert filled.row_count("sources") == 2
    assert filled.with_row("sources").row_count("sources") == 3
    assert Filled({"masalah-1": ("",)}).with_row("Masalah").row_count("Masalah") == 2


def test_there_is_an_end_to_adding():
    full = Filled({f"masalah-{MOST_PARAGRAPHS}": ("x",)})
    assert full.with_row("Masalah") == full


def test_a_removed_source_takes_its_choices_along():
    filled = Filled(
        {
            **{f"sources-{n}-url": (f"https://contoh.go.id/{n}",) for n in (1, 2, 3)},
            "masalah-1": ("Jauh.",),
            "masalah-1-sumber": ("1", "2", "3"),
            "cost-sumber": ("2",),
            "results-1-examined_by": ("3",),
            "results-1-after": ("3",),
        }
    ).without_row("sources", 2)
    assert filled.text("sources-2-url") == "https://contoh.go.id/3"
    assert filled.row_count("sources") == 2
    assert filled.cites("masalah-1") == (1, 2)
    assert filled.cites("cost") == ()
    assert filled.text("results-1-examined_by") == "2"
    assert filled.text("results-1-after") == "3"


def test_a_removed_source_takes_along_what_cites_it_in_the_midst_of_a_text():
    filled = Filled(
        {
            **{f"sources-{n}-url": (f"https://contoh.go.id/{n}",) for n in (1, 2, 3)},
            "dampak-1": ("Naik [^1] dari 6.694 rumah, [^2] lalu 4.444, [^3] kata dinas.[^2]",),
            "summary": ("Ringkasan [^3]",),
        }
    ).without_row("sources", 2)
    assert filled.text("dampak-1") == "Naik [^1] dari 6.694 rumah, lalu 4.444, [^2] kata dinas."
    assert filled.text("summary") == "Ringkasan [^3]"


def test_a_removed_paragraph_moves_the_others_up_with_their_sources():
    filled = Filled(
        {
            "masalah-1": ("a",),
            "masalah-2": ("b",),
            "masalah-2-sumber": ("1",),
            "masalah-10": ("c",),
            "masalah-10-sumber": ("2",),
        }
    ).without_row("Masalah", 1)
    assert filled.values == {
        "masalah-1": ("b",),
        "masalah-1-sumber": ("1",),
        "masalah-9": ("c",),
        "masalah-9-sumber": ("2",),
    }


@given(
    VALUES, st.sampled_from([item for step in STEPS for item in step.items]), st.integers(1, 999)
)
def test_a_row_that_is_not_there_can_be_removed(values, item, row):
    filled = Filled(read_values(values.items()))
    removed = filled.without_row(item, row)
    assert all(item_of(name) for name in removed.values)
    if row > filled.row_count(item):
        assert removed.values == filled.values


# --- the address ----------------------------------------------------------------------


def test_an_address_fills_in_fields():
    filled = prefilled({name: name.upper() for name in PREFILLED} | {"x": "y"})
    assert filled.text("title") == "JUDUL"
    assert filled.text("awards-1-year") == "TAHUN"
    assert filled.text("sources-1-url") == "SUMBER_URL"
    assert len(filled.values) == len(PREFILLED)
    assert prefilled({"judul": " "}).is_empty()
