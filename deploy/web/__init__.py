"""nginx in front: static files, limits, and the way to the processes behind it."""
