"""What can be done with petitions and signatures; one file per activity."""

from petitions.consents import NEWS, WORDINGS
from petitions.services.addressees import (
    add_addressee,
    keeps_its_name,
    name_is_kept,
    set_website,
    write_addressee,
)
from petitions.services.changing import begin_change, discard_change, publish_change
from petitions.services.confirming import Confirmation, PetitionIsFrozen, confirm
from petitions.services.contacts import boxes, known_wordings, shown_wordings
from petitions.services.deeds import DeedFigures, MonthOfDeeds, add_up, deed_figures
from petitions.services.districts import PublishedDistricts, published_districts
from petitions.services.drafting import begin, discard_draft, points, set_details
from petitions.services.export_rights import why_no_list
from petitions.services.exporting import (
    ExportIsOver,
    ask_for_export,
    issue_link,
    job_of,
    jobs_of,
    open_export,
)
from petitions.services.figures import Figures, figures_of
from petitions.services.helping import find_by_address, resend_confirmation
from petitions.services.instruments import facts_about, set_figures, write_instrument
from petitions.services.leaving import erase, set_name_shown, withdraw
from petitions.services.lifecycle import (
    answer,
    close,
    hand_over,
    open_and_close_due,
    publish,
    publish_in_time,
    refuse,
    reject,
    schedule,
)
from petitions.services.links import make_link, restore_link, retire_link
from petitions.services.moderating import (
    approve,
    ask_for_moderation,
    send_back,
    submit,
    take_back,
    turn_down,
)
from petitions.services.offering import (
    Words,
    end_offer,
    end_without_ground,
    prepare,
    put_on_forms,
)
from petitions.services.partner_links import (
    PartnerLink,
    link_missing_partners,
    link_partner,
    links_of_partner,
    source_of_partner,
)
from petitions.services.reviewing import (
    clear,
    invalidate,
    look_through_job,
    restore,
    review_group,
    review_job,
    review_key,
    stands_still,
)
from petitions.services.scanning import scan
from petitions.services.signing import (
    Details,
    PetitionIsClosed,
    PetitionOpensLater,
    ask_again,
    sign,
)
from petitions.services.stepping import add_step, move_step, remove_step
from petitions.services.suspicion import Group, ask_to_look_through, open_groups
from petitions.services.tally import fold, note_change, recount
from petitions.services.telling import tell_late, tell_next
from petitions.services.wording import Wording, revise
from petitions.services.writing import hold, state_of_part, why_not_written, write_words

__all__ = [
    "NEWS",
    "WORDINGS",
    "Confirmation",
    "DeedFigures",
    "Details",
    "ExportIsOver",
    "Figures",
    "Group",
    "MonthOfDeeds",
    "PartnerLink",
    "PetitionIsClosed",
    "PetitionIsFrozen",
    "PetitionOpensLater",
    "PublishedDistricts",
    "Wording",
    "Words",
    "add_addressee",
    "add_step",
    "add_up",
    "answer",
    "approve",
    "ask_again",
    "ask_for_export",
    "ask_for_moderation",
    "ask_to_look_through",
    "begin",
    "begin_change",
    "boxes",
    "clear",
    "close",
    "confirm",
    "deed_figures",
    "discard_change",
    "discard_draft",
    "end_offer",
    "end_without_ground",
    "erase",
    "facts_about",
    "figures_of",
    "find_by_address",
    "fold",
    "hand_over",
    "hold",
    "invalidate",
    "issue_link",
    "job_of",
    "jobs_of",
    "keeps_its_name",
    "known_wordings",
    "link_missing_partners",
    "link_partner",
    "links_of_partner",
    "look_through_job",
    "make_link",
    "move_step",
    "name_is_kept",
    "note_change",
    "open_and_close_due",
    "open_export",
    "open_groups",
    "points",
    "prepare",
    "publish",
    "publish_change",
    "publish_in_time",
    "published_districts",
    "put_on_forms",
    "recount",
    "refuse",
    "reject",
    "remove_step",
    "resend_confirmation",
    "restore",
    "restore_link",
    "retire_link",
    "review_group",
    "review_job",
    "review_key",
    "revise",
    "scan",
    "schedule",
    "send_back",
    "set_details",
    "set_figures",
    "set_name_shown",
    "set_website",
    "shown_wordings",
    "sign",
    "source_of_partner",
    "stands_still",
    "state_of_part",
    "submit",
    "take_back",
    "tell_late",
    "tell_next",
    "turn_down",
    "why_no_list",
    "why_not_written",
    "withdraw",
    "write_addressee",
    "write_instrument",
    "write_words",
]
