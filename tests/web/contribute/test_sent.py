"""Every form that is sent can be read, whatever stands in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from app.web.contribute.filled import Filled
from app.web.contribute.sent import read_sent
from app.web.contribute.steps import REVIEW, STEPS


def sent(*pairs: tuple[str, str]):
    return read_sent(MultiDict(pairs))


@pytest.mark.parametrize(
    ("button", "step", "target", "checked"),
    [
        ("lanjut", 2, 3, True),
        ("lewat", 2, 3, False),
        ("kembali", 2, 1, False),
        ("kembali", 1, 1, False),
        ("lanjut", REVIEW, REVIEW, True),
        ("5", 2, 5, False),
        ("99", 2, 2, False),
        ("x", 2, 2, False),
        ("", 2, 2, False),
    ],
)
def test_a_button_leads_to_a_step(button, step, target, checked):
    read = sent(("langkah", str(step)), ("ke", button))
    assert (read.step, read.target, read.checked) == (step, target, checked)


def test_what_the_page_shows_replaces_what_it_carries():
    carried = Filled({"title": ("A",), "started": ("2019",), "sources-1-url": ("B",)}).to_json(1)
    read = sent(("langkah", "1"), ("isian", carried), ("title", "C"))
    assert read.filled.text("title") == "C"
    assert read.filled.text("started") == ""  # the page has the field, and it was emptied
    assert read.filled.text("sources-1-url") == "B"


def test_boxes_that_were_all_unticked_stay_so():
    carried = Filled({"masalah-1": ("A",), "masalah-1-sumber": ("1",)}).to_json(3)
    read = sent(("langkah", "3"), ("isian", carried), ("masalah-1", "A"))
    assert read.filled.cites("masalah-1") == ()


def test_carried_values_that_cannot_be_read_are_told():
    read = sent(("langkah", "2"), ("isian", "{"), ("sources-1-url", "B"))
    assert read.lost and read.filled.text("sources-1-url") == "B"


def test_buttons_add_and_remove_rows():
    one = (("langkah", "2"), ("sources-1-url", "A"))
    assert sent(*one, ("tambah", "sources")).filled.row_count("sources") == 2
    assert sent(*one, ("tambah", "title")).filled.row_count("sources") == 1
    assert sent(*one, ("hapus", "sources-1")).filled.row_count("sources") == 0
    assert sent(*one, ("hapus", "sources-7")).filled.text("sources-1-url") == "A"


def test_a_proposed_government_is_taken_with_its_level_and_province():
    read = sent(
        ("langkah", "1"), ("government", "Malang"), ("pemerintah", "Pemerintah Kota Malang")
    )
    assert read.filled.text("government") == "Pemerintah Kota Malang"
    assert (read.filled.text("level"), read.filled.text("province")) == ("kota", "Jawa Timur")


def test_a_step_that_was_seen_stays_seen():
    carried = Filled({}, reached=6).to_json(1)
    assert sent(("langkah", "2"), ("isian", carried)).filled.reached == 6
    assert sent(("langkah", "4")).filled.reached == 4


NAMES = st.sampled_from(
    [
        *("langkah", "isian", "ke", "tambah", "hapus", "pemerintah", "title", "government", "sdgs"),
        *("masalah-1", "masalah-1-sumber", "sources-1-url", "results-1-after", "cost-sumber"),
        *("results-30-examined_by", "tags", "x"),
    ]
)
TEXTS = st.one_of(
    st.text(max_size=40),
    st.sampled_from(["1", "7", "lanjut", "sources", "Masalah", "sources-1", "masalah-1", "{}"]),
    st.just(Filled({"title": ("A",), "masalah-1-sumber": ("1",)}).to_json(3)),
)


@given(st.lists(st.tuples(NAMES, TEXTS), max_size=12))
def test_no_form_is_too_strange(pairs):
    read = sent(*pairs)
    assert 1 <= read.step <= len(STEPS) and 1 <= read.target <= len(STEPS)
    assert Filled(read.filled.values).to_json(read.target)
