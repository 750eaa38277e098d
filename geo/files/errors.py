"""What can be wrong with a file, as a problem that names the remedy."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from geo.errors import Problem
from geo.files.models import StoredFile

Refusal = StoredFile.Refusal

_STATUS: Final = {Refusal.TOO_LARGE: 413, Refusal.NOT_A_PICTURE: 415}


class FileRefused(Problem):
    """The file cannot be taken.

    Attributes:
        refusal: the reason; also in the answer as ``refusal``, and in the code.
    """

    title = _("The file cannot be taken.")

    def __init__(self, refusal: Refusal, *, field: str = "file") -> None:
        super().__init__(fields={field: [refusal.label]}, refusal=refusal.value)
        self.refusal = refusal
        self.status = _STATUS.get(refusal, 400)
        self.code = f"file-{refusal.value.replace('_', '-')}"

    def for_field(self, field: str) -> "FileRefused":
        """The same for a form that calls the field otherwise (``photos``)."""
        return FileRefused(self.refusal, field=field)


class Gone(Problem):
    status, code, title = 410, "gone", _("This upload has ended.")


class ChecksumMismatch(Problem):
    # tus 1.0.0, extension Checksum: 460 is its own.
    status, code, title = 460, "checksum-mismatch", _("The part arrived damaged. Send it again.")


class Full(Problem):
    status, code, title = 507, "full", _("Too many uploads are under way. Try again in an hour.")
