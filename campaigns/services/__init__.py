"""What can be done with campaigns; one file per activity. News by mail have a folder of their
own: `campaigns.services.mailing`."""

from campaigns.services.lifecycle import archive, publish, publish_due, schedule
from campaigns.services.planning import (
    create_campaign,
    join_team,
    leave_team,
    put_in_order,
    remove,
    save_goal,
    save_milestone,
    settle,
    show_name,
    show_picture,
    write_text,
)
from campaigns.services.updates import (
    publish_due_updates,
    publish_update,
    schedule_update,
    take_update_back,
    write_update,
    write_update_text,
)

__all__ = [
    "archive",
    "create_campaign",
    "join_team",
    "leave_team",
    "publish",
    "publish_due",
    "publish_due_updates",
    "publish_update",
    "put_in_order",
    "remove",
    "save_goal",
    "save_milestone",
    "schedule",
    "schedule_update",
    "settle",
    "show_name",
    "show_picture",
    "take_update_back",
    "write_text",
    "write_update",
    "write_update_text",
]
