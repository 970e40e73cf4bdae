import pytest
from django.template import engines
from django_htmx.middleware import HtmxDetails

from web.htmx import render_page


@pytest.fixture
def template(monkeypatch, settings, tmp_path):
    (tmp_path / "x.html").write_text("whole {% partialdef part inline %}part{% endpartialdef %}")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    assert engines
    return "x.html"


@pytest.mark.parametrize(
    ("headers", "content"),
    [
        ({}, "whole part"),
        ({"hx-request": "true"}, "part"),
        ({"hx-request": "true", "hx-request-type": "partial"}, "part"),
        ({"hx-request": "true", "hx-request-type": "full"}, "whole part"),
        ({"hx-request": "true", "hx-boosted": "true"}, "whole part"),
        ({"hx-request": "true", "hx-history-restore-request": "true"}, "whole part"),
    ],
)
def test_page_or_part(rf, template, headers, content):
    request = rf.get("/", headers=headers)
    request.htmx = HtmxDetails(request)
    response = render_page(request, template, {}, part="part", status=422)
    assert response.content.decode() == content
    assert response.status_code == 422
    assert "HX-Request" in response["Vary"]


def test_without_a_part_it_is_the_page(rf, template):
    request = rf.get("/", headers={"hx-request": "true"})
    request.htmx = HtmxDetails(request)
    assert render_page(request, template).content == b"whole part"
