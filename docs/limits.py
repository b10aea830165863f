"""The limits of the program: how much it takes, area by area."""

from __future__ import annotations

from collections.abc import Mapping

from app import server, server_worker
from app.collection import (
    case,
    catalogue,
    curation,
    files,
    finding,
    links,
    markup,
    strict_yaml,
)
from app.contribution import entry, inbox, office_files, read_excel, read_sheet, read_word
from app.documents import letters
from app.documents.event import agenda, kit
from app.documents.office import tables as office_tables
from app.documents.plan import form as plan_form
from app.pack import choice, names
from app.pack import event as pack_event
from app.search import catalogue as catalogue_search
from app.search import suggest
from app.search.advanced import clock, parse, syntax, whoosh_reader
from app.search.index import history
from app.search.query import clauses, query, region_names
from app.web.advanced import form
from app.web.catalogue import files as catalogue_files
from app.web.contribute import filled, steps
from app.web.contribute import views as contribute_views
from app.web.corrections import correction
from app.web.events import details, event_code
from app.web.opendata import store as release_store
from app.web.packs import shelf
from app.web.replications import files as replications
from app.web.sharing import feeds, picture_store, sitemap
from app.web.site import caching, params, security, shortlist
from app.web.site import catalogue as catalogue_site
from app.web.workbench import comparison, export, plan_views
from docs.markdown import table

