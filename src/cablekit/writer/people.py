"""Lists of participants, written so that each entry is read as the person it is of."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator

import attrs

from cablekit.model import Cable, Participant, ParticipantList
from cablekit.writer.layout import Flow, Form

#: Reads a text.
Read = Callable[[str], Cable]

#: What stands before each entry of a list, and how name and title stand in it.
_BULLETS, _TITLED = ("", "-- "), ("{}, {}", "{} ({})")
#: What an entry and the label of a delegation are tried below: others of a list.
_TRIED = (
    "UNCLAS ZENDA 000417\n\nSUBJECT: X\n\n1. X.\n\nParticipants:\n{0}Jane Roe, Adviser\n{0}{1}\n"
)


def list_forms(
    block: ParticipantList, read: Read, *, titled: bool
) -> list[Form | Callable[[], Form]]:
    """Return the ways to write a list: all entries alike, or each as it reads best.

    Args:
        block: The list.
        read: Reads a text.
        titled: Whether its title stands in the paragraph above it.
    """
    if titled and not block.participants:
        return [Form("", "")]
    alike = [
        Form(_lines(block, bullet, functools.partial(_person, form=form), titled=titled))
        for form in _TITLED
        for bullet in _BULLETS
    ]
    return [*alike, *(functools.partial(_best, block, bullet, read, titled) for bullet in _BULLETS)]


def _best(block: ParticipantList, bullet: str, read: Read, titled: bool) -> Form:
    """Write a list, each entry and label in the first form that reads as it should."""

    def entry(person: Participant) -> str:
        written = [_person(person, form) for form in _TITLED]
        wanted = attrs.evolve(person, delegation="")
        return next((text for text in written if _alone(text, bullet, read) == wanted), written[0])

    def label(delegation: str) -> str:
        others = f"Ruritania:\nJohn Doe\n\n{delegation}:"
        found = read(_TRIED.format("", f"{others}\nFritz Moe, Adviser")).body[-1]
        people = found.participants if isinstance(found, ParticipantList) else ()
        good = [person.delegation for person in people] == ["", "Ruritania", delegation]
        return delegation if good else f"{delegation} delegation"

    return Form(_lines(block, bullet, entry, label, titled=titled))


def _alone(entry: str, bullet: str, read: Read) -> Participant | None:
    """Return the person of an entry that stands below another one."""
    body = read(_TRIED.format(bullet, entry)).body
    found = body[-1]
    if len(body) != 2 or not isinstance(found, ParticipantList):
        return None
    return found.participants[1] if len(found.participants) == 2 else None


def _lines(
    block: ParticipantList,
    bullet: str,
    entry: Callable[[Participant], str],
    label: Callable[[str], str] = str,
    *,
    titled: bool,
) -> str:
    lines = [*_people(block, bullet, entry, label)]
    return "\n".join(lines if not titled else lines[1:])


def _people(
    block: ParticipantList,
    bullet: str,
    entry: Callable[[Participant], str],
    label: Callable[[str], str],
) -> Iterator[str]:
    """Yield the lines of a list of participants."""
    yield f"{block.title}:"
    delegation = ""
    for person in block.participants:
        if person.delegation != delegation:
            delegation = person.delegation
            yield ""
            yield f"{label(delegation)}:"
        written = entry(person)
        yield str(Flow(bullet.rstrip(), written)) if bullet else written


def _person(person: Participant, form: str) -> str:
    named = form.format(person.name, person.title) if person.title else person.name
    return f"{named} (Note-taker)" if person.note_taker else named
