"""What can be done with campaigns; one file per activity."""

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

__all__ = [
    "archive",
    "create_campaign",
    "join_team",
    "leave_team",
    "publish",
    "publish_due",
    "put_in_order",
    "remove",
    "save_goal",
    "save_milestone",
    "schedule",
    "settle",
    "show_name",
    "show_picture",
    "write_text",
]
