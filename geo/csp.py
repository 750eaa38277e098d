"""What a browser may load and do on our pages (CSP level 3; django-csp 4 reads the dictionaries).

Nothing comes from elsewhere and nothing is inline: scripts, styles, workers and fonts are our files.
"""

from typing import Final

from csp.constants import NONE, SELF, UNSAFE_INLINE

DIRECTIVES: Final[dict[str, list[str]]] = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF, "data:", "blob:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    # MapLibre's worker; blob: where the browser starts it from memory.
    "worker-src": [SELF, "blob:"],
    "manifest-src": [SELF],
    "form-action": [SELF],
    "base-uri": [NONE],
    "frame-ancestors": [NONE],
    "object-src": [NONE],
}

POLICY: Final = {"DIRECTIVES": DIRECTIVES}

DOCS: Final[dict[str, list[str]]] = {"style-src": [SELF, UNSAFE_INLINE]}
"""For ``csp_replace`` on the pages of the API: Swagger UI writes styles into its elements."""

PERMISSIONS: Final = "geolocation=(self), camera=(self), microphone=(), payment=(), usb=(), interest-cohort=()"
"""Header ``Permissions-Policy``: the form asks for the place and the camera, and for nothing else."""
