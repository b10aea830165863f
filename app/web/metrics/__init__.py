"""Figures about the running site, for Prometheus."""

from app.web.metrics.views import blueprint, count_refusal, init_app

__all__ = ["blueprint", "count_refusal", "init_app"]
