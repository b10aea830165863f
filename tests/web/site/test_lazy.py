"""Features that are imported when one of their pages is first asked for."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Blueprint, Flask, url_for

from app.settings import Settings
from app.web.site.lazy import LazyFeatures, Route, routes_of

CODE = """
from flask import Blueprint, current_app, request

blueprint = Blueprint("garden", __name__)

def init_app(app, settings):
    app.extensions["garden"] = app.extensions.get("garden", 0) + settings.threads

@blueprint.before_request
def _water():
    request.watered = True

@blueprint.after_request
def _label(response):
    response.headers["X-Garden"] = "open"
    return response

@blueprint.errorhandler(ZeroDivisionError)
def _explain(error):
    return "by zero", 418

@blueprint.route("/bed/<int:number>", methods=["GET", "POST"])
@blueprint.get("/beds", defaults={"number": 7}, endpoint="beds")
def bed(number):
    return f"{100 // number} {request.watered} {request.method} {current_app.extensions['garden']}"
"""


@pytest.fixture
def app(tmp_path, monkeypatch) -> Flask:
    """A site with one feature, which counts how often it is set up."""
    name = "garden_feature"
    (tmp_path / f"{name}.py").write_text(CODE)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, name, raising=False)
    app = Flask("site")
    features = LazyFeatures({"garden": name}, Settings(threads=3))
    features.init_app(app, tuple(routes_of([name])))
    return app


def test_routes_are_those_of_the_views(app):
    rules = {str(rule): rule.endpoint for rule in app.url_map.iter_rules()}
    assert rules["/bed/<int:number>"] == "garden.bed"
    assert rules["/beds"] == "garden.beds"
    assert "garden.bed" not in app.view_functions, "it isn't imported yet"


def test_pages_link_to_a_feature_before_it_is_imported(app):
    with app.test_request_context():
        assert url_for("garden.bed", number=2) == "/bed/2"
    assert "garden.bed" not in app.view_functions


def test_a_first_request_finds_all_that_the_feature_registers(app):
    client = app.test_client()
    assert client.get("/bed/2").text == "50 True GET 3"
    assert client.post("/bed/4").text == "25 True POST 3"
    assert client.get("/beds").text == "14 True GET 3"
    assert client.get("/bed/0").status_code == 418
    assert client.get("/bed/0").headers["X-Garden"] == "open"


@pytest.mark.parametrize(
    ("method", "path", "status"), [("PUT", "/bed/2", 405), ("GET", "/tree", 404)]
)
def test_what_no_view_answers_imports_nothing(app, method, path, status):
    assert app.test_client().open(path, method=method).status_code == status
    assert "garden.bed" not in app.view_functions


def test_requests_at_once_set_a_feature_up_once(app):
    with ThreadPoolExecutor(8) as visitors:
        answers = list(visitors.map(lambda _: app.test_client().get("/bed/1").text, range(40)))
    assert set(answers) == {"100 True GET 3"}


def test_a_route_is_written_as_python_has_it():
    route = Route("/beds", "garden.beds", ("GET",), {"number": 7})
    assert route.text() == "Route('/beds', 'garden.beds', ('GET',), {'number': 7})"
    assert Route("/", "garden.gate").text() == "Route('/', 'garden.gate')"


def test_other_blueprints_stay_as_they_are(app):
    other = Blueprint("other", __name__)
    other.get("/other")(lambda: "other")
    app.register_blueprint(other)
    client = app.test_client()
    assert client.get("/bed/2").status_code == 200
    assert client.get("/other").text == "other"
