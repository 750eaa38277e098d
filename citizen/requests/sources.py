"""Public requests as tiles: point, service and state at once; never text, photos or persons."""

from citizen.requests.scope import MAP_SOURCE
from geo.access import PUBLIC, STAFF
from geo.sources import Attribute, Source, register

VISIBLE = f"t.map_source = '{MAP_SOURCE}' AND NOT t.confidential AND t.location IS NOT NULL"

register(
    Source(
        id=MAP_SOURCE,
        title={"el": "Αιτήματα πολιτών", "en": "Citizens' requests"},
        geometry_type="point",
        relation="cases_case",
        geometry="t.tile_location",
        attributes=(
            Attribute(name="reference", sql="(SELECT e.reference FROM protocol_entry e WHERE e.uid = t.entry_id)"),
            Attribute(name="service", sql="(SELECT s.code FROM cases_service s WHERE s.id = t.service_id)"),
            Attribute(name="group", sql="(SELECT s.group FROM cases_service s WHERE s.id = t.service_id)"),
            Attribute(name="state", sql="t.state"),
            Attribute(name="submitted", sql="extract(epoch FROM t.submitted_at)::bigint", type="timestamp"),
            Attribute(name="due", sql="extract(epoch FROM t.due_at)::bigint", type="timestamp"),
            Attribute(name="unit", sql="t.unit_id", audience=STAFF, type="number"),
        ),
        where={PUBLIC: VISIBLE, STAFF: VISIBLE},
        style={"color": "#c2410c", "order": 90},
        theme="requests",
        min_zoom=6,
    )
)
