"""The key with which a reporter follows a case without an account.

HMAC-SHA-256 over the case's UUID and key generation, cut to 128 bits (RFC 2104, section 5), written in
Crockford's base 32. Nothing is stored: raising the generation makes every earlier key worthless.
"""

import hashlib
import hmac
from typing import Final, Protocol
from uuid import UUID

from django.conf import settings

KEY_BYTES: Final = 16
_ALPHABET: Final = "0123456789abcdefghjkmnpqrstvwxyz"
_LOOK_ALIKE: Final = str.maketrans({"o": "0", "i": "1", "l": "1", "-": None, " ": None})
_PURPOSE: Final = b"citizen.cases.keys"


class Keyed(Protocol):
    uid: UUID
    key_generation: int


def case_key(case: Keyed) -> str:
    """The key of the case now: 26 characters, lower case."""
    secret = hmac.new(settings.SECRET_KEY.encode(), _PURPOSE, hashlib.sha256).digest()
    message = case.uid.bytes + case.key_generation.to_bytes(4, "big")
    return _encode(hmac.new(secret, message, hashlib.sha256).digest()[:KEY_BYTES])


def check_key(case: Keyed, key: str) -> bool:
    """Whether the key is the case's, in constant time; spelling as people copy it is forgiven."""
    given = key.strip().lower().translate(_LOOK_ALIKE)
    return hmac.compare_digest(case_key(case).encode(), given.encode())


def _encode(data: bytes) -> str:
    number = int.from_bytes(data, "big")
    length = -(-len(data) * 8 // 5)
    return "".join(_ALPHABET[number >> 5 * place & 31] for place in reversed(range(length)))
