"""The JSON API: its contract and its errors."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from app.search.facets import FACETS
from app.search.index import builder
from app.settings import Settings
from app.web.application import create_app


def test_search_answers_as_the_contract_says(ask):
    answer = ask(q="stunting", category="kesehatan", per_page=2)
    query = {"q": "stunting", "filters": {"category": ["kesehatan"]}, "sort": "relevance"}
    assert answer["query"].items() >= {**query, "page": 1, "per_page": 2}.items()
    assert {"total", "pages", "took_ms", "interpretation", "results", "facets"} < answer.keys()
    assert {"terms", "added", "corrected", "suggestion"} <= answer["interpretation"].keys()
    assert answer["pages"] == -(-answer["total"] // 2)
    assert answer["took_ms"] > 0
    first = answer["results"][0]
    assert first.keys() >= {
        *("slug", "url", "title", "expansion", "summary", "agency", "government", "level"),
        *("province", "category", "status", "started", "score", "highlights"),
    }
    assert first["url"] == f"/inovasi/{first['slug']}"
    assert {"title", "snippet"} <= first["highlights"].keys()
    assert "<mark>" in json.dumps(first["highlights"])
    health = next(v for v in answer["facets"]["category"] if v["value"] == "kesehatan")
    assert health == {
        "value": "kesehatan",
        "label": "Kesehatan",
        "count": answer["total"],
        "selected": True,
    }
    assert list(answer["facets"]) == [facet.key for facet in FACETS]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "q=stunting",
        "q=anak&category=kesehatan&category=pendidikan&sort=newest",
        "sort=name&page=3",
        "level=kota&status=berkembang&sdg=3",
    ],
)
def test_page_and_api_show_the_same(get, ask, query):
    page = get(f"/cari?{query}")
    parameters: dict[str, list[str]] = {}
    for name, value in parse_qsl(query):
        parameters.setdefault(name, []).append(value)
    answer = ask(**parameters)
    assert page.slugs == [result["slug"] for result in answer["results"]] != []
    assert page.total == answer["total"]


def test_a_page_of_results_links_its_own_json(get, client):
    address = next(
        link
        for link in get("/cari?q=anak&category=kesehatan&category=gender&sort=name").links
        if link.startswith("/api/")
    )
    assert parse_qsl(urlsplit(address).query) == [
        *(("q", "anak"), ("category", "kesehatan"), ("category", "gender"), ("sort", "name"))
    ]
    assert client.get(address).status_code == 200


def test_pages_of_the_api_follow_each_other(ask):
    slugs = [
        result["slug"]
        for page in range(1, 6)
        for result in ask(sort="name", per_page=100, page=page)["results"]
    ]
    assert len(slugs) == len(set(slugs)) == ask()["total"]


def test_a_case_comes_whole(client):
    case = client.get("/api/v1/cases/putik-sari").get_json()
    assert case["url"] == "/inovasi/putik-sari"
    assert case["expansion"] == "Kampung Tematik Wonosari Berseri"
    assert case["summary_en"].startswith("In Wonosari, Malang District, the subdistrict head")
    assert len(case["problems"]) == 4
    assert case["problems"][1] == (
        "produk desa satu dan lainnya mirip, tidak punya ciri khas dan susah dijual"
    )
    assert case["region"] == "35.07"
    assert case["sdgs"] == [8, 11]
    assert case["cost"] is None
    assert case["awards"][0] == {"name": "Kovablik Jawa Timur", "rank": "Top 30", "year": 2022}
    assert case["results"][0]["after"] == "8 (2023)"
    assert case["sources"][0]["date"] == "2023-07-11"
    assert case["sources"][2]["date"] == 2022
    assert [section["key"] for section in case["sections"]] == [
        *("masalah", "solusi", "pelaksanaan", "dampak", "pembelajaran", "replikasi")
    ]
    problem = case["sections"][0]
    assert problem["heading"] == "Masalah"
    assert problem["markdown"].startswith("Kecamatan Wonosari terletak di kaki Gunung Kawi")
    assert '<a href="#s1"' in problem["html"]
    assert problem["cites"] == [1, 2, 5, 5]


def test_a_search_names_the_themes_that_it_meets(ask, real_engine):
    card = real_engine.theme_cards["mengelola-sampah"]
    assert ask(q="sampah plastik")["themes"] == [
        {
            "slug": "mengelola-sampah",
            "title": card.theme.title,
            "url": "/tema/mengelola-sampah",
            "approaches": card.approaches,
            "cases": card.cases,
        }
    ]
    assert ask(q="sampah", page=2)["themes"] == ask(q="Putik Sari")["themes"] == []


def test_a_case_names_its_themes(client):
    themes = client.get("/api/v1/cases/kang-pisman").get_json()["themes"]
    assert themes[0] == {
        "slug": "mengelola-sampah",
        "title": "Mengurangi dan mengolah sampah",
        "url": "/tema/mengelola-sampah",
        "approach": "Memilah di rumah dan mengolah di desa atau RW",
    }
    cited = client.get("/api/v1/cases/jembrana-kedas").get_json()["themes"]
    assert {"slug": "mengelola-sampah", "approach": None}.items() <= cited[-1].items()


def test_themes_are_listed_with_their_numbers(client, real_engine):
    answer = client.get("/api/v1/themes").get_json()
    assert answer["total"] == len(answer["themes"]) == len(real_engine.themes)
    waste = next(line for line in answer["themes"] if line["slug"] == "mengelola-sampah")
    assert (waste["url"], waste["category"]) == ("/tema/mengelola-sampah", "lingkungan")
    assert waste["cases"] >= waste["measured"] >= waste["compared"] > 0


def test_a_theme_comes_whole(client, real_engine):
    answer = client.get("/api/v1/themes/mengelola-sampah").get_json()
    theme = real_engine.themes["mengelola-sampah"]
    assert answer["queries"] == list(theme.queries)
    assert [approach["name"] for approach in answer["approaches"]] == [
        approach.name for approach in theme.approaches
    ]
    steps = [case["evidence"] for case in answer["approaches"][0]["cases"]]
    assert steps == sorted(steps, reverse=True)
    for step, count in answer["by_step"].items():
        assert count == sum(approach["by_step"][step] for approach in answer["approaches"])
    assert answer["cases"] == sum(answer["by_step"].values())
    assert [section["key"] for section in answer["sections"]] == [
        section.key for section in theme.sections
    ]
    assert answer["sections"][0]["html"].count('href="#s') == len(answer["sections"][0]["cites"])
    assert answer["cited"][0] == {
        "slug": "waste-collecting-point",
        "url": "/inovasi/waste-collecting-point",
        "title": real_engine.case("waste-collecting-point").title,
        "number": 1,
    }
    slugs = {case["slug"] for approach in answer["approaches"] for case in approach["cases"]}
    assert {result["case"] for result in answer["results"]} <= slugs


def test_completions_lead_to_themes_cases_and_searches(client, real_engine):
    def completions(typed: str) -> list[dict[str, object]]:
        answer = client.get("/api/v1/suggest", query_string={"q": typed}).get_json()
        assert answer["q"] == typed[:80]
        assert len(answer["suggestions"]) <= 8
        return list(answer["suggestions"])

    assert completions("putik sa")[0] == {
        "text": "Putik Sari",
        "kind": "case",
        "url": "/inovasi/putik-sari",
        "detail": "Kabupaten Malang",
        "count": 1,
    }
    assert completions("bank samp")[0] == {
        "text": "Mengurangi dan mengolah sampah",
        "kind": "theme",
        "url": "/tema/mengelola-sampah",
        "detail": None,
        "count": len(real_engine.themes["mengelola-sampah"].cases),
    }
    problem = "anak putus sekolah sejak pandemi dan tidak ada yang mendata"
    assert completions("anak putus sek")[2] == {
        "text": problem,
        "kind": "problem",
        "url": f"/cari?q={problem.replace(' ', '+')}",
        "detail": None,
        "count": 1,
    }
    assert completions("pe" * 5000) == completions("p") == completions("") == []
    assert len(completions("pe")) == 8


def test_vocabulary_names_every_value_that_can_be_asked_for(client, ask):
    vocabulary = client.get("/api/v1/vocabulary").get_json()["facets"]
    for key, values in ask()["facets"].items():
        known = {entry["value"] for entry in vocabulary[key]}
        assert {value["value"] for value in values} <= known
    assert {"value": "gender", "id": "Inklusi sosial dan gender", "en": ANY} in [
        {**entry, "en": ANY} for entry in vocabulary["category"]
    ]


ANY = "…"


@pytest.mark.parametrize(
    ("query", "blamed"),
    [
        ("category=tidak-ada", "category"),
        ("province=jawa+timur", "province"),
        ("year=1900-1890", "year"),
        ("award=tidak-ada", "award"),
        ("sdg=0", "sdg"),
        ("page=0", "page"),
        ("page=abc", "page"),
        ("page=1.5", "page"),
        ("page=99999999999999999999", "page"),
        ("per_page=1000", "per_page"),
        ("per_page=0", "per_page"),
        ("sort=x", "sort"),
        ("mode=x", "mode"),
        ("mode=lanjut", "mode"),
        ("&".join(["category=kesehatan", *(f"year={n}" for n in range(60))]), "year"),
    ],
)
def test_a_parameter_that_cannot_be_used_is_refused_by_name(client, query, blamed):
    answer = client.get(f"/api/v1/search?{query}")
    assert answer.status_code == 400
    assert answer.mimetype == "application/problem+json"
    problem = answer.get_json()
    assert problem["status"] == 400
    assert {error["name"] for error in problem["errors"]} == {blamed}
    assert blamed in problem["detail"]


def test_a_value_that_a_filter_lacks_is_answered_with_where_the_values_are(client):
    detail = client.get("/api/v1/search?category=x").get_json()["detail"]
    assert detail.endswith("Semua pilihan: /api/v1/vocabulary.")
    assert client.get("/api/v1/vocabulary").status_code == 200
    assert "vocabulary" not in client.get("/api/v1/search?sort=x").get_json()["detail"]


def test_an_advanced_query_is_answered_as_any_other(ask):
    answer = ask(q="judul:sampah ATAU masalah:antrean", mode="advanced", category="lingkungan")
    assert answer["query"]["mode"] == "advanced"
    assert ask(q="sampah")["query"]["mode"] == "plain"
    assert answer["total"] == len(answer["results"]) > 0
    assert {result["category"] for result in answer["results"]} == {"lingkungan"}
    assert answer["interpretation"]["terms"] == ["sampah", "antrean"]


def test_a_mistake_in_an_advanced_query_is_a_problem_with_its_place(client):
    answer = client.get("/api/v1/search?mode=advanced&q=desa+DAN+judl:sampah")
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    message = "Tidak ada ruas “judl”. Maksud Anda “judul:”?"
    assert answer.get_json() == {
        "status": 400,
        "title": "Kueri ini tidak bisa dicari",
        "detail": message,
        "errors": [{"name": "q", "message": message}],
        "mistake": "unknown-field",
        "position": {"start": 9, "end": 13},
        "suggestion": "desa DAN judul:sampah",
    }


def test_beyond_the_last_page_is_not_found(client):
    answer = client.get("/api/v1/search?q=stunting&page=99")
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
    assert client.get("/api/v1/search?q=zzqqxx&page=1").status_code == 200
    assert client.get("/api/v1/search?q=zzqqxx&page=2").status_code == 404


@pytest.mark.parametrize(
    "address", ["/api/v1/cases/tidak-ada", "/api/v1/themes/tidak-ada", "/api/v2/search", "/api/"]
)
def test_an_unknown_address_is_a_problem_in_json(client, address):
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
    assert answer.get_json()["status"] == 404


def test_other_methods_are_refused_in_json(client):
    answer = client.post("/api/v1/search")
    assert (answer.status_code, answer.mimetype) == (405, "application/problem+json")
    assert "GET" in answer.headers["Allow"]


@pytest.mark.parametrize("address", ["/api/v1/search", "/api/v1/search?sort=x", "/readyz"])
def test_pages_elsewhere_may_read_the_answers(client, address):
    assert client.get(address).headers["Access-Control-Allow-Origin"] == "*"


def test_health_and_readiness(site):
    client = site({"satu": None, "rusak": "bukan kasus", "kosong": ""})
    assert client.get("/healthz").get_json() == {"status": "ok"}
    ready = client.get("/readyz").get_json()
    assert (ready["status"], ready["cases"], ready["files_left_out"]) == ("ok", 1, 2)
    assert ready["built_at"][:2] == "20"


@pytest.mark.parametrize(
    ("method", "path"),
    [("get", "/api/nope"), ("get", "/api/v1/nope"), ("post", "/api/v1/search")],
)
def test_pages_of_other_hosts_can_read_why_there_is_no_answer(client, method, path):
    answer = getattr(client, method)(path)
    assert answer.status_code >= 400
    assert answer.mimetype == "application/problem+json"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_browsers_may_ask_before_they_ask(client):
    answer = client.options("/api/v1/search", headers={"Origin": "https://contoh.go.id"})
    assert answer.status_code == 200
    assert "GET" in answer.headers["Access-Control-Allow-Methods"]
    assert answer.headers["Access-Control-Allow-Headers"] == "*"


def test_programs_that_watch_the_site_get_problems_too(client):
    for answer in (client.post("/readyz"), client.get("/healthz/x")):
        assert answer.mimetype == "application/problem+json"


# --- fields, all results, changes -----------------------------------------------------


def test_only_the_fields_that_were_asked_for_are_given(client):
    answer = client.get("/api/v1/search?q=stunting&fields=title,%20province").get_json()
    assert answer["results"]
    assert all(result.keys() == {"slug", "title", "province"} for result in answer["results"])
    assert "facets" in answer
    whole = client.get("/api/v1/search?q=stunting&fields=").get_json()["results"][0]
    assert {"highlights", "score"} < whole.keys()


@pytest.mark.parametrize("path", ["/api/v1/search", "/api/v1/search.jsonl"])
def test_an_unknown_field_is_a_mistake(client, path):
    answer = client.get(f"{path}?fields=title,judul")
    assert answer.status_code == 400
    assert answer.get_json()["errors"][0]["name"] == "fields"
    assert "judul" in answer.get_json()["detail"]


@pytest.mark.parametrize(
    "query", ["", "q=sampah&province=Jawa+Timur&sort=name", "mode=advanced&q=masalah:desa"]
)
def test_all_results_come_a_line_each_in_the_order_of_the_pages(client, query):
    answer = client.get(f"/api/v1/search.jsonl?{query}&page=3")
    assert answer.mimetype == "application/jsonl"
    assert answer.is_streamed
    found = [json.loads(line) for line in answer.text.splitlines()]
    paged: list[Any] = []
    page, pages = 1, 1
    while page <= pages:
        part = client.get(f"/api/v1/search?{query}&per_page=100&page={page}").get_json()
        paged, page, pages = paged + part["results"], page + 1, part["pages"]
    assert found == paged != []


def test_lines_may_be_short(client):
    lines = client.get("/api/v1/search.jsonl?q=stunting&fields=title").text.splitlines()
    assert all(json.loads(line).keys() == {"slug", "title"} for line in lines)
    assert client.get("/api/v1/search.jsonl?q=zzqqxx").text == ""


def test_a_query_with_a_mistake_gives_no_lines(client):
    answer = client.get("/api/v1/search.jsonl?mode=advanced&q=judl:sampah")
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")


@pytest.fixture
def changing(content_folder):
    """A site whose collection changes, and a function that builds its index."""
    index = content_folder.path.parent / "index"
    site = create_app(Settings(content=content_folder.path, index=index)).test_client()

    def build(full: bool = False) -> None:
        builder.build(content_folder.path, index, full=full)

    return content_folder, site, build


def kinds(site, query: str = "") -> dict[str, str]:
    answer = site.get(f"/api/v1/changes{query}").get_json()
    return {change["slug"]: change["kind"] for change in answer["changes"]}


def test_changes_tell_what_came_changed_and_went(changing):
    content, site, build = changing
    content.write("air")
    content.write("obat")
    content.write("bus")
    build()
    assert kinds(site) == {"air": "added", "obat": "added", "bus": "added"}
    before = site.get("/api/v1/changes").get_json()
    assert before["recorded_since"] == before["as_of"] == before["changes"][0]["at"]
    content.write("air", (content.innovations / "bus.md").read_text("utf-8"))
    (content.innovations / "obat.md").unlink()
    (content.innovations / "bus.md").unlink()
    (content.path / "withdrawn.yaml").write_text(
        'bus: {reason: "Sumbernya keliru.", instead: air}\n', "utf-8"
    )
    build(full=True)  # the notes go on, whatever is built anew
    answer = site.get("/api/v1/changes").get_json()
    assert answer["recorded_since"] == before["recorded_since"]
    assert kinds(site) == {"air": "added", "obat": "removed", "bus": "withdrawn"}
    (bus,) = [change for change in answer["changes"] if change["slug"] == "bus"]
    assert (bus["reason"], bus["instead"], bus["url"]) == ("Sumbernya keliru.", "air", None)
    assert kinds(site, "?since=2999-01-01") == {}


def test_changes_come_in_pages(changing):
    content, site, build = changing
    for slug in ("a", "b", "c"):
        content.write(f"kasus-{slug}")
    build()
    assert kinds(site, "?per_page=2&page=2") == {"kasus-c": "added"}
    assert site.get("/api/v1/changes?page=2").status_code == 404


@pytest.mark.parametrize("since", ["kemarin", "2026-13-01", "2026-W48-1", "2026"])
def test_a_day_that_is_none_is_a_mistake(client, since):
    answer = client.get(f"/api/v1/changes?since={since}")
    assert answer.status_code == 400
    assert answer.get_json()["errors"][0]["name"] == "since"
