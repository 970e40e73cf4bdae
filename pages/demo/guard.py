"""Where the demo may be loaded: only into what is, or can still become, a demo."""

from django.conf import settings

from accounts.models import User
from campaigns.models import Campaign
from pages.models import Instance
from partners.models import Organisation
from petitions.models import Petition


class NotADemo(Exception):
    """One sentence for the person at the terminal."""


def refuse_what_is_no_demo() -> None:
    """Raise NotADemo unless DEMO is set and the database is marked as a demo or still empty.

    What visitors add to a marked demo (an account, a petition) doesn't unmark it.
    """
    if not settings.DEMO:
        raise NotADemo("Demo content is only loaded into a demo: set DEMO=true to have one.")
    marks = Instance.objects.values_list("is_demo", flat=True)
    if all(marks) and (marks or not _holds_real_data()):
        return
    raise NotADemo(
        "This database holds real data and is not marked as a demo, so nothing was changed. "
        "Name an empty database in DATABASE_URL to load the demo there."
    )


def _holds_real_data() -> bool:
    return any(
        model.objects.filter(is_demo=False).exists()
        for model in (User, Organisation, Campaign, Petition)
    )
