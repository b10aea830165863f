"""Looking up the places of a few cases gives the order in which sorting puts all."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.search.index import ordering
from app.search.index.arrays import Arrays, Key, offsets

# Few values, so that cases are often of the same age, name or source.
FEW = st.sampled_from(["", "a", "b", "é"])
CASES = st.lists(st.tuples(FEW, FEW, FEW), max_size=8)


def snapshot(cases: list[tuple[str, str, str]], prefix: str) -> Arrays:
    """A snapshot with nothing but keys, in the order of a part of a build."""
    keys = [
        Key(name, f"{prefix}{n}", order, source) for n, (name, order, source) in enumerate(cases)
    ]
    newest = ordering.newest_first(keys, ordering.in_order_of_names(keys))
    blobs = ["\t".join(keys[n]).encode() for n in newest]
    return {
        "key": np.frombuffer(b"".join(blobs), np.uint8),
        "key_at": offsets(map(len, blobs)),
        "length": np.zeros(len(blobs), np.uint8),
    }


@given(CASES, CASES, st.sets(st.integers(0, 7)))
def test_a_few_cases_are_put_where_sorting_puts_them(present, further, gone):
    base, added = snapshot(present, "lama"), snapshot(further, "baru")
    whole = ordering.merged([(base, frozenset())])
    ordered = {**base, "by_name": whole.by_name, "by_source": whole.by_source}
    dropped = frozenset(f"lama{n}" for n in gone)
    for others in ([(added, frozenset[str]())], []):
        sorted_anew = ordering.merged([(base, dropped), *others])
        looked_up = ordering.merged([(ordered, dropped), *others])
        for expected, found in zip(sorted_anew, looked_up, strict=True):
            assert np.array_equal(expected, found)
