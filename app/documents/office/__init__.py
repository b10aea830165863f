"""Writers of office files: Word, Excel, CSV, QR codes, letterheads. They know no case.

``content`` has the texts that all of them write. The modules that load large libraries
(``word``, ``excel``) are imported where a file is written.
"""
