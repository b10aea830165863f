"""The replication plan (*rencana aksi replikasi*) of a case.

``form`` declares its sections and fields, ``prefill`` fills them in from the case,
``budget`` works out its costs, ``plan`` reads the values that a visitor sent, ``word``
writes the Word file.
"""
