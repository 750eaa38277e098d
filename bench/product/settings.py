"""The product's settings, with the bare view's address added and no limits on one's own machine."""

from geo.settings import *  # noqa: F403

ROOT_URLCONF = "bench.product.urls"
