"""Documents that people carry into an office, written from plain values to bytes.

Nothing here knows HTTP, the index or a request. A document is Indonesian even if the
visitor reads the site in another language, since an Indonesian office signs it.
"""
