"""Features appear and vanish with the days."""

from geo.jobs import periodic
from layers.features.actions import announce_crossings


# Hourly, so that midnight in Athens is met in summer and winter, and after a night without a worker too.
@periodic(name="features.announce_crossings", cron="1 * * * *")
def announce_todays_crossings() -> None:
    announce_crossings()
