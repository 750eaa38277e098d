"""The private PostGIS cluster: on a socket only, nobody administers it, nobody else can enter it."""
