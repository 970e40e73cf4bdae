from pathlib import Path

import pytest


@pytest.fixture
def letters(settings) -> None:
    """The test's own mail templates beside the shipped base."""
    engine = dict(settings.TEMPLATES[0])
    engine["DIRS"] = [*engine["DIRS"], Path(__file__).parent / "templates"]
    settings.TEMPLATES = [engine]
