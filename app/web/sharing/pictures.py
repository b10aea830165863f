"""The picture of a case, of a theme, of a region and of the site, for links that are shared."""

from __future__ import annotations

import hashlib

from flask import Response, abort, current_app, request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as BaseResponse

from app.collection import evidence, vocabulary, wording
from app.collection.case import Case
from app.collection.regions import Region, by_code
from app.collection.theme import Theme
from app.search.engine import Engine
from app.search.index.entries import Card
from app.search.theme_cards import ThemeCard
from app.web.sharing.blueprint import blueprint
from app.web.sharing.drawing import Picture
from app.web.sharing.picture_store import BusyError, PictureStore, digest
from app.web.site.case_text import place
from app.web.site.cases import requested_case
from app.web.site.engine import current_engine
from app.web.site.errors import answer
from app.web.site.i18n import label, number

#: How long a program may store a picture, in seconds; then it asks whether it has changed.
MAX_AGE = 24 * 3600

_STORE = PictureStore()


@blueprint.get("/gambar.png")
def site_picture() -> BaseResponse:
    """The picture of every page that has none of its own."""
    engine = current_engine()
    return _png(
        Picture(
            kind=_("Pelayanan publik Indonesia"),
            title=_("Cari, nilai, dan tiru inovasi pelayanan publik"),
            place=_("Setiap fakta disertai sumbernya."),
            measure=_("Dari seluruh Indonesia"),
            after=ngettext("%(n)s inovasi", "%(n)s inovasi", engine.cases, n=number(engine.cases)),
        )
    )


@blueprint.get("/inovasi/<slug>/gambar.png")
def case_picture(slug: str) -> BaseResponse:
    """A case: its name, its place, and its strongest figure."""
    return _png(picture_of_case(requested_case(slug)))


@blueprint.get("/tema/<slug>/gambar.png")
def theme_picture(slug: str) -> BaseResponse:
    """A theme: its question, and how much is known."""
    card = current_engine().theme_cards.get(slug)
    if card is None:
        abort(answer(404, _("Tema ini tidak ada"), _("Periksa alamatnya, lalu coba lagi.")))
    return _png(picture_of_theme(card))


@blueprint.get("/daerah/<code>/gambar.png")
def region_picture(code: str) -> BaseResponse:
    """A region: how many cases it has, and the figure of the best proven one."""
    region = by_code().get(code)
    if region is None:
        abort(answer(404, _("Daerah ini tidak ada"), _("Periksa alamatnya, lalu coba lagi.")))
    return _png(picture_of_region(region, current_engine()))


# --- texts -------------------------------------------------------------------------------


def picture_of_case(case: Case) -> Picture:
    """The texts of the picture of a case. That it has stopped is said wherever it goes."""
    where = place(case)
    if case.status == "berhenti":
        where = _("%(place)s. Tercatat sudah berhenti", place=where)
    result = evidence.headline(case)
    kind = label(vocabulary.CATEGORIES[case.category])
    if result is None:
        return Picture(kind, case.title, where)
    figures = wording.figures(result.measure, result.before, result.after)
    return Picture(kind, case.title, where, *_figure(figures))


def picture_of_theme(card: ThemeCard) -> Picture:
    """The texts of the picture of a theme."""
    theme: Theme = card.theme
    ways = ngettext("%(num)s cara", "%(num)s cara", card.approaches)
    cases = ngettext("%(num)s kasus", "%(num)s kasus", card.cases)
    return Picture(
        kind=_("Tema"),
        title=theme.title,
        place=theme.question,
        measure=_("Yang sudah dicoba dan tercatat"),
        after=f"{ways} · {cases}",
    )


def picture_of_region(region: Region, engine: Engine) -> Picture:
    """The texts of the picture of a region."""
    cards = engine.cards_of(engine.regions.get(region.code, ())).values()
    is_province = region.level == "provinsi"
    name = _("Provinsi %(name)s", name=region.name) if is_province else region.name
    count = (
        ngettext("%(num)s kasus inovasi", "%(num)s kasus inovasi", len(cards))
        if cards
        else _("Belum ada kasus")
    )
    where = "" if is_province else region.province
    best = max((card for card in cards if card.result), key=_evidence, default=None)
    if best is None or best.result is None:
        return Picture(count, name, where)
    measure, before, after = _figure(wording.figures(*best.result))
    return Picture(count, name, where, f"{best.title}: {measure}", before, after)


def _evidence(card: Card) -> int:
    return card.evidence


def _figure(figures: wording.Figures) -> tuple[str, str, str]:
    """What is measured, with its period, and the figures before and after."""
    measure = f"{figures.measure} ({figures.period})" if figures.period else figures.measure
    return measure, figures.before or "", figures.after


# --- answers -----------------------------------------------------------------------------


def _png(picture: Picture) -> BaseResponse:
    """The answer to a request for a picture: nothing is drawn for whoever has it already."""
    code: str = current_app.extensions["code_digest"]
    image = Response(mimetype="image/png")
    image.set_etag(hashlib.sha256(f"{code} {digest(picture)}".encode()).hexdigest()[:20])
    image.cache_control.max_age = MAX_AGE
    if request.if_none_match.contains_weak(image.get_etag()[0] or ""):
        return image.make_conditional(request)
    try:
        image.set_data(_STORE.png(picture))
    except BusyError:
        busy = answer(503, _("Server sedang sibuk"), _("Coba lagi sebentar lagi."))
        busy.headers["Retry-After"] = "10"
        return busy
    return image
