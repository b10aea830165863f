"""A balanced set of cases follows its rule, whatever the candidates."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from app.documents.event.proposal import Candidate, Chosen, propose


@st.composite
def lists_of_candidates(draw) -> list[Candidate]:
    count = draw(st.integers(0, 40))
    return [
        Candidate(
            slug=f"kasus-{number}",
            agency=(draw(st.sampled_from("ABCDEFGH")), draw(st.sampled_from("xyz"))),
            province=draw(st.sampled_from(["Aceh", "Bali", "Riau", "Papua"])),
            level=draw(st.sampled_from(["kota", "kabupaten", "provinsi"])),
            evidence=draw(st.integers(0, 4)),
            lessons=draw(st.booleans()) and draw(st.booleans()),
            stopped=draw(st.integers(0, 20)) == 0,
            approach=draw(st.sampled_from([None, "satu", "dua"])),
        )
        for number in range(count)
    ]


sizes = st.integers(1, 12)


def candidates_of(chosen: tuple[Chosen, ...]) -> list[Candidate]:
    return [case.candidate for case in chosen]


def slugs_of(chosen: tuple[Chosen, ...]) -> list[str]:
    return [case.candidate.slug for case in chosen]


@given(lists_of_candidates(), sizes)
def test_no_agency_has_two_cases_and_the_set_is_as_large_as_can_be(candidates, size):
    chosen = candidates_of(propose(candidates, size))
    agencies = [candidate.agency for candidate in chosen]
    assert len(set(agencies)) == len(agencies) <= size
    if len(candidates) <= 12:  # all are looked at
        assert len(chosen) == min(size, len({candidate.agency for candidate in candidates}))


@given(lists_of_candidates(), sizes)
def test_the_strongest_evidence_comes_first_and_some_case_teaches(candidates, size):
    chosen = candidates_of(propose(candidates, size))
    if size > 1 and candidates:
        looked_at = candidates[: max(12, 4 * size)]
        assert chosen[0] == max(looked_at, key=lambda candidate: candidate.evidence)
    if any(candidate.teaches for candidate in candidates[:12]) and len(chosen) == size == 1:
        assert chosen[0].teaches
    agencies = {candidate.agency for candidate in chosen}
    teaching_and_free = [
        candidate
        for candidate in candidates[:12]
        if candidate.teaches and candidate.agency not in agencies
    ]
    teaches = any(candidate.teaches for candidate in chosen)
    assert teaches or not teaching_and_free or len(chosen) < size


@given(lists_of_candidates(), sizes)
def test_the_same_request_gives_the_same_set_with_a_reason_for_each_case(candidates, size):
    chosen = propose(candidates, size)
    assert chosen == propose(list(candidates), size)
    assert all(case.reasons for case in chosen)


@given(lists_of_candidates(), sizes, st.data())
def test_swapping_a_case_out_leaves_the_others(candidates, size, data):
    before = slugs_of(propose(candidates, size))
    if not before:
        return
    swapped = data.draw(st.sampled_from(before))
    after = slugs_of(propose(candidates, size, [swapped]))
    assert swapped not in after
    assert [slug for slug in before if slug != swapped] == [
        slug for slug in after if slug in before
    ]
    assert len(after) >= len(before) - 1


def test_no_candidate_far_down_the_list_takes_the_place_of_a_swapped_case():
    same_agency = [
        Candidate(f"a{number}", ("p", "a"), "Aceh", "kota", 1, False, False) for number in range(12)
    ]
    thirteenth = Candidate("b", ("p", "b"), "Bali", "kota", 1, False, False)
    candidates = [*same_agency, thirteenth]
    # Only twelve candidates are looked at for a set of two.
    assert slugs_of(propose(candidates, 2)) == ["a0"]
    assert slugs_of(propose(candidates, 2, ["a0"])) == ["a1"]


def test_the_reasons_are_what_a_case_adds():
    candidates = [
        Candidate("a", ("p", "a"), "Aceh", "kota", 1, False, False),
        Candidate("b", ("p", "b"), "Aceh", "kota", 1, False, False),
        Candidate("c", ("q", "c"), "Bali", "provinsi", 1, True, False),
        Candidate("d", ("q", "d"), "Bali", "kota", 1, False, True),
    ]
    chosen = propose(candidates, 2)
    assert [(case.candidate.slug, case.reasons) for case in chosen] == [
        ("a", ("strongest",)),
        ("c", ("province", "level", "lessons")),
    ]
    [_, swapped] = propose(candidates, 2, ["c"])
    assert (swapped.candidate.slug, swapped.reasons) == ("d", ("province", "stopped"))


def test_a_further_approach_comes_before_all_else():
    def case(slug: str, approach: str, **values: object) -> Candidate:
        usual = {"province": "Bali", "level": "kota", "evidence": 2, "lessons": False}
        rest = {**usual, "stopped": False, **values}
        return Candidate(slug=slug, agency=("", slug), approach=approach, **rest)  # type: ignore[arg-type]

    chosen = propose(
        [
            case("a", "satu"),
            case("b", "satu", province="Aceh", level="provinsi", evidence=1),
            case("c", "dua"),
        ],
        2,
    )
    assert slugs_of(chosen) == ["a", "c"]
    assert chosen[1].reasons == ("approach",)


def test_the_strongest_evidence_comes_first_and_results_before_variety():
    candidates = [
        Candidate("claim", ("p", "a"), "Aceh", "kota", 0, True, False),
        Candidate("figure", ("p", "b"), "Aceh", "kota", 1, False, False),
        Candidate("compared", ("p", "c"), "Aceh", "kota", 2, True, False),
        Candidate("varied", ("q", "d"), "Bali", "provinsi", 0, True, True),
    ]
    chosen = propose(candidates, 3)
    assert slugs_of(chosen) == ["compared", "figure", "varied"]
    assert chosen[0].reasons == ("strongest", "lessons")


def test_where_no_case_has_a_result_the_best_fitting_comes_first():
    candidates = [
        Candidate(slug, ("p", slug), "Aceh", "kota", 0, False, False) for slug in ("a", "b")
    ]
    assert propose(candidates, 1)[0].reasons == ("fits",)


@given(lists_of_candidates(), st.lists(st.integers(0, 2), min_size=40, max_size=40), sizes)
def test_a_result_on_the_theme_comes_before_stronger_evidence_about_something_else(
    candidates, strengths, size
):
    themed = [
        replace(candidate, on_theme=strength, approach=None)
        for candidate, strength in zip(candidates, strengths, strict=False)
    ]
    chosen = candidates_of(propose(themed, size))
    proving = [candidate.on_theme != 0 for candidate in chosen]
    last_for_its_lessons = proving[:-1] if size > 1 else []
    assert last_for_its_lessons == sorted(last_for_its_lessons, reverse=True)
    if size > 1 and themed:
        looked_at = themed[: max(12, 4 * size)]
        assert chosen[0].on_theme == max(candidate.on_theme for candidate in looked_at)
