"""The contract between apps: only doors are entered."""

import pytest
from grimp import ImportGraph

from scripts.import_contracts import DoorsContract


@pytest.fixture
def contract():
    options = {"apps": ["petitions", "web"], "doors": ["models", "services", "web.text"]}
    return DoorsContract("doors", {"root_packages": ["petitions", "web"]}, options)


@pytest.mark.parametrize(
    ("importer", "imported", "kept"),
    [
        ("pages.views", "petitions.models", True),
        ("pages.views", "petitions.services.signing", True),
        ("pages.views", "petitions.views", False),
        ("petitions.views", "petitions.forms", True),
        ("petitions.forms", "web.text", True),
        ("petitions.forms", "web.texture", False),
        ("petitions.forms", "django.models", True),
    ],
)
def test_only_doors_are_entered_from_another_app(contract, importer, imported, kept):
    graph = ImportGraph()
    graph.add_module(importer)
    graph.add_module(imported)
    graph.add_import(importer=importer, imported=imported)
    assert contract.check(graph, verbose=False).kept is kept
