"""The verbs that write cases. Each is one transaction: rules, save, audit row, event."""

from citizen.cases.actions.catalogue import install_catalogue, save_calendar
from citizen.cases.actions.duplicates import find_duplicates, suggest_duplicates
from citizen.cases.actions.moving import assign, forward, link_duplicate, reopen, transition, withdraw
from citizen.cases.actions.publishing import (
    clear_for_public,
    erase_applicants,
    erase_contact,
    read_contact,
    renew_key,
)
from citizen.cases.actions.retention import erase_expired_contacts
from citizen.cases.actions.routing import Routed, explain, route, save_rule
from citizen.cases.actions.submitting import External, submit
from citizen.cases.actions.talking import add_note, attach, empty_notes, post_message
from citizen.cases.actions.warning import mark_due
from citizen.cases.rules.submissions import Contact

__all__ = [
    "Contact",
    "External",
    "Routed",
    "add_note",
    "assign",
    "attach",
    "clear_for_public",
    "empty_notes",
    "erase_applicants",
    "erase_contact",
    "erase_expired_contacts",
    "explain",
    "find_duplicates",
    "forward",
    "install_catalogue",
    "link_duplicate",
    "mark_due",
    "post_message",
    "read_contact",
    "renew_key",
    "reopen",
    "route",
    "save_calendar",
    "save_rule",
    "submit",
    "suggest_duplicates",
    "transition",
    "withdraw",
]
