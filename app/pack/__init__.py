"""The offline pack: a folder of pages, and its ZIP, that opens without a server.

``./pustaka pack`` chooses cases (:mod:`.choice`), lists the pages that they need
(:mod:`.contents`), has the site's own application make them (:mod:`.rendering`), turns the
links into relative ones (:mod:`.links`, :mod:`.rewriting`), and writes folder and ZIP whole
or not at all (:mod:`.writing`). :mod:`.build` runs these steps; docs/pack.md describes the pack.
"""
