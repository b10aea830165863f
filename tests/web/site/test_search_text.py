"""What a search found, in words: true for every kind of query."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from app.web.site.examples import EXAMPLES

NOTICE = "//*[@class='notice']"


def status(page) -> str:
    return page.text("//*[@role='status']")


SYMBOLS_AND_GRAMMAR = [
    *("😀", "😀 🎉", "???", "!", "…", "- -", "“”", "\u200b", "*", "&"),
    *("yang", "yang dan", '"yang"', '"untuk itu"', "-yang", '-"yang dan"', "dan 😀"),
]


@pytest.mark.parametrize("text", SYMBOLS_AND_GRAMMAR)
def test_a_text_with_nothing_to_search_for_is_named_and_examples_show_how_to_ask(
    get, ask, real_engine, text
):
    page = get(f"/cari?{urlencode({'q': text})}")
    assert status(page) == f"{real_engine.cases} inovasi."
    assert "Tidak ada kata yang bisa dicari dalam" in page.text(NOTICE)
    assert page.texts(f"{NOTICE}//li/a") == [example.id for example in EXAMPLES]
    read = ask(q=text)["interpretation"]
    assert read["nothing"] and not read["terms"] and not read["excluded"]
    assert read["examples"] == [example.id for example in EXAMPLES]


def test_filters_count_where_a_text_has_nothing_to_search_for(get):
    page = get("/cari?q=%F0%9F%98%80&category=kesehatan")
    assert status(page) == f"{get('/cari?category=kesehatan').total} inovasi di bidang Kesehatan."


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("-sekolah", "“sekolah”"),
        ("–sekolah", "“sekolah”"),
        ("−sekolah", "“sekolah”"),
        ("-Sekolah -guru", "“sekolah” atau “guru”"),
        ('-"air bersih"', "“air bersih”"),
        ("yang -sekolah", "“sekolah”"),
        ("😀 -sekolah", "“sekolah”"),
    ],
)
def test_exclusions_alone_are_told_as_exclusions(get, ask, real_engine, text, without):
    page = get(f"/cari?{urlencode({'q': text})}")
    answer = ask(q=text)
    assert 0 < answer["total"] < real_engine.cases
    assert status(page) == f"{answer['total']} inovasi tanpa {without}."
    assert "hanya mengecualikan kata" in page.text(NOTICE)
    assert page.texts(f"{NOTICE}//li/a") == [example.id for example in EXAMPLES]
    read = answer["interpretation"]
    assert read["excluded"] and not read["terms"] and not read["nothing"]
    assert read["examples"] == [example.id for example in EXAMPLES]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("air -sekolah", "tentang air tanpa “sekolah”"),
        ("air –sekolah", "tentang air tanpa “sekolah”"),
        ('-"air hujan" air minum', "tentang air minum tanpa “air hujan”"),
        ("😀 air", "tentang air"),
        ("air -yang", "tentang air"),
        ('"air bersih"', 'tentang "air bersih"'),
        ("yang dan air", "tentang yang dan air"),
    ],
)
def test_a_sentence_says_what_was_sought_and_what_was_left_out(get, ask, text, words):
    page = get(f"/cari?{urlencode({'q': text})}")
    answer = ask(q=text)
    assert status(page) == f"{answer['total']} inovasi {words}."
    assert not page.all(NOTICE)
    assert not answer["interpretation"]["examples"]


def test_a_sentence_has_exclusions_before_filters(get):
    page = get("/cari?q=air+-sekolah&category=lingkungan")
    assert status(page).endswith("inovasi tentang air tanpa “sekolah” di bidang Lingkungan.")


def test_where_nothing_is_found_the_sentence_says_so(get):
    assert status(get("/cari?q=zzqqxx")) == "Tidak ada inovasi tentang zzqqxx."
    assert status(get("/cari?q=anak+-anak")) == "Tidak ada inovasi tentang anak tanpa “anak”."


def test_no_text_needs_no_advice(get, ask):
    assert not get("/cari").all(NOTICE)
    assert not ask(q="  ")["interpretation"]["examples"]
