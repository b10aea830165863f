"""Figures about the running site, for Prometheus."""

from app.web.metrics.views import blueprint, init_app

__all__ = ["blueprint", "init_app"]
