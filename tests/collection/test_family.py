"""A family is complete, whether the original names the copy or the copy its original."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.collection.family import Copy, Families, Family


@dataclass(frozen=True)
class Case:
    slug: str
    copies: tuple[tuple[str, int | None, str | None], ...] = ()
    adapted_from: str | None = None
    government: str = "Pemerintah Kota Malang"
    started: int | None = 2020
    status: str = "berlanjut"
    level: str = "kota"
    province: str = "Jawa Timur"
    category: str = "kesehatan"

    @property
    def title(self) -> str:
        return self.slug.title()


def families_of(*cases: Case) -> Families:
    return Families(lambda: cases)


def slugs(copies: Iterable[Copy]) -> list[str]:
    """The slugs of the copies that have a case of their own."""
    return [copy.case.slug for copy in copies if copy.case]


def test_the_original_or_the_copy_may_name_the_other():
    named_by_origin = [Case("asal", copies=(("Kota Batu", 2021, "salinan"),)), Case("salinan")]
    named_by_copy = [Case("asal"), Case("salinan", adapted_from="asal")]
    for cases in (named_by_origin, named_by_copy):
        families = families_of(*cases)
        assert slugs(families.of("asal").copies) == ["salinan"]
        (branch,) = families.of("salinan").origins
        assert branch.origin.slug == "asal"


def test_a_copy_named_in_both_files_is_listed_once():
    copy = Case("salinan", adapted_from="asal", government="Pemerintah Kabupaten Sinjai")
    for entry in (("Sinjai", 2021, "salinan"), ("Kabupaten Sinjai", 2021, None)):
        family = families_of(Case("asal", copies=(entry,)), copy).of("asal")
        assert family.copies == (Copy(entry[0], 2021, copy),)


def test_a_copy_that_the_original_does_not_name_has_its_own_government_and_year():
    copy = Case("salinan", adapted_from="asal", government="Pemerintah Kota Batu", started=2022)
    asal = Case("asal", copies=(("Kabupaten Malang", 2021, None),))
    assert families_of(asal, copy).of("asal").copies == (
        Copy("Kabupaten Malang", 2021, None),
        Copy("Kota Batu", 2022, copy),
    )


def test_other_copies_of_its_original_are_in_the_family_of_a_copy():
    cases = [Case("asal"), Case("a", adapted_from="asal"), Case("b", adapted_from="asal")]
    (branch,) = families_of(*cases).of("a").origins
    assert slugs(branch.copies) == ["a", "b"]


def test_a_promise_to_copy_is_marked():
    asal = Case("asal", copies=(("Ngrambe (komitmen)", 2024, None),))
    assert [copy.promised for copy in families_of(asal).of("asal").copies] == [True]


def test_links_to_no_case_or_to_itself_and_circles_do_no_harm():
    cases = [
        Case("a", adapted_from="b", copies=(("X", None, "b"), ("Y", None, "hilang"))),
        Case("b", adapted_from="a"),
        Case("c", adapted_from="c"),
        Case("d", adapted_from="hilang"),
    ]
    families = families_of(*cases)
    assert [copy.by for copy in families.of("a").copies] == ["X", "Y"]
    assert families.of("c") == families.of("d") == families.of("tidak-ada") == Family()


def test_families_of_the_real_collection(real_engine):
    copies = real_engine.family("dongkel-makassar").copies
    assert [copy.by for copy in copies] == ["Kabupaten Sinjai (Pusdongkel)", "Kota Makassar"]
    assert slugs(copies) == ["dongkelor"]  # which names its original itself
    (branch,) = real_engine.family("nasi-tiga-beras").origins
    assert branch.origin.slug == "jarik-ma-siti"
    assert slugs(branch.copies) == ["nasi-tiga-beras", "simba-asia"]
    assert real_engine.family("anggur-merah") == Family()
