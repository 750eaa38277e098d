"""``/api/v1/requests/``: report, list, follow, add photos."""

from collections.abc import Mapping, Sequence
from typing import Any, BinaryIO, Final, cast
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from citizen.cases import actions as cases
from citizen.cases.models import Case, Channel
from citizen.requests import queries, shapes
from citizen.requests.actions import report
from citizen.requests.parsing import MAX_PHOTOS, parse
from geo.api import keyset_page, page_size
from geo.errors import Forbidden, Invalid
from geo.files.actions import Accepted, accept
from geo.files.pictures import inspect

PAGE: Final = 100
KEY = OpenApiParameter(queries.KEY_HEADER, str, OpenApiParameter.HEADER, description="the key of the request")
FILTERS = [
    OpenApiParameter("bbox", str, description="west,south,east,north in degrees (CRS84)"),
    OpenApiParameter("service", str, description="comma list of service codes"),
    OpenApiParameter("state", str, description="comma list of states"),
    OpenApiParameter("since", OpenApiTypes.DATETIME, description="submitted at or after"),
    OpenApiParameter("limit", int, description="rows of a page, 1 to 1000"),
    OpenApiParameter("cursor", str, description="from the `next` address of the page before"),
]


class RequestsView(APIView):
    """The public list, and the door through which reports come in."""

    @extend_schema(parameters=FILTERS, responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> Response:
        limit = page_size(request, default=PAGE)
        rows = list(queries.listed(request)[: limit + 1])
        page = keyset_page(request, rows, limit=limit, key=lambda case: [case.submitted_at.isoformat(), case.pk])
        features = [shapes.feature(case, queries.degrees(case)) for case in page.rows]
        return Response(shapes.collection(features, page.next), content_type="application/geo+json")

    @extend_schema(request=OpenApiTypes.OBJECT, responses={201: OpenApiTypes.OBJECT})
    def post(self, request: Request) -> Response:
        wanted = parse(_body(request))
        photos = _photos(request)
        actor = request.user if request.user.is_authenticated else None
        for photo in photos:
            inspect(cast(BinaryIO, photo))  # a picture that cannot be one is refused before anything is written
        language = (get_language() or "el")[:2]
        case, new = report(report=wanted, channel=Channel.WEB, actor=actor, language=language)
        # After the case, whose number closes its transaction; a resend brings what a crash kept from being kept.
        accepted = _keep(case, photos, actor) if photos and (new or not case.attachments.exists()) else []
        answer = shapes.receipt(case, queries.degrees(case))
        answer["photos"] = [_told(one) for one in accepted]
        headers = {"Location": f"/api/v1/requests/{case.reference}/"}
        if not new:
            headers["Idempotent-Replayed"] = "true"
        return Response(answer, status=status.HTTP_201_CREATED, headers=headers)


class RequestView(APIView):
    """One request: what is public, and with its key in the header what is its reporter's."""

    @extend_schema(parameters=[KEY], responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, reference: str) -> Response:
        case, private = queries.one(request, reference)
        related = shapes.Related(case, private=private)
        view = shapes.private_view if private else shapes.public_view
        return Response(view(case, queries.degrees(case), related), headers={"Cache-Control": "private, no-cache"})


class PhotosView(APIView):
    """Photos that follow: a finished upload by its id, or the picture itself as ``photos``."""

    @extend_schema(parameters=[KEY], request=OpenApiTypes.OBJECT, responses={201: OpenApiTypes.OBJECT})
    def post(self, request: Request, reference: str) -> Response:
        case, private = queries.one(request, reference)
        if not private:
            raise Forbidden(_("Send the key of the request in the header Case-Key."))
        actor = request.user if request.user.is_authenticated else None
        photos = _photos(request)
        upload = _body(request).get("upload")
        if not photos and not upload:
            raise Invalid(fields={"upload": [_("Send the id of a finished upload, or a picture as “photos”.")]})
        accepted = _keep(case, photos, actor, upload=_uuid(upload) if upload else None)
        related = shapes.Related(case, private=True)
        answer = {
            "photos": [shapes.photo(attachment) for attachment in related.attachments],
            "accepted": [_told(one) for one in accepted],
        }
        return Response(answer, status=status.HTTP_201_CREATED)


def _body(request: Request) -> Mapping[str, Any]:
    if not isinstance(request.data, Mapping):
        raise Invalid(_("Send one object: names with values."))
    return request.data


def _photos(request: Request) -> Sequence[UploadedFile]:
    files: Sequence[UploadedFile] = request.FILES.getlist("photos") + request.FILES.getlist("photos[]")
    if len(files) > MAX_PHOTOS:
        raise Invalid(fields={"photos": [_too_many()]})
    return files


@transaction.atomic
def _keep(case: Case, photos: Sequence[UploadedFile], actor: Any, *, upload: UUID | None = None) -> list[Accepted]:
    # The row's lock keeps photos that arrive together from passing the limit.
    Case.objects.select_for_update().only("pk").get(pk=case.pk)
    there = set(case.attachments.filter(by_reporter=True).values_list("file_id", flat=True))
    if len(there | ({upload} if upload else set())) + len(photos) > MAX_PHOTOS:
        raise Invalid(fields={"photos": [_too_many()]})
    if upload:
        cases.attach(case=case, file=upload, actor=actor)
    kept = [accept(file=cast(BinaryIO, photo), actor=actor) for photo in photos]
    for accepted in kept:
        cases.attach(case=case, file=accepted.file.uid, actor=actor)
    return kept


def _too_many() -> str:
    return _("A request takes at most %(most)d photos.") % {"most": MAX_PHOTOS}


def _told(accepted: Accepted) -> dict[str, Any]:
    """What the sender learns about a kept photo: its id, and the place that its metadata suggests."""
    return {"id": str(accepted.file.uid), "state": accepted.file.state, **accepted.suggestion}


def _uuid(text: Any) -> UUID:
    try:
        return UUID(str(text))
    except ValueError:
        raise Invalid(fields={"upload": [_("This is no id of an upload.")]}) from None
