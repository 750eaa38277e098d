"""``/api/v1/cases/{reference}/``: one case, and what the desk does to it."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from citizen.cases import actions
from citizen.cases.api import bodies, shapes
from citizen.cases.api.looking import found, named_case, named_unit, named_user
from citizen.cases.models import Case
from citizen.protocol.models import Entry
from geo.api import etag


def _body(kind: type[Serializer], request: Request) -> dict[str, Any]:
    body = kind(data=request.data)
    body.is_valid(raise_exception=True)
    return body.validated_data


def _told(request: Request, case: Case) -> Response:
    """The case as it is after a verb, read again so that names and people are right."""
    return Response(shapes.row(found(request, case.reference)), headers={"ETag": etag(case.version)})


class CaseDetail(APIView):
    """The whole case, for staff whose post reaches its unit. Reading the contact leaves an audit row."""

    @extend_schema(responses=OpenApiTypes.OBJECT, summary="Read a case", tags=["cases"])
    def get(self, request: Request, reference: str) -> Response:
        case = found(request, reference)
        contact = actions.read_contact(case=case, actor=request.user)
        survivor = Entry.objects.filter(case__duplicates=case).first()
        content = shapes.whole(case, contact=contact, duplicate_of=str(survivor) if survivor else None)
        headers = {"ETag": etag(case.version), "Cache-Control": "private, no-store"}
        return Response(content, headers=headers)


class Transitions(APIView):
    """Another state. 409 with `allowed` when the state machine has no such change."""

    @extend_schema(request=bodies.Moving, responses=OpenApiTypes.OBJECT, summary="Move a case", tags=["cases"])
    def post(self, request: Request, reference: str) -> Response:
        case, body = found(request, reference), _body(bodies.Moving, request)
        case = actions.transition(
            case=case, to=body["to"], actor=request.user, note=body["note"], public_note=body["public_note"],
            target=body["target"], duplicate_of=named_case(body["duplicate_of"]), until=body["until"],
            expected_version=body["version"],
        )  # fmt: skip
        return _told(request, case)


class Assignment(APIView):
    """Give the case to a person of its unit (`me`, a user name), or to the unit as a whole (empty)."""

    @extend_schema(request=bodies.Assigning, responses=OpenApiTypes.OBJECT, summary="Assign a case", tags=["cases"])
    def post(self, request: Request, reference: str) -> Response:
        case, body = found(request, reference), _body(bodies.Assigning, request)
        case = actions.assign(
            case=case, actor=request.user, assignee=named_user(body["assignee"] or "", request.user),
            note=body["note"], expected_version=body["version"],
        )  # fmt: skip
        return _told(request, case)


class Forwarding(APIView):
    """Send the case to another unit. Whoever loses it by that is told no more than where it went."""

    @extend_schema(request=bodies.Forwarding, responses=OpenApiTypes.OBJECT, summary="Forward a case", tags=["cases"])
    def post(self, request: Request, reference: str) -> Response:
        case, body = found(request, reference), _body(bodies.Forwarding, request)
        unit = named_unit(body["unit"])
        case = actions.forward(
            case=case, unit=unit, actor=request.user, reason=body["reason"], expected_version=body["version"]
        )
        return Response({"reference": case.reference, "state": case.state, "unit": shapes.unit(unit)})


class Clearance(APIView):
    """What of the text and the pictures the public may see."""

    @extend_schema(
        request=bodies.Clearing, responses=OpenApiTypes.OBJECT, summary="Clear for the public", tags=["cases"]
    )
    def post(self, request: Request, reference: str) -> Response:
        case, body = found(request, reference), _body(bodies.Clearing, request)
        case = actions.clear_for_public(
            case=case, actor=request.user, text=body["text"], public_description=body["public_description"],
            attachments=body["attachments"], expected_version=body["version"],
        )  # fmt: skip
        return _told(request, case)


class Messages(APIView):
    """Write to the reporter, or (`internal`) to colleagues."""

    @extend_schema(request=bodies.Posting, responses=OpenApiTypes.OBJECT, summary="Post a message", tags=["cases"])
    def post(self, request: Request, reference: str) -> Response:
        case, body = found(request, reference), _body(bodies.Posting, request)
        verb = actions.add_note if body["internal"] else actions.post_message
        message = verb(case=case, text=body["text"], actor=request.user)
        return Response(shapes.message(message), status=status.HTTP_201_CREATED)


class Contact(APIView):
    """The reporter's contact: forgotten on request, the case stays."""

    @extend_schema(request=bodies.Erasing, responses={204: None}, summary="Erase the contact", tags=["cases"])
    def delete(self, request: Request, reference: str) -> Response:
        case, body = found(request, reference), _body(bodies.Erasing, request)
        actions.erase_contact(case=case, actor=request.user, reason=body["reason"])
        return Response(status=status.HTTP_204_NO_CONTENT)
