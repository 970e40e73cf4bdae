from hypothesis import given
from hypothesis import strategies as st

from web.markdown import render_markdown


def test_text():
    assert render_markdown("# A\n\n*b*\n\n1. c") == (
        "<h3>A</h3>\n<p><em>b</em></p>\n<ol>\n<li>c</li>\n</ol>\n"
    )


def test_links_that_lead_away_say_so(settings):
    settings.SITE_URL = "https://mitstimme.example"
    foreign = render_markdown("[a](https://b.example/)")
    assert 'rel="nofollow ugc noopener"' in foreign
    for own in ("/de/", "https://mitstimme.example/de/", "mailto:a@b.example", "#c"):
        assert "rel=" not in render_markdown(f"[a]({own})")


def test_nothing_dangerous_comes_through():
    html = render_markdown(
        "<script>a</script>\n\n<img src=x onerror=y>\n\n[a](javascript:b)\n\n"
        "![p](https://c.example/d.png)\n\n[e](data:text/html,f)"
    )
    for danger in ("<script", "<img", 'href="javascript', 'href="data'):
        assert danger not in html


@given(st.text(alphabet="<>\"'=/[]()!#*`&; \nabjsonclickreftp:"))
def test_no_attribute_comes_through(text):
    html = render_markdown(text)
    assert "<script" not in html
    assert "<img" not in html
    assert " onclick=" not in "".join(part.split(">")[0] for part in html.split("<")[1:])
