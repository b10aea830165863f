"""Pustaka Inovasi: a searchable library of public-service innovations."""

#: The version of the software; its only home. pyproject.toml and `pustaka --version` read it
#: here, since the launcher runs the checkout without installing it as a package. The API has a
#: version of its own, that of its contract (app/web/api/openapi.py).
__version__ = "0.1.0"
