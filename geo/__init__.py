"""The ground: coordinates, sources, access, errors. No municipal noun lives here."""
