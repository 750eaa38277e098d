"""The state machine as a page of the documentation, drawn from the one table. Pure."""

from collections.abc import Iterator
from typing import Final

from citizen.cases.states import FINAL, INITIAL, OPEN, TRANSITIONS, State, clock_in

_HEAD: Final = """# States of a case

Drawn from `citizen/cases/states.py` by `manage.py draw_states`; do not edit by hand (a test compares).
A desk needs the permission on the case; the reporter shows the key; the system acts in jobs and as the
consequence of another verb. `note` is satisfied by a public note as well.
"""


def document() -> str:
    """The whole page, in Markdown with a Mermaid diagram."""
    return "\n".join([_HEAD, *_states(), "", *_diagram(), "", *_table(), ""])


def _states() -> Iterator[str]:
    yield "| state | | clock |"
    yield "| --- | --- | --- |"
    for state in State:
        kind = "first" if state == INITIAL else "end" if state in FINAL else "open" if state in OPEN else "ended"
        yield f"| `{state.value}` | {kind} | {clock_in(state).value} |"


def _diagram() -> Iterator[str]:
    yield "```mermaid"
    yield "stateDiagram-v2"
    yield f"    [*] --> {INITIAL.value}"
    for change in TRANSITIONS.values():
        yield f"    {change.source.value} --> {change.target.value}"
    for state in sorted(FINAL):
        yield f"    {state.value} --> [*]"
    yield "```"


def _table() -> Iterator[str]:
    yield "| from | to | by | permission | needs | clock |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for change in TRANSITIONS.values():
        cells = (
            f"`{change.source.value}`",
            f"`{change.target.value}`",
            ", ".join(sorted(who.value for who in change.by)),
            f"`{change.permission}`" if change.permission else "",
            ", ".join(change.requires),
            change.clock,
        )
        yield f"| {' | '.join(cells)} |"
