"""A balanced set: the rule holds whatever the cases."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.documents.event.proposal import Candidate, propose


@st.composite
def lists_of_candidates(draw) -> list[Candidate]:
    n = draw(st.integers(0, 40))
    return [
        Candidate(
            slug=f"kasus-{k}",
            agency=(draw(st.sampled_from("ABCDEFGH")), draw(st.sampled_from("xyz"))),
            province=draw(st.sampled_from(["Aceh", "Bali", "Riau", "Papua"])),
            level=draw(st.sampled_from(["kota", "kabupaten", "provinsi"])),
            evidence=draw(st.integers(0, 4)),
            lessons=draw(st.booleans()) and draw(st.booleans()),
            stopped=draw(st.integers(0, 20)) == 0,
        )
        for k in range(n)
    ]


sizes = st.integers(1, 12)


@given(lists_of_candidates(), sizes)
def test_never_two_of_one_agency_and_as_many_as_there_can_be(candidates, n):
    chosen = [one.candidate for one in propose(candidates, n)]
    agencies = [one.agency for one in chosen]
    assert len(set(agencies)) == len(agencies) <= n
    if len(candidates) <= 12:  # all are looked at
        assert len(chosen) == min(n, len({one.agency for one in candidates}))


@given(lists_of_candidates(), sizes)
def test_the_best_fitting_comes_first_and_something_can_be_learnt(candidates, n):
    chosen = [one.candidate for one in propose(candidates, n)]
    if n > 1 and candidates:
        assert chosen[0] == candidates[0]
    if candidates and any(c.teaches for c in candidates[:12]) and len(chosen) == n == 1:
        assert chosen[0].teaches
    free = [
        c for c in candidates[:12] if c.teaches and c.agency not in {one.agency for one in chosen}
    ]
    assert any(one.teaches for one in chosen) or not free or len(chosen) < n


@given(lists_of_candidates(), sizes)
def test_same_question_same_answer_with_a_reason_for_each(candidates, n):
    found = propose(candidates, n)
    assert found == propose(list(candidates), n)
    assert all(one.reasons for one in found)


@given(lists_of_candidates(), sizes, st.data())
def test_swapping_one_out_leaves_the_others(candidates, n, data):
    before = [one.candidate.slug for one in propose(candidates, n)]
    if not before:
        return
    gone = data.draw(st.sampled_from(before))
    after = [one.candidate.slug for one in propose(candidates, n, [gone])]
    assert gone not in after
    assert [slug for slug in before if slug != gone] == [slug for slug in after if slug in before]
    assert len(after) >= len(before) - 1


def test_swapping_one_out_brings_in_no_other_from_far_down_the_list():
    same = [Candidate(f"a{k}", ("p", "a"), "Aceh", "kota", 1, False, False) for k in range(12)]
    other = Candidate("b", ("p", "b"), "Bali", "kota", 1, False, False)
    before = [one.candidate.slug for one in propose([*same, other], 2)]
    after = [one.candidate.slug for one in propose([*same, other], 2, ["a0"])]
    assert (before, after) == (["a0"], ["a1"])  # the thirteenth isn't looked at for two


def test_new_places_levels_and_evidence_are_told():
    cases = [
        Candidate("a", ("p", "a"), "Aceh", "kota", 1, False, False),
        Candidate("b", ("p", "b"), "Aceh", "kota", 1, False, False),
        Candidate("c", ("q", "c"), "Bali", "provinsi", 3, True, False),
        Candidate("d", ("q", "d"), "Bali", "kota", 1, False, True),
    ]
    found = propose(cases, 2)
    assert [(one.candidate.slug, one.reasons) for one in found] == [
        ("a", ("fits",)),
        ("c", ("province", "level", "evidence", "lessons")),
    ]
    [_, swapped] = propose(cases, 2, ["c"])
    assert (swapped.candidate.slug, swapped.reasons) == ("d", ("province", "stopped"))
