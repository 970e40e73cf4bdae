"""How much of the workers webhooks may take: however many targets hang, they hold WEBHOOK_LANES
threads."""

from __future__ import annotations

from django.conf import settings

from jobs.lanes import Lanes

KIND = "webhooks.deliver"
QUEUE = "webhooks"
WEBHOOKS = Lanes(KIND, QUEUE, lambda: settings.WEBHOOK_LANES)

wake = WEBHOOKS.wake
go_on = WEBHOOKS.go_on
