"""Workers know the pages alone (LINKS_URLCONF): each address that jobs may write is there."""

import re
from pathlib import Path

from django.urls import get_resolver

ROOT = Path(__file__).resolve().parents[2]
APPS = (
    "platform",
    "partners",
    "webhooks",
    "campaigns",
    "events",
    "petitions",
    "volunteers",
    "pages",
)
# Of pages and programs: only web processes run them.
ANSWERING = re.compile(
    r"views|api|organise|admin|demo|reference|developers|middleware|/urls|_urls"
)
IN_PYTHON = re.compile(r'\b(?:reverse|address|page_address)\(\s*"([a-z_]+:[a-z_]+)"')
IN_TEMPLATE = re.compile(r'{% url "([a-z_]+:[a-z_]+)"')


def written_by_jobs() -> set[str]:
    templates = [*ROOT.glob("templates/**/emails/*.*"), *ROOT.glob("templates/mail/*.*")]
    found = {name for file in templates for name in IN_TEMPLATE.findall(file.read_text())}
    for app in APPS:
        for file in (ROOT / app).rglob("*.py"):
            if not ANSWERING.search(file.relative_to(ROOT).as_posix()):
                found.update(IN_PYTHON.findall(file.read_text()))
    return found


def names(resolver, space: str = "") -> set[str]:
    known = set()
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            known |= names(pattern, ":".join(filter(None, (space, pattern.namespace))))
        elif pattern.name:
            known.add(":".join(filter(None, (space, pattern.name))))
    return known


def test_every_link_of_a_job_is_a_page_that_workers_know():
    links, known = written_by_jobs(), names(get_resolver("config.page_urls"))
    assert len(links) > 40
    assert links - known == set()


def test_and_they_know_nothing_of_what_answers_programs():
    left_out = names(get_resolver("config.urls")) - names(get_resolver("config.page_urls"))
    assert {name.partition(":")[0] for name in left_out if ":" in name} >= {"developers", "admin"}
    assert "api-petition-list" in left_out
