"""Who copied whom, whichever side says it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.collection.family import Copy, Family, Kin


@dataclass(frozen=True)
class Case:
    slug: str
    copies: tuple[tuple[str, int | None, str | None], ...] = ()
    adapted_from: str | None = None
    government: str = "Pemerintah Kota Malang"
    started: int | None = 2020
    status: str = "berlanjut"

    @property
    def title(self) -> str:
        return self.slug.title()


def family_of(cases: list[Case]) -> Family:
    return Family(lambda: cases)


def slugs(copies: Iterable[Copy]) -> list[str]:
    """The copies that have a case of their own."""
    return [copy.case.slug for copy in copies if copy.case]


def test_either_side_may_tell():
    told_by_origin = [Case("asal", copies=(("Kota Batu", 2021, "salinan"),)), Case("salinan")]
    told_by_copy = [Case("asal"), Case("salinan", adapted_from="asal")]
    for cases in (told_by_origin, told_by_copy):
        family = family_of(cases)
        assert slugs(family.kin("asal").copies) == ["salinan"]
        (branch,) = family.kin("salinan").origins
        assert branch.origin.slug == "asal"


def test_a_copy_told_by_both_sides_is_one():
    copy = Case("salinan", adapted_from="asal", government="Pemerintah Kabupaten Sinjai")
    for entry in (("Sinjai", 2021, "salinan"), ("Kabupaten Sinjai", 2021, None)):
        found = family_of([Case("asal", copies=(entry,)), copy]).kin("asal").copies
        assert found == (Copy(entry[0], 2021, copy),)


def test_a_copy_that_the_original_does_not_name_is_told_by_its_government_and_year():
    copy = Case("salinan", adapted_from="asal", government="Pemerintah Kota Batu", started=2022)
    asal = Case("asal", copies=(("Kabupaten Malang", 2021, None),))
    assert family_of([asal, copy]).kin("asal").copies == (
        Copy("Kabupaten Malang", 2021, None),
        Copy("Kota Batu", 2022, copy),
    )


def test_siblings_stand_beside_a_copy_under_their_origin():
    cases = [Case("asal"), Case("a", adapted_from="asal"), Case("b", adapted_from="asal")]
    (branch,) = family_of(cases).kin("a").origins
    assert slugs(branch.copies) == ["a", "b"]


def test_promises_are_told_as_such():
    asal = Case("asal", copies=(("Ngrambe (komitmen)", 2024, None),))
    assert [copy.promised for copy in family_of([asal]).kin("asal").copies] == [True]


def test_links_to_no_case_or_itself_and_circles_harm_nothing():
    cases = [
        Case("a", adapted_from="b", copies=(("X", None, "b"), ("Y", None, "hilang"))),
        Case("b", adapted_from="a"),
        Case("c", adapted_from="c"),
        Case("d", adapted_from="hilang"),
    ]
    family = family_of(cases)
    assert [copy.by for copy in family.kin("a").copies] == ["X", "Y"]
    assert family.kin("c") == family.kin("d") == family.kin("tidak-ada") == Kin()


def test_the_collection(real_engine):
    copies = real_engine.family("dongkel-makassar").copies
    assert [copy.by for copy in copies] == ["Kabupaten Sinjai", "Kota Makassar"]
    assert slugs(copies) == ["dongkelor"]  # which names its original itself
    (branch,) = real_engine.family("nasi-tiga-beras").origins
    assert branch.origin.slug == "jarik-ma-siti"
    assert slugs(branch.copies) == ["nasi-tiga-beras", "simba-asia"]
    assert real_engine.family("anggur-merah") == Kin()
