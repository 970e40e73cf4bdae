"""Every setting of the environment stands in docs/operations.md, and nothing else does."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READS_ENVIRONMENT = re.compile(r"os\.(getenv|environ\.get)\(|[=(] ?os\.environ\[")


def read_by_the_code() -> set[str]:
    names = set()
    for path in (ROOT / "platform/config").glob("*.py"):
        source = path.read_text()
        names |= set(re.findall(r"\benv(?:\.\w+)?\(\s*\"([A-Z0-9_]+)\"", source))
    from config.environment import SECRET_NAMES

    return names | set(SECRET_NAMES)


def documented() -> list[str]:
    settings = (ROOT / "docs/operations.md").read_text().split("## Settings")[1].split("\n## ")[0]
    return re.findall(r"^\| ([A-Z0-9_]+) \|", settings, re.MULTILINE)


def test_every_setting_is_documented():
    assert read_by_the_code() - set(documented()) == set()


def test_every_documented_setting_exists():
    assert set(documented()) - read_by_the_code() == set()


def test_no_setting_is_documented_twice():
    assert len(documented()) == len(set(documented()))


def test_other_code_reads_no_environment_of_its_own():
    """Settings come in by one door (children may be given an environment elsewhere)."""
    folders = ("platform", "partners", "campaigns", "petitions", "events", "pages")
    found = [
        str(path.relative_to(ROOT))
        for folder in folders
        for path in (ROOT / folder).rglob("*.py")
        if path.parent.name != "config" and READS_ENVIRONMENT.search(path.read_text())
    ]
    assert found == []
