"""The table of addresses of features that are imported when they are first asked for."""

from __future__ import annotations

from app.web import routes
from app.web.site.lazy import routes_of


def test_the_table_has_what_the_features_register():
    declared = tuple(routes_of(routes.FEATURES.values()))
    assert declared == routes.ROUTES, "cog -r app/web/routes.py writes it anew"


def test_every_feature_of_the_table_has_addresses():
    assert {route.feature for route in routes.ROUTES} == set(routes.FEATURES)
