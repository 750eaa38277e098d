from geo.live.changes import follow
from geo.live.streams import Stream, register

register(Stream(name="changes", feed=follow))
