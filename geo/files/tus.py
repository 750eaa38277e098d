"""The tus resumable upload protocol 1.0.0: its headers, read strictly.

Core, and the extensions Creation, Expiration, Checksum and Termination. Our own, since the libraries for
Django are unmaintained (drf-tus: 2023) or keep parts in a folder of one server.
"""

import base64
import binascii
import hashlib
from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geo.errors import PreconditionFailed, Problem, Unsupported
from geo.files.errors import ChecksumMismatch
from geo.files.rules import MAX_BYTES

VERSION: Final = "1.0.0"
CONTENT_TYPE: Final = "application/offset+octet-stream"
ALGORITHMS: Final = ("sha1", "sha256")

ALWAYS: Final = {"Tus-Resumable": VERSION, "Cache-Control": "no-store"}
OPTIONS: Final = {
    "Tus-Version": VERSION,
    "Tus-Extension": "creation,expiration,checksum,termination",
    "Tus-Max-Size": str(MAX_BYTES),
    "Tus-Checksum-Algorithm": ",".join(ALGORITHMS),
}

Headers = Mapping[str, str]


class WrongVersion(PreconditionFailed):
    title = gettext_lazy("This is not a version of the protocol that we speak.")

    def headers(self) -> dict[str, str]:
        return {"Tus-Version": VERSION}


def check_version(headers: Headers) -> None:
    """Raise `WrongVersion` unless the client speaks this version (section “Tus-Resumable”)."""
    if headers.get("Tus-Resumable") != VERSION:
        raise WrongVersion(_("Send the header Tus-Resumable: 1.0.0."))


def length(headers: Headers) -> int:
    """``Upload-Length`` in bytes; its deferring is not offered."""
    return _number(headers, "Upload-Length")


def offset(headers: Headers) -> int:
    """``Upload-Offset`` in bytes."""
    return _number(headers, "Upload-Offset")


def check_content_type(headers: Headers) -> None:
    """Raise Unsupported unless the body is announced as a part of an upload."""
    if headers.get("Content-Type", "").partition(";")[0].strip().lower() != CONTENT_TYPE:
        raise Unsupported(_("Send the part as %(type)s.") % {"type": CONTENT_TYPE})


def check_sum(headers: Headers, data: bytes) -> None:
    """Compare a part with ``Upload-Checksum`` (extension Checksum), when there is one.

    Raises:
        ChecksumMismatch: the part is not what was sent.
        Problem: the algorithm is not ours, or the value is no base64.
    """
    text = headers.get("Upload-Checksum", "")
    if not text:
        return
    algorithm, _space, value = text.partition(" ")
    try:
        expected = base64.b64decode(value, validate=True)
    except binascii.Error:
        expected = b""
    if algorithm not in ALGORITHMS or not expected:
        raise Problem(_("Send Upload-Checksum as sha1 or sha256 and the sum in base64."))
    if hashlib.new(algorithm, data, usedforsecurity=False).digest() != expected:
        raise ChecksumMismatch()


def _number(headers: Headers, name: str) -> int:
    text = headers.get(name, "")
    if not (text.isascii() and text.isdecimal() and len(text) <= 15):
        raise Problem(_("Send the header %(name)s with a whole number of bytes.") % {"name": name})
    return int(text)
