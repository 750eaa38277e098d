"""Who may see the photos of a request: everybody once the desk has cleared them, else key-holders and the unit."""

from rest_framework.request import Request

from citizen.cases.keys import check_key
from citizen.cases.models import Attachment, Case
from geo import access
from geo.files import access as files
from geo.files.models import StoredFile


def may_see_photo(request: Request, file: StoredFile) -> bool:
    """Whether the reader of this address may see the picture."""
    attachment = Attachment.objects.select_related("case").filter(file=file).first()
    if attachment is None:
        return False
    case = attachment.case
    if attachment.cleared_at is not None and not case.confidential:
        return True
    key = request.headers.get("Case-Key", "")
    return bool(key and check_key(case, key)) or access.allowed(request.user, "cases.view_case", case)


files.register(Case._meta.label, may_see_photo)
