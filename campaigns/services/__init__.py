"""What can be done with campaigns; one file per activity. News by mail have a folder of their
own: `campaigns.services.mailing`."""

from campaigns.services.endorsing import (
    accept_invitation,
    accept_request,
    ask_to_endorse,
    decline,
    end,
    invite_partner,
    retract,
    withdraw,
)
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
from campaigns.services.statements import propose_wording, take_over_wording
from campaigns.services.updates import (
    publish_due_updates,
    publish_update,
    schedule_update,
    take_update_back,
    write_update,
    write_update_text,
)

__all__ = [
    "accept_invitation",
    "accept_request",
    "archive",
    "ask_to_endorse",
    "create_campaign",
    "decline",
    "end",
    "invite_partner",
    "join_team",
    "leave_team",
    "propose_wording",
    "publish",
    "publish_due",
    "publish_due_updates",
    "publish_update",
    "put_in_order",
    "remove",
    "retract",
    "save_goal",
    "save_milestone",
    "schedule",
    "schedule_update",
    "settle",
    "show_name",
    "show_picture",
    "take_over_wording",
    "take_update_back",
    "withdraw",
    "write_text",
    "write_update",
    "write_update_text",
]
