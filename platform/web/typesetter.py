"""A program of its own: a template and its words come in, a page for printing goes out.

typst takes 35 MB or more and gives them back to nobody, so it is never loaded by a web process or
a worker (docs/adr/0012). It needs Python's own library and typst only.
"""

import json
import sys

import typst


def main() -> None:
    """Read the order as JSON from stdin, write PDF or PNG to stdout."""
    order = json.load(sys.stdin)
    compiler = typst.Compiler(
        order["template"], font_paths=[order["fonts"]], ignore_system_fonts=True
    )
    made = compiler.compile(
        # Words are data: typst reads them as JSON and never as its own language.
        sys_inputs={"words": json.dumps(order["words"])},
        format="png" if order["ppi"] else "pdf",
        ppi=order["ppi"],
        # Readable by screen readers, or refused: PDF/UA-1 (ISO 14289-1).
        pdf_standards=[] if order["ppi"] else ["ua-1"],
    )
    # A template that runs over gives a list of pictures: one page is what was ordered.
    if isinstance(made, list):
        [made] = made
    assert made is not None  # noqa: S101
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    try:
        main()
    except typst.TypstError as error:
        sys.exit(f"{error.diagnostic or error.message}")
