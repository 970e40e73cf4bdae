"""Who can be asked: one list for the whole site, written by those whose petitions ask them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.rules import is_administrator
from languages import editing
from petitions.models import Addressee, AddresseeText, Petition
from privacy import audit
from web.slugs import insert_with_slug, slug_of

GERMAN = settings.LANGUAGE_CODE


@transaction.atomic
def add_addressee(name: str, *, website: str = "", description: str = "", actor: Any) -> Addressee:
    """The addressee of this name: one that is known already, or a new one."""
    if known := _known(name):
        return known
    addressee = Addressee(website=website, slug=slug_of(name, "addressee"))
    try:
        with transaction.atomic():
            addressee.save(force_insert=True)
    except IntegrityError:
        # Its address is taken: by one of another name, or by whoever wrote this one just now.
        if known := _known(name):
            return known
        insert_with_slug(addressee, name)
    words = {"name": name, "description": description}
    editing.write(addressee, GERMAN, words, seen=editing.NOTHING)
    audit.record("petitions.addressee_added", actor, addressee)
    return addressee


@transaction.atomic
def set_website(addressee: Addressee, website: str, *, actor: Any) -> None:
    if addressee.website == website:
        return
    addressee.website = website
    addressee.save(update_fields=["website"])
    audit.record("petitions.addressee_edited", actor, addressee)


@transaction.atomic
def write_addressee(
    addressee: Addressee,
    language: str,
    words: Mapping[str, str],
    *,
    seen: str,
    actor: Any,
    **about: str,
) -> None:
    """Store its words in one language; `about` is what `editing.write` takes besides.

    Raises EditedMeanwhile; ValidationError where the name would become another one under
    signatures, unless whoever runs the site puts a mistake right.
    """
    present = addressee.texts.filter(language=language).first()
    renames = present is not None and present.name != words["name"]
    if renames and keeps_its_name(addressee) and not is_administrator(actor):
        raise ValidationError({"name": name_is_kept()})
    editing.write(addressee, language, words, seen=seen, **about)
    audit.record("petitions.addressee_written", actor, addressee, language=language)


def keeps_its_name(addressee: Addressee) -> bool:
    """Whether people were asked to sign something to it: what they signed says whom it asks."""
    published = Petition.objects.exclude(state=Petition.State.DRAFT)
    return published.filter(addressee=addressee).exists()


def name_is_kept() -> str:
    return _(
        "People sign petitions to this addressee, so its name stays. If it is wrong, ask those "
        "who run the site to put it right."
    )


def _known(name: str) -> Addressee | None:
    german = AddresseeText.objects.filter(language=GERMAN, name__iexact=name)
    found = german.select_related("addressee").first()
    return None if found is None else found.addressee
