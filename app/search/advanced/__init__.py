"""Advanced search: queries with fields and operators, answered by Whoosh.

Whoosh is imported when a first advanced query is searched, not before: a worker that is
never asked one stays smaller by what Whoosh takes.
"""
