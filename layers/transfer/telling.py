"""Problems on a terminal."""

from geo.errors import Problem


def told(problem: Problem) -> str:
    """What happened, then field by field."""
    lines = [str(problem.title), str(problem.detail)] if problem.detail else [str(problem.title)]
    lines += [f"{name}: {text}" for name, texts in problem.fields.items() for text in texts]
    return "\n".join(lines)
