"""The one way in which a command of `deploy` gives up."""


class Failure(Exception):
    """What went wrong and what to do about it, one sentence each, for the person at the terminal."""

    def __init__(self, problem: str, remedy: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.problem}\n  {self.remedy}" if self.remedy else self.problem


class Stopped(Exception):
    """Somebody asked for the end: Ctrl-C, SIGTERM, a closed terminal, or the death of the parent."""
