"""The rules of ranking beyond BM25, as numbers.

Each was chosen on the development topics of ``tests/relevance/``; docs/search.md says
how much each rule gains. The rankers of :mod:`app.search.rank` and of
:mod:`app.search.reference` both follow them.
"""

from __future__ import annotations

#: What a synonym counts against the word that was typed.
SYNONYM = 0.95

#: A case may hold a concept in several ways (the word itself, synonyms). The best way
#: counts in full, each other way counts this share.
FURTHER_WAY = 0.4

#: What the typed form of a word counts against another form with the same stem.
SAME_FORM = 1.05

#: A case that has a named attribute, or is run by a named place, scores this many times the
#: rarity of the attribute.
ATTRIBUTE = 2.2

#: A case that only mentions the attribute, or the place, keeps this share of the score of its
#: words.
MENTION = 0.4

#: The exponent of coverage: how much a case with most concepts of a query gains on a
#: case with few of them.
COORDINATION = 0.15

#: The coverage that a case needs to be found, each concept counting its rarity. If no
#: case reaches the first, the next is tried: a long query never asks for all of its
#: words, and a short query never finds cases with just any of its words.
COVERAGES = (0.15, 0.0)

#: A case is about a query if the fields that say what it is about (``fields.CORE``) hold
#: this share of what the query asks, each concept counting its rarity …
ABOUT_CORE = 0.25

#: … and it scores at least this share of the best case, names apart and before any filter.
ABOUT_SCORE = 0.3

#: Of cases with the same score those with measured results stand first: those from this step
#: of the evidence ladder on …
FIRST_MEASURED = 1

#: … then those with one of these properties: an award from outside their region.
RECOGNISED = ("award-international", "award-national")

#: Where a place is near to which cases come first, cases fit equally well whose scores are both
#: at least this share of the best, names apart and before any filter, or both below it. A case
#: that scores above the best by its name comes before either.
NEAR_BAND = 0.5

#: Scores are rounded to this many decimal places. Sums in another order differ in their
#: last bits, and cases that deserve the same score must get it.
DECIMALS = 9
