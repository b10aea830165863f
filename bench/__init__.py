"""Measures our search engine against others on the same texts; see ``docs/benchmark.md``.

The other engines, called peers, are optional packages (``bench/requirements.txt``). A peer is
imported only when its engine is built, so this package can be imported without them.
"""