LIMITS: Mapping[str, Mapping[str, tuple[int, str]]] = {
    "case files": {
        "size of a file": (files.MAX_BYTES, "bytes"),
        "problems of a file that are told one by one": (finding.MOST_OF_A_FILE, ""),
        "size of a curators' list": (curation.MAX_BYTES, "bytes"),
        "size of the list of links": (links.MAX_BYTES, "bytes"),
        "name of a file, without `.md`": (case.SLUG_MAX, "characters"),
        "levels of nesting in YAML": (strict_yaml.MAX_DEPTH, ""),
        "a paragraph": (markup.MAX_BLOCK, "characters"),
        "signs `[` in a paragraph, besides citations": (markup.MAX_BRACKETS, ""),
    },
    "catalogue": {
        "size of the file": (catalogue.MAX_BYTES, "bytes"),
        "rows": (catalogue.MAX_ROWS, ""),
        "words of a text that are looked up": (catalogue_search.MAX_WORDS, ""),
        "entries below the results of a search": (catalogue_search.BESIDE_CASES, ""),
        "entries on the page of a region or institution": (catalogue_site.OF_A_PLACE, ""),
        "rows of a file": (catalogue_files.MOST_ROWS, ""),
    },
    "searches": {
        "text of a query": (clauses.MAX_CHARACTERS, "characters"),
        "words of a query": (clauses.MAX_WORDS, ""),
        "values of one parameter": (params.MAX_VALUES, ""),
        "name of a kabupaten or kota in the filter": (region_names.LONGEST, "characters"),
        "results a page, in the API": (query.MAX_PER_PAGE, ""),
        "text that completions are sought for": (suggest.LONGEST, "characters"),
        "completions of a text": (suggest.MOST, ""),
        "number of a page": (params.MAX_PAGE, ""),
        "cases that are gone, in the notes of changes": (history.MOST_GONE, ""),
    },
    "advanced searches": {
        "text of a query": (parse.MAX_CHARACTERS, "characters"),
        "words of a query": (parse.MAX_WORDS, ""),
        "brackets within one another": (syntax.MAX_DEPTH, ""),
        "distance within a phrase": (parse.MAX_DISTANCE, "words"),
        "typing errors of a fuzzy word": (parse.MAX_SLIPS, ""),
        "words that a pattern or a fuzzy word stands for": (whoosh_reader.MAX_MATCHES, ""),
        "rows of the form": (form.MAX_ROWS, ""),
        "words of a row of the form": (form.MAX_CHARACTERS, "characters"),
        "time of a query": (round(clock.TIME_LIMIT * 1000), "ms"),
    },
    "inbox": {
        "text of an entry": (entry.MOST_BYTES, "bytes"),
        "entries that wait": (inbox.MOST_ENTRIES, ""),
        "of these, entries that came singly": (inbox.MOST_SINGLE, ""),
        "texts that wait, together": (inbox.MOST_BYTES_WAITING, "bytes"),
        "cases in an import": (inbox.MOST_IN_IMPORT, ""),
        "reason for rejecting an entry": (inbox.MOST_WHY, "characters"),
        "entries kept of those accepted, and of those rejected": (inbox.MOST_DECIDED, ""),
    },
    "imports": {
        "size of a file": (office_files.MAX_FILE, "bytes"),
        "size of what a file unpacks to": (office_files.MAX_UNPACKED, "bytes"),
        "the same, for a file sent to the site": (office_files.SITE_UNPACKED, "bytes"),
        "times its size that a part over 1 MB unpacks to": (office_files.MAX_RATIO, ""),
        "parts of a file": (office_files.MAX_PARTS, ""),
        "XML elements in all of them": (office_files.MAX_ELEMENTS, ""),
        "the same in all of them, for a file sent to the site": (office_files.SITE_ELEMENTS, ""),
        "XML elements within one another": (office_files.MAX_NESTING, ""),
        "cells in merged areas and links": (office_files.MAX_SPANNED, ""),
        "cases of a spreadsheet": (read_sheet.MAX_CASES, ""),
        "columns of a spreadsheet": (read_excel.MAX_COLUMNS, ""),
        "number of a result, award, copy or source": (read_sheet.MAX_ENTRIES, ""),
        "paragraphs and tables of a Word file": (read_word.MAX_BLOCKS, ""),
    },
    "requests": {
        "first line of a request, with the address": (server.REQUEST_LINE, "bytes"),
        "body of a request": (security.MOST_BYTES, "bytes"),
        "fields of a form": (security.MOST_PARTS, ""),
        "pages that a process stores": (caching.CACHE_BYTES, "bytes"),
        "files for an office that a process stores": (caching.FILE_CACHE_BYTES, "bytes"),
        "files that wait in line in a process": (server_worker.MOST_IN_LINE, ""),
        "clients that a process waits for in the midst of a body or an answer": (
            server_worker.MOST_AWAITED,
            "",
        ),
        "pictures that a process stores": (picture_store.STORE_BYTES, "bytes"),
        "wait for a picture while others are drawn": (round(picture_store.LONGEST_WAIT), "s"),
        "wait for data files while they are made": (round(release_store.LONGEST_WAIT), "s"),
        "time without a new try after data files that could not be written": (
            round(release_store.RETRY_AFTER),
            "s",
        ),
        "generations of data files": (release_store.MOST_RELEASES, ""),
        "cases of a feed": (feeds.ENTRIES, ""),
        "results among which a feed looks for the latest": (feeds.MOST_SEARCHED, ""),
        "addresses of a sitemap": (sitemap.MOST_ADDRESSES, ""),
    },
    "workbench": {
        "cases in a shortlist": (shortlist.MOST, ""),
        "cases in a comparison": (comparison.MOST, ""),
        "a section shown unfolded in a comparison": (comparison.UNFOLDED, "characters"),
        "rows of results as a file": (export.MOST_ROWS, ""),
        "rows of who copied whom as a file": (replications.MOST_ROWS, ""),
        "a cell of a file": (office_tables.MAX_CELL, "characters"),
        "text of a correction": (correction.MOST_TEXT, "characters"),
        "source of a correction": (correction.MOST_SOURCE, "characters"),
        "a short answer of a correction": (correction.MOST_LINE, "characters"),
        "questions of a letter": (letters.MOST_QUESTIONS, ""),
        "a question of a letter": (letters.LONGEST_QUESTION, "characters"),
        "lines of a text of a plan": (plan_form.MOST_LINES, ""),
        "lines of a text in a table of a plan": (plan_form.MOST_LINES_OF_CELL, ""),
        "address that carries a plan": (plan_views.LONGEST_LINK, "characters"),
    },
    "proposals": {
        "all texts of the form for a new case": (filled.MOST_TYPED, "characters"),
        "a saved form": (filled.MOST_BYTES, "bytes"),
        "paragraphs of a section, in the form": (steps.MOST_PARAGRAPHS, ""),
        "fields of that form": (contribute_views.MOST_PARTS, ""),
    },
    "events": {
        "cases of an event": (shortlist.MOST, ""),
        "slots of an agenda": (agenda.MOST_SLOTS, ""),
        "title of a slot": (agenda.LONGEST_TITLE, "characters"),
        "a slot": (agenda.MOST_MINUTES, "minutes"),
        "participants": (details.MOST_PARTICIPANTS, ""),
        "rows of the sheets to sign": (kit.MOST_ROWS, ""),
        "governments that are invited": (kit.MOST_INVITED, ""),
        "code of an event": (event_code.LONGEST, "digits"),
        "text that a code unpacks to": (event_code.MOST_TEXT, "bytes"),
    },
    "packs": {
        "cases named one by one": (choice.MOST_LISTED, ""),
        "address of an event": (pack_event.LONGEST, "characters"),
        "path of a file, with the name of the pack": (names.PATH_MAX, "characters"),
        "packs that `/paket` offers": (shelf.MOST, ""),
    },
}


def limits(area: str, previous: str) -> str:
    """The limits of one area: the most that is taken, and what happens beyond."""
    rows = [
        {"Limit": name, "At most": f"{most:,} {unit}".strip()}
        for name, (most, unit) in LIMITS[area].items()
    ]
    return table(("Limit", "At most", "Beyond it"), rows, previous)
