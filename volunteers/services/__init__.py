"""What can be done about volunteering; one file per activity."""

from volunteers.services.applying import (
    Application,
    TeamIsClosed,
    answers_of,
    appliable,
    apply_to_team,
    confirm_application,
    questions_of,
    store_application,
    takes_applications,
)
from volunteers.services.certificates import (
    NothingApproved,
    issue_certificate,
    withdraw_certificate,
)
from volunteers.services.checking_in import (
    WalkIn,
    add_walk_in,
    can_check_in,
    count_unnamed,
    note_presence,
)
from volunteers.services.clashing import (
    Clash,
    event_at_that_time,
    shift_at_that_time,
    shifts_at_that_time,
)
from volunteers.services.coordinating import (
    ask,
    write_to_shift,
)
from volunteers.services.copying import (
    Copied,
    copy_day,
)
from volunteers.services.erasing import (
    erase,
    forget_claims,
    forget_signups,
)
from volunteers.services.holding import (
    hold_person,
    hold_shift,
    hold_shifts,
)
from volunteers.services.hours import (
    HoursBeyond,
    ShiftIsNotOver,
    approve_hours,
    record_hours,
)
from volunteers.services.joining import (
    CampaignIsClosed,
    Joining,
    choose_ways,
    confirm_supporter,
    join,
    joinable,
    leave_campaign,
    sentences,
    store_supporter,
    tell_of_oneself,
)
from volunteers.services.lifecycle import (
    cancel_all,
    cancel_shift,
    delete_draft_shift,
    publish_drafts,
    publish_shift,
    what_shift_lacks,
)
from volunteers.services.links import (
    ticket_code,
)
from volunteers.services.matching import (
    Choice,
    Possible,
    Wanted,
    explained,
    shifts_for,
    slot_of,
    stand_ins_for,
)
from volunteers.services.mine import (
    Overview,
    last_age_group,
    overview,
    with_shifts,
)
from volunteers.services.moving import (
    move,
)
from volunteers.services.my_calendar import (
    close_shift_calendar,
    has_shift_calendar,
    shift_calendar_secret,
    shifts_in_calendar,
)
from volunteers.services.places import (
    offer_free_places,
    offer_what_was_overlooked,
    release_run_out,
)
from volunteers.services.planning import (
    Overlap,
    WouldClash,
    change_shift,
    create_shift,
    move_shift,
    write_shift_text,
)
from volunteers.services.profile import (
    change_profile,
    change_ways,
    end_way,
    known_volunteer,
    volunteer_of_account,
)
from volunteers.services.reading import (
    listed_shifts,
    needs_of,
)
from volunteers.services.requirements import (
    Need,
    add_requirement,
    change_requirement,
    remove_requirement,
)
from volunteers.services.series import (
    Repeated,
    following_shifts,
    hand_words_on,
    repeat_shift,
)
from volunteers.services.signing_up import (
    accept_offer,
    answer_for_minor,
    confirm_signup,
    leave_shift,
    sign_up,
    store_signup,
    take_shift,
    takeable,
)
from volunteers.services.standing_in import (
    look_for_stand_in,
    stand_in,
)
from volunteers.services.suggesting import (
    Suitable,
    suitable_for,
    suitable_for_each,
    ways_for,
)
from volunteers.services.summing_up import (
    Hours,
    hours_by_campaign,
    hours_by_person,
    hours_of,
)
from volunteers.services.swapping import (
    PlaceIsGone,
    take_instead,
)
from volunteers.services.task_drafting import (
    change_task,
    close_task,
    create_task,
    delete_task,
    publish_task,
    reopen_task,
    what_task_lacks,
    write_task_text,
)
from volunteers.services.task_reading import (
    mine_of,
    takeable_by,
    task_page,
)
from volunteers.services.tasks import (
    PersonUnknown,
    approve_claim,
    claim_task,
    drop_task,
    hand_in_task,
    release_claim,
    return_claim,
)
from volunteers.services.team_drafting import (
    change_team,
    close_team,
    create_team,
    delete_team,
    open_team,
    write_team_text,
)
from volunteers.services.team_sharing import (
    add_file,
    add_link,
    plan_meeting,
    remove_shared,
)
from volunteers.services.teams import (
    announce,
    change_role,
    decide,
    end_membership,
    leave_team,
)
from volunteers.services.telling import (
    tell_later,
)
from volunteers.services.templates import (
    delete_template,
    save_template,
    shift_from_template,
)
from volunteers.services.wishes import (
    ShiftIsClosed,
    TooYoung,
    Wish,
)

