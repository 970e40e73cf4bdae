"""The import contract import-linter has no type for: an app is entered by its doors only."""

from collections.abc import Iterable
from typing import cast

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class DoorsContract(Contract):
    """From one app to another, only the modules named in `doors` may be imported.

    `doors` are names inside any app (`models`, `services`) or full names (`web.text`);
    what lies below a door belongs to it. `importers_free` may enter anywhere.
    """

    type_name = "doors"

    apps = fields.ListField(subfield=fields.StringField())
    doors = fields.ListField(subfield=fields.StringField())
    importers_free = fields.ListField(subfield=fields.StringField(), required=False, default=())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        broken = sorted(
            (importer, imported)
            for importer in graph.modules
            for imported in graph.find_modules_directly_imported_by(importer)
            if self._crosses(importer, imported) and not self._is_door(imported)
        )
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for importer, imported in check.metadata["broken"]:
            output.print_error(f"{importer} imports {imported}, which is no door of its app.")
        output.new_line()

    def _crosses(self, importer: str, imported: str) -> bool:
        here, there = importer.split(".")[0], imported.split(".")[0]
        return (
            here != there and there in names(self.apps) and here not in names(self.importers_free)
        )

    def _is_door(self, imported: str) -> bool:
        _, _, inside = imported.partition(".")
        return any(
            name == door or name.startswith(f"{door}.")
            for door in names(self.doors)
            for name in (imported, inside)
        )


def names(field: object) -> list[str]:
    """An option as the contract read it: import-linter's fields have no useful types."""
    return list(cast(Iterable[str], field))
