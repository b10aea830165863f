"""Writing documents people carry into an office: from plain values to bytes.

Nothing here knows of HTTP, of the index or of a request. A document is Indonesian
whatever the language of the page it was asked from, since an Indonesian office signs it.
"""
