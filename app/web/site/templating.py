"""Every name that all templates know: their globals and filters, grouped by module.

A template knows these, what its view passes, and what it imports from other templates.
"""

from __future__ import annotations

from flask import Flask

from app.collection import vocabulary
from app.search import facets
from app.web.site import appearance, assets, i18n, links, macro_cache, present, shortlist


def init_app(app: Flask) -> None:
    """Set up Jinja. To be called after Flask-Babel, whose ``gettext`` is replaced."""
    app.jinja_env.globals.update(
        # site/i18n.py: texts in the language of the page
        _=i18n.template_gettext,
        gettext=i18n.template_gettext,
        ngettext=i18n.template_ngettext,
        locale=i18n.language,
        # site/links.py: addresses
        url_for=links.url_for,
        search_url=links.search_url,
        api_url=links.api_url,
        event_url=links.event_url,
        export_url=links.export_url,
        # site/assets.py: addresses of static files
        asset=assets.asset,
        # site/appearance.py: light or dark
        appearance=appearance.appearance,
        appearance_url=appearance.appearance_url,
        # site/shortlist.py: the reader's list
        picked=shortlist.current,
        carried=shortlist.carried,
        list_url=shortlist.list_url,
        here_with=shortlist.here_with,
        here_adding=shortlist.here_adding,
        # site/present.py: results and cases in words
        chips=present.chips,
        sentence=present.sentence,
        delta=present.delta,
        status_age=present.status_age,
        where=present.where,
        host=present.host,
        page_numbers=present.page_numbers,
        either=present.either,
        hidden=present.hidden,
        why=present.why,
        listed=present.listed,
        copies_of=present.copies_of,
        # search/facets.py and collection/vocabulary.py: value → label
        FACETS=facets.BY_KEY,
        CATEGORIES=vocabulary.CATEGORIES,
        STATUSES=vocabulary.STATUSES,
        EVIDENCE=vocabulary.EVIDENCE,
        LEVELS=vocabulary.LEVELS,
        SECTIONS=vocabulary.SECTIONS,
        SDGS=vocabulary.SDGS,
    )
    app.jinja_env.filters.update(
        # site/i18n.py
        label=i18n.label,
        number=i18n.number,
        # site/present.py
        day=present.day,
        percent=present.percent,
        # site/macro_cache.py
        cached=macro_cache.cached,
        cached_for_each=macro_cache.cached_for_each,
    )
    app.jinja_env.tests.update(
        # site/shortlist.py
        shortlisted=lambda slug: slug in shortlist.current().shortlist.slugs,
    )
