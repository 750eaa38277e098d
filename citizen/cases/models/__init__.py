from citizen.cases.models.calendars import WorkingCalendar
from citizen.cases.models.cases import Case, CaseFeature, CaseQuerySet, Channel
from citizen.cases.models.history import CaseEvent, EventKind
from citizen.cases.models.people import Applicant, Attachment, Direction, Message
from citizen.cases.models.routing import RoutingRule
from citizen.cases.models.services import Attaches, Audience, Identification, Service, ServiceVersion

__all__ = [
    "Applicant",
    "Attaches",
    "Attachment",
    "Audience",
    "Case",
    "CaseEvent",
    "CaseFeature",
    "CaseQuerySet",
    "Channel",
    "Direction",
    "EventKind",
    "Identification",
    "Message",
    "RoutingRule",
    "Service",
    "ServiceVersion",
    "WorkingCalendar",
]
