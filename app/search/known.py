"""What the file of a case holds data about: the values of the facet ``known``.

Facts that an officer must know before copying are declared in
:data:`app.collection.evidence.DECIDING`; readers also ask for kinds of evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from app.collection import contacts, evidence
from app.collection.case import Case
from app.collection.vocabulary import Label, Vocabulary

#: Value → its name, and whether the file of a case has such data.
KNOWN: Mapping[str, tuple[Label, Callable[[Case], object]]] = {
    "result": evidence.DECIDING["result"],
    "before_after": (
        Label("angka sebelum dan sesudah", "figures before and after"),
        lambda case: evidence.assess(case).compared,
    ),
    "study": (
        Label("kajian pihak luar", "an external study"),
        evidence.studies,
    ),
    "cost": evidence.DECIDING["cost"],
    "staff": evidence.DECIDING["staff"],
    "duration": evidence.DECIDING["duration"],
    "legal_basis": evidence.DECIDING["legal_basis"],
    "lessons": (
        Label("tantangan atau pembelajaran", "challenges or lessons"),
        lambda case: case.section("tantangan") or case.section("pembelajaran"),
    ),
    "copy_terms": evidence.DECIDING["copy_terms"],
    "copied": evidence.DECIDING["copies"],
    "status_checked": evidence.DECIDING["status"],
    "contact": (Label("kontak", "a contact"), contacts.has_site),
}

#: The same values as a vocabulary, with names that can begin a line.
VOCABULARY = Vocabulary(
    {
        value: (label.id[:1].upper() + label.id[1:], label.en[:1].upper() + label.en[1:])
        for value, (label, _) in KNOWN.items()
    }
)


def values_of(case: Case) -> Iterator[str]:
    """The kinds of data that the file of a case has."""
    return (value for value, (_, has) in KNOWN.items() if has(case))
