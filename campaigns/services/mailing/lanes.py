"""How much of the workers news mail may take: NEWS_LANES turns of some fifty letters at once."""

from __future__ import annotations

from django.conf import settings

from jobs.lanes import Lanes

KIND = "campaigns.run_mailing"
# Of its own, so that a queue of confirmations and a queue of news are not one.
QUEUE = "news"
NEWS = Lanes(KIND, QUEUE, lambda: settings.NEWS_LANES)

wake = NEWS.wake
go_on = NEWS.go_on
