"""Completions of an unfinished text."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.search import language
from app.search.engine import Engine
from app.search.index import builder
from app.search.suggest import Kind, Suggester, Suggestion

SUGGESTER = Suggester(
    [
        Suggestion("Putik Sari", "case", "putik-sari", "Kabupaten Malang"),
        Suggestion("Kampung Tematik Wonosari Berseri", "case", "putik-sari"),
        Suggestion("stunting", "tag", count=20),
        Suggestion("Kejar Stunting", "case", "kejar-stunting"),
        Suggestion("Kabupaten Malang", "place", count=5),
        Suggestion("anak putus sekolah karena harus bantu orang tua jualan", "problem"),
    ]
)


def texts(typed: str) -> list[str]:
    return [suggestion.text for suggestion in SUGGESTER.suggest(typed)]


@pytest.mark.parametrize("typed", ["putik", "Putik S", "PUTIKS", "sari", "putk"])
def test_a_name_is_offered_from_any_of_its_words_and_through_a_slip(typed):
    assert "Putik Sari" in texts(typed)


def test_texts_that_begin_with_the_typed_text_come_before_texts_that_contain_it():
    assert texts("stunt") == ["stunting", "Kejar Stunting"]


def test_a_place_is_offered_through_a_slip():
    assert "Kabupaten Malang" in texts("malng")


@pytest.mark.parametrize("typed", ["anak putus sek", "Putus Sekolah", "jual", "anak ptus sek"])
def test_a_problem_is_offered_from_any_of_its_words_and_through_a_slip(typed):
    assert texts(typed) == ["anak putus sekolah karena harus bantu orang tua jualan"]


@pytest.mark.parametrize("typed", ["", " ", "p", "!!!", "zzzzzz", "'"])
def test_nothing_is_offered_for_a_letter_or_for_signs(typed):
    assert texts(typed) == []


def test_the_best_of_thousands_is_offered_first():
    tags = [Suggestion(f"pelayanan {number}", "tag", count=number) for number in range(5000)]
    offered = Suggester(tags).suggest("pe", 2)
    assert [suggestion.count for suggestion in offered] == [4999, 4998]


def test_themes_come_first_then_names_tags_problems_places_and_agencies():
    kinds: list[Kind] = ["agency", "place", "problem", "tag", "case", "theme"]
    offered = Suggester(Suggestion(f"Desa {kind}", kind) for kind in kinds).suggest("desa")
    assert [suggestion.kind for suggestion in offered] == kinds[::-1]


def test_a_hundred_problems_leave_room_for_the_other_kinds():
    suggester = Suggester(
        [
            *(Suggestion(f"dinas ingin perkara {number}", "problem") for number in range(100)),
            *(Suggestion(f"Dinas {number}", "agency", count=number) for number in range(100)),
            Suggestion("Bantuan dari dinas", "case", "bantuan"),
        ]
    )
    assert Counter(offer.kind for offer in suggester.suggest("dinas")) == {
        "problem": 4,
        "agency": 3,
        "case": 1,
    }
    assert len(suggester.suggest("dinas ingin")) == 8


def test_of_several_corrections_the_commonest_word_is_taken():
    suggester = Suggester(
        [
            Suggestion("anak pulus", "tag"),
            Suggestion("anak putus sekolah", "tag"),
            Suggestion("anak putus asa", "tag"),
        ]
    )
    assert [offer.text for offer in suggester.suggest("anak puus")] == [
        "anak putus asa",
        "anak putus sekolah",
    ]


@given(st.text())
def test_any_text_may_be_typed(typed):
    assert len(SUGGESTER.suggest(typed)) <= 8


def test_ten_thousand_characters_are_cut():
    assert texts("stunting " * 1200) == []


def test_a_theme_is_offered_once_from_its_title_and_its_queries():
    suggester = Suggester(
        [Suggestion("Mengolah sampah", "theme", "sampah", also=("sampah", "bank sampah"))]
        + [Suggestion(f"Sampah {number}", "theme", f"s{number}") for number in range(7)]
    )
    assert len({offer.slug for offer in suggester.suggest("sampah")}) == 8
    assert suggester.suggest("bank sam")[0].slug == "sampah"


def test_every_query_of_a_theme_completes_to_it(real_engine):
    for slug, theme in real_engine.themes.items():
        for text in (theme.title, *theme.queries):
            offered = real_engine.suggest(text, 20)
            assert ("theme", slug) in {(offer.kind, offer.slug) for offer in offered}, text


def test_the_collection_offers_themes_names_tags_problems_places_and_agencies(real_engine):
    kinds = {suggestion.kind for suggestion in real_engine.suggest("malang", 60)}
    assert kinds >= {"case", "agency", "place"}
    assert [offer.kind for offer in real_engine.suggest("stunting")[:2]] == ["theme", "tag"]
    assert real_engine.suggest("jarik masiti")[0].slug == "jarik-ma-siti"
    offered = [(offer.kind, offer.text) for offer in real_engine.suggest("anak putus sek")]
    assert offered[:3] == [
        ("theme", "Mengembalikan anak ke sekolah"),
        ("tag", "anak putus sekolah"),
        ("problem", "anak putus sekolah sejak pandemi dan tidak ada yang mendata"),
    ]


def test_every_problem_of_the_collection_is_offered_from_its_first_words(real_engine, real_cases):
    """Five words of it are enough for all but a few problems that begin alike."""
    for parsed in real_cases.values():
        for problem in parsed.case.problems:
            begun = " ".join(problem.split()[:5])
            offered = {suggestion.text for suggestion in real_engine.suggest(begun)}
            assert problem in offered, begun


def test_every_name_of_the_collection_is_offered_however_it_is_begun(real_engine, real_cases):
    """By its first two words, and by the whole name written as a single word."""
    missed = []
    for slug, parsed in real_cases.items():
        title = parsed.case.title
        begun = " ".join(title.split()[:2])
        joined = language.name_key(title)
        for typed in (begun, joined[:20]):
            offered = {suggestion.slug for suggestion in real_engine.suggest(typed, 20)}
            if len(typed) > 3 and slug not in offered:
                missed.append((slug, typed))
    assert missed == []


def test_only_a_name_may_be_offered_twice(real_engine):
    for typed in ("kes", "desa", "malang", "stuntng", "pelayanan", "bank sampah", "bpjs kes"):
        offered = real_engine.suggest(typed, 30)
        assert len(set(offered)) == len(offered)
        texts = [language.term(offer.text) for offer in offered if offer.kind != "case"]
        assert len(set(texts)) == len(texts)


PROBLEM = "anak putus sekolah karena harus bantu orang tua jualan"


def offered_by_cases(case_text, content_folder, tmp_path, typed: str, *values: dict[str, str]):
    """What cases with these values offer: kind, text and number of cases."""
    for number, own in enumerate(values):
        content_folder.write(f"kasus-{number}", case_text(title=f"Nama {number}", **own))
    builder.build(content_folder.path, tmp_path / "index")
    offered = Engine.open(tmp_path / "index").suggest(typed)
    return [(offer.kind, offer.text, offer.count) for offer in offered]


def test_a_text_of_several_cases_is_offered_once_with_their_number(
    case_text, content_folder, tmp_path
):
    offered = offered_by_cases(
        case_text,
        content_folder,
        tmp_path,
        "anak putus",
        {"problems": f"[{PROBLEM}]"},
        {"problems": f"[{PROBLEM}, {PROBLEM}!]"},
        {"problems": f"[{PROBLEM.capitalize()}]", "tags": "[anak-putus, anak putus]"},
        {"tags": "[anak putus, lain]"},
    )
    assert offered == [("tag", "anak putus", 2), ("problem", PROBLEM, 3)]


def test_a_name_is_not_offered_again_as_a_problem(case_text, content_folder, tmp_path):
    offered = offered_by_cases(
        case_text,
        content_folder,
        tmp_path,
        "nama",
        {"expansion": "Nama anak belum tercatat", "problems": "[nama anak belum tercatat]"},
    )
    assert offered == [("case", "Nama 0", 1), ("case", "Nama anak belum tercatat", 1)]
