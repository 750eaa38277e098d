"""Collections and features over HTTP: GeoJSON in CRS84, keyset pages, conditional writes."""