__all__ = [
    "Application",
    "CampaignIsClosed",
    "Choice",
    "Clash",
    "Copied",
    "Hours",
    "HoursBeyond",
    "Joining",
    "Need",
    "NothingApproved",
    "Overlap",
    "Overview",
    "PersonUnknown",
    "PlaceIsGone",
    "Possible",
    "Repeated",
    "ShiftIsClosed",
    "ShiftIsNotOver",
    "Suitable",
    "TeamIsClosed",
    "TooYoung",
    "WalkIn",
    "Wanted",
    "Wish",
    "WouldClash",
    "accept_offer",
    "add_file",
    "add_link",
    "add_requirement",
    "add_walk_in",
    "announce",
    "answer_for_minor",
    "answers_of",
    "appliable",
    "apply_to_team",
    "approve_claim",
    "approve_hours",
    "ask",
    "can_check_in",
    "cancel_all",
    "cancel_shift",
    "change_profile",
    "change_requirement",
    "change_role",
    "change_shift",
    "change_task",
    "change_team",
    "change_ways",
    "choose_ways",
    "claim_task",
    "close_shift_calendar",
    "close_task",
    "close_team",
    "confirm_application",
    "confirm_signup",
    "confirm_supporter",
    "copy_day",
    "count_unnamed",
    "create_shift",
    "create_task",
    "create_team",
    "decide",
    "delete_draft_shift",
    "delete_task",
    "delete_team",
    "delete_template",
    "drop_task",
    "end_membership",
    "end_way",
    "erase",
    "event_at_that_time",
    "explained",
    "following_shifts",
    "forget_claims",
    "forget_signups",
    "hand_in_task",
    "hand_words_on",
    "has_shift_calendar",
    "hold_person",
    "hold_shift",
    "hold_shifts",
    "hours_by_campaign",
    "hours_by_person",
    "hours_of",
    "issue_certificate",
    "join",
    "joinable",
    "known_volunteer",
    "last_age_group",
    "leave_campaign",
    "leave_shift",
    "leave_team",
    "listed_shifts",
    "look_for_stand_in",
    "mine_of",
    "move",
    "move_shift",
    "needs_of",
    "note_presence",
    "offer_free_places",
    "offer_what_was_overlooked",
    "open_team",
    "overview",
    "plan_meeting",
    "publish_drafts",
    "publish_shift",
    "publish_task",
    "questions_of",
    "record_hours",
    "release_claim",
    "release_run_out",
    "remove_requirement",
    "remove_shared",
    "reopen_task",
    "repeat_shift",
    "return_claim",
    "save_template",
    "sentences",
    "shift_at_that_time",
    "shift_calendar_secret",
    "shift_from_template",
    "shifts_at_that_time",
    "shifts_for",
    "shifts_in_calendar",
    "sign_up",
    "slot_of",
    "stand_in",
    "stand_ins_for",
    "store_application",
    "store_signup",
    "store_supporter",
    "suitable_for",
    "suitable_for_each",
    "take_instead",
    "take_shift",
    "takeable",
    "takeable_by",
    "takes_applications",
    "task_page",
    "tell_later",
    "tell_of_oneself",
    "ticket_code",
    "volunteer_of_account",
    "ways_for",
    "what_shift_lacks",
    "what_task_lacks",
    "with_shifts",
    "withdraw_certificate",
    "write_shift_text",
    "write_task_text",
    "write_team_text",
    "write_to_shift",
]
