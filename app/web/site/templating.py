"""Every name that all templates know: their globals, filters and tests, grouped by module.

A template knows these names, what its view passes, and what it imports from other templates.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping
from types import FunctionType, MethodType
from typing import Any

from flask import Flask
from flask.templating import Environment
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context, Macro
from markupsafe import Markup, escape

from app.collection import awards, replications, theme_overview, vocabulary, wording
from app.search import facets
from app.web.site import (
    appearance,
    assets,
    canonical,
    case_text,
    catalogue,
    citation,
    dates,
    filter_panel,
    i18n,
    languages,
    links,
    macro_cache,
    menu,
    near,
    offline,
    pairs,
    params,
    places,
    search_text,
    share,
    shortlist,
    structured_data,
)

#: Functions and values by the names that templates use.
GLOBALS: Mapping[str, Callable[..., object] | Mapping[Any, object] | vocabulary.Label | str] = {
    # site/i18n.py: texts in the language of the page
    "_": i18n.template_gettext,
    "gettext": i18n.template_gettext,
    "ngettext": i18n.template_ngettext,
    "pgettext": i18n.template_pgettext,
    "language": i18n.language,
    "document": i18n.document,
    "indonesian": i18n.indonesian,
    "listed_with_and": i18n.listed_with_and,
    "listed_with_or": i18n.listed_with_or,
    # site/macro_cache.py: where a page puts a text into the output of a macro
    "HOLE": macro_cache.HOLE,
    # site/languages.py: this page in the other language
    "alternates": languages.alternates,
    "other_language": languages.other_language,
    # site/links.py: addresses of pages
    "url_for": links.url_for,
    "search_url": links.search_url,
    "api_url": links.api_url,
    "about_url": links.about_url,
    "related_url": links.related_url,
    "advanced_form_url": links.advanced_form_url,
    "event_url": links.event_url,
    "export_url": links.export_url,
    # site/canonical.py: the one address of a page, whole
    "canonical_url": canonical.canonical_url,
    "page_url": canonical.page_url,
    "query_url": canonical.query_url,
    # site/dates.py: a date in three fields
    "date_boxes": dates.date_boxes,
    "date_anchor": dates.date_anchor,
    # site/share.py: addresses that pass a page on
    "mail_url": share.mail_url,
    "whatsapp_url": share.whatsapp_url,
    # site/structured_data.py: what a page is, for search engines
    "breadcrumb_data": structured_data.breadcrumb_data,
    "citation_of_case": citation.citation_of_case,
    "citation_of_theme": citation.citation_of_theme,
    "case_data": structured_data.case_data,
    "dataset_data": structured_data.dataset_data,
    "website_data": structured_data.website_data,
    # site/menu.py: the entry of the menu that the page belongs to
    "current_in_menu": menu.current_in_menu,
    # site/offline.py: the copy that the page belongs to, if any
    "offline": offline.offline_copy,
    # site/assets.py: addresses of static files
    "asset": assets.asset,
    # site/appearance.py: light or dark
    "appearance": appearance.appearance,
    "appearance_url": appearance.appearance_url,
    # site/shortlist.py: the reader's list
    "picked": shortlist.current,
    "shortlist_fields": shortlist.shortlist_fields,
    "shortlist_url": shortlist.shortlist_url,
    "this_page_with": shortlist.this_page_with,
    "this_page_adding": shortlist.this_page_adding,
    # site/case_text.py: the summary of a case; the words found in a text
    "summary_of": case_text.summary_of,
    "marked_words": case_text.marked_words,
    # site/places.py: the page of the region or institution that runs a case
    "place_url": places.place_url,
    # site/params.py: a query as hidden fields of a form
    "search_fields": params.search_fields,
    # site/pairs.py: addresses of who copied whom
    "pairs_url": pairs.pairs_url,
    "pairs_with": pairs.pairs_with,
    # site/catalogue.py: addresses of the catalogue and of the proposal of a case
    "catalogue_url": catalogue.catalogue_url,
    "all_found_url": catalogue.all_found_url,
    "propose_url": catalogue.propose_url,
    # site/near.py: the place near to which cases come first
    "near_text": near.near_text,
    "tier_text": near.tier_text,
    # site/filter_panel.py: lists of the filter panel
    "islands": filter_panel.islands,
    "nation": filter_panel.nation,
    "ranges_of_years": filter_panel.years,
    "regions_listed": filter_panel.regions,
    # site/search_text.py: a query and its results in words
    "chips": search_text.chips,
    "chips_of": search_text.chips_of,
    "chip_text": search_text.chip_text,
    "free_text_query": search_text.free_text_query,
    "sentence": search_text.sentence,
    "page_numbers": search_text.page_numbers,
    "similarity": search_text.similarity,
    # collection/replications.py: whether a copy is used; value → label
    "KINDS": replications.KINDS,
    # search/facets.py: key → facet; collection/vocabulary.py: value → label
    "FACETS": facets.BY_KEY,
    "CATEGORIES": vocabulary.CATEGORIES,
    "ISLAND_NAMES": vocabulary.ISLAND_NAMES,
    "ISLANDS_AND_NATION": vocabulary.ISLANDS_AND_NATION,
    "STATUSES": vocabulary.STATUSES,
    "EVIDENCE": vocabulary.EVIDENCE,
    "RECOGNITION": awards.RECOGNITION,
    # collection/theme_overview.py: kind of figures → label; collection/wording.py: a label
    "FIGURE_KINDS": theme_overview.FIGURE_KINDS,
    "ADVERSE": wording.ADVERSE,
    "LEVELS": vocabulary.LEVELS,
    "SECTIONS": vocabulary.SECTIONS,
    "THEME_SECTIONS": vocabulary.THEME_SECTIONS,
    "SDGS": vocabulary.SDGS,
}

#: Functions of the value before the bar: ``{{ case|place }}``.
FILTERS: Mapping[str, Callable[..., object]] = {
    # site/i18n.py: values in the language of the page
    "label": i18n.label,
    "number": i18n.number,
    "percent": i18n.percent,
    "indonesian": i18n.marked_indonesian,
    "day": i18n.long_date,
    # site/case_text.py and collection/wording.py: a case in words
    "place": case_text.place,
    "status_age": case_text.status_age,
    "figures": case_text.figures,
    "copied_by": case_text.copied_by,
    "copiers": case_text.copiers,
    "notes": case_text.notes_on,
    "host": wording.host,
    # site/macro_cache.py: the output of a macro, remembered, whole or in pieces
    "cached": macro_cache.cached,
    "options": macro_cache.options,
    "pieces": macro_cache.pieces,
}

#: Functions of the value before ``is``: ``{% if slug is shortlisted %}``.
TESTS: Mapping[str, Callable[..., object]] = {
    # site/shortlist.py
    "shortlisted": shortlist.is_shortlisted,
}


class PlainCalls(Context):
    """Jinja's context, which calls functions and macros at once.

    Jinja first asks of each whether it wants the context or the environment, in five steps: with
    800 calls, a tenth of the page of a theme. And it sorts the arguments of each macro, as if some
    were missing, named, or too many.
    """

    def call(self, called: Callable[..., object], /, *args: object, **kwargs: object) -> object:
        """Called by Jinja for each call in a template."""
        if isinstance(called, Macro):
            kwargs.pop("_block_vars", None)
            kwargs.pop("_loop_vars", None)
            if kwargs or called.caller or len(args) != called._argument_count:
                return called(self.eval_ctx, *args, **kwargs)
            # What is left to do for a macro that gets what it takes, in the order it takes it.
            return called._invoke([*args], self.eval_ctx.autoescape)
        if type(called) not in _FUNCTIONS or hasattr(called, "jinja_pass_arg"):
            return super().call(called, *args, **kwargs)
        kwargs.pop("_block_vars", None)
        kwargs.pop("_loop_vars", None)
        return called(*args, **kwargs)


_FUNCTIONS = frozenset({FunctionType, MethodType})


class _PlainOutput(CodeGenerator):
    """Jinja's compiler, with :func:`shown` in the place of ``escape`` around what is shown.

    Jinja's own ``NativeCodeGenerator`` differs from it in the same method.
    """

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.shown(")


def shown(value: object) -> str:
    """A value as HTML.

    MarkupSafe's ``escape`` copies what is HTML already, with a call of three functions in Python:
    300 times on a page of results.
    """
    return value if type(value) is Markup else escape(value)


class SharedGlobals(Environment):
    """Jinja's environment, with one plain dictionary of names for all templates.

    Jinja gives each template a ``ChainMap`` over the names of the environment, and walks through
    it in Python with every ``import`` of every page: a twentieth of a page of results.
    """

    code_generator_class = _PlainOutput
    context_class = PlainCalls
    shown = staticmethod(shown)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Called by Jinja for each template that it loads; ``d`` are names of that template."""
        return {**self.globals, **d} if d else self.globals


def init_app(app: Flask) -> None:
    """Set up Jinja. To be called after Flask-Babel, whose ``gettext`` is replaced."""
    app.jinja_env.globals.update(GLOBALS)
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.tests.update(TESTS)
