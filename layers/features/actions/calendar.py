"""What the calendar changes on the map without anybody writing."""

from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Final

from django.contrib.gis.db.models import Extent
from django.db import transaction
from django.db.models import Count

from geo.changes.actions import log
from layers.features.models import Feature
from layers.features.validity import today

MOST_BOXES: Final = 500
"""Above this number of features in a collection one box around all of them is logged."""


@transaction.atomic
def announce_crossings(*, day: date | None = None) -> int:
    """Log the places of features that appear on `day` (today) or were there for the last time the day before.

    Saying it again does no harm: tiles are made anew once more. Answers the number of features.
    """
    crossing = Feature.objects.crossing(day or today())
    counts = dict(crossing.values_list("collection").annotate(number=Count("id")).values_list("collection", "number"))
    crowded = [collection for collection, number in counts.items() if number > MOST_BOXES]
    boxes = crossing.exclude(collection__in=crowded).order_by("collection").values_list("collection", "tile_geometry")
    for collection, rows in groupby(boxes, key=itemgetter(0)):
        for _collection, geometry in rows:
            log(source=collection, bounds=geometry.extent)
    for collection in crowded:
        everywhere = crossing.of(collection).aggregate(box=Extent("tile_geometry"))["box"]
        log(source=collection, bounds=everywhere, count=counts[collection])
    return sum(counts.values())
