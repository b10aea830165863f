"""Measures the search against its peers on the same texts; see ``docs/benchmark.md``.

The peers are extras (``bench/requirements.txt``). Nothing here needs them before an
engine of theirs is built, so that the package can be imported without.
"""
