"""The sentences beside the boxes. What is shown here is stored, word for word, as the proof."""

from django.utils.translation import gettext_lazy as _

SIGNING = "petitions.signing"
SHOW_NAME = "petitions.show_name"
NEWS = "petitions.news"

# GDPR Art. 9 (2) a: explicit, and naming the kind of data.
WORDINGS = {
    SIGNING: _(
        "I agree that my signature is stored and counted. It shows my political opinion. "
        "I can withdraw it at any time."
    ),
    SHOW_NAME: _("My name and my district may be shown on the petition page."),
    NEWS: _("Send me news about this campaign by e-mail."),
}

# Each offer of an organisation is a purpose of its own: privacy.consents numbers its words.
CONTACT = "petitions.contact:"


def contact_purpose(offer_id: int) -> str:
    return f"{CONTACT}{offer_id}"


def contact_sentence(organisation: str) -> str:
    """Who gets what, in the active language; the organisation's own words follow."""
    return _(
        "%(organisation)s may write e-mails to me. For that, my name, my e-mail address and the "
        "fact that I signed are passed on to it."
    ) % {"organisation": organisation}
