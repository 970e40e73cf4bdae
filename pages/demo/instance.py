"""The demo's own name and legal pages."""

from pages.demo import content
from pages.demo.rows import put, put_texts
from pages.models import Instance, InstanceText, LegalPage, LegalPageText


def load_instance() -> None:
    """Name the instance and mark it as a demo: from here on it may be loaded again."""
    found = content.table("instance")
    instance = put(
        Instance,
        {"id": 1},
        legal_name=found["legal_name"],
        email=found["email"],
        is_demo=True,
    )
    put_texts(InstanceText, instance, content.texts_of(found))


def load_legal_pages() -> None:
    for slug, texts in content.legal_pages():
        page = put(LegalPage, {"slug": slug}, is_demo=True)
        put_texts(LegalPageText, page, texts)
