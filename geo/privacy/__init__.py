"""Each model says what personal data it holds; export and erasure walk over what they said."""

from geo.privacy.declaration import IMPERSONAL, OWNER, Kept, Personal, Subject

__all__ = ["IMPERSONAL", "OWNER", "Kept", "Personal", "Subject"]
