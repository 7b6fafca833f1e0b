"""The participants of a meeting: from the lines of a list to people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from lark import Token

from cablekit.builder.drafts import Block, Reader
from cablekit.builder.inline_people import Line, Person
from cablekit.builder.report import problem
from cablekit.builder.text import Joined, flow, inked, lines, span
from cablekit.model import Block as ModelBlock
from cablekit.model import Participant, ParticipantList, Preformatted, Problem

_RULE_CHARACTERS = "-=_* "
#: Words of a label that do not name the delegation.
_LABEL_WORDS = frozenset(
    (
        *("MEETING", "MAIN", "OTHER", "THE", "FOR", "ON"),
        *("PARTICIPANT", "PARTICIPANTS", "DELEGATION", "SIDE", "TEAM"),
    )
)


#: No entry of one person is longer.
_LONGEST = 500


class Entry(NamedTuple):
    """Somebody in a list, and where the entry stands in the list's text."""

    name: str
    title: str
    delegation: str
    note_taker: bool
    start: int
    end: int


class PeopleReader:
    """Reads one list of participants.

    Args:
        read: Reads a text in an inline language.
    """

    def __init__(self, read: Reader) -> None:
        """Remember how texts are read."""
        self._read = read

    def entries(self, text: str, *, sentence: bool) -> list[Entry] | None:
        """Return the people of a list, or ``None`` if it cannot be read.

        Args:
            text: The list below its title.
            sentence: Whether it begins on the line of its title.
        """
        found = [Line("row", text, 0)] if sentence else self._read("participants", text)
        if found is None:
            return None
        people: list[Entry] = []
        label: Line | None = None
        for line in found:
            if line.kind == "label":
                people += _nobody(label)
                label = line
                continue
            entries = [*self._line(line)]
            if entries:
                own = side(label.text) if label else ""
                people += [e if e.delegation else e._replace(delegation=own) for e in entries]
                label = label and label._replace(kind="followed")
        return people + _nobody(label)

    def _line(self, line: Line) -> Iterator[Entry]:
        if line.kind == "entry":
            yield from self._one(line.text, line.start)
            return
        text, places = _squeezed(line.text)
        parts: list[Token] = self._read("people", text) or []
        label = ""
        for piece in _pieces(parts):
            if piece[0].type == "ROW_LABEL":
                label = side(piece[0])
                continue
            start, end = places[piece[0].start_pos or 0], places[piece[-1].end_pos or 0]
            for entry in self._one(line.text[start:end], line.start + start):
                yield entry._replace(delegation=label)

    def _one(self, text: str, offset: int) -> Iterator[Entry]:
        """Yield the person of an entry; what is no entry of the language is a name."""
        bare = text.strip(" \n,;")
        if not any(c.isalnum() for c in bare):
            return
        start = offset + text.index(bare[0])
        person: Person | None = None
        if len(bare) <= _LONGEST:
            person = self._read("participant", flow([bare]))
        if person is None or not person.name:
            person = Person(flow([bare]), "", False)
        yield Entry(person.name, person.title, "", person.note_taker, start, start + len(bare))


def double_spaced(block: Block) -> bool:
    """Tell whether empty lines part the entries of a list, so that its last is no heading."""
    written = "".join(block.pieces).strip().replace(" ", "").split("\n")
    filled = sum(map(bool, written))
    return block.rule == "participants" and filled > 2 and len(written) >= 2 * filled - 2


def _squeezed(text: str) -> tuple[str, list[int]]:
    """Return a text with one blank for each run of blanks, and where its characters stood."""
    kept: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        if letter in " \n":
            if kept and kept[-1] != " ":
                kept.append(" ")
                places.append(place)
        else:
            kept.append(letter)
            places.append(place)
    return "".join(kept), [*places, len(text)]


def _nobody(label: Line | None) -> list[Entry]:
    """Return the label of a delegation that nobody follows as an entry of its own."""
    if label is None or label.kind == "followed":
        return []
    text = label.text.rstrip()
    name = flow([text]).rstrip(": ")
    return [Entry(name, "", "", False, label.start, label.start + len(text))]


def _pieces(parts: list[Token]) -> Iterator[list[Token]]:
    """Cut the parts of a row into labels and entries.

    Semicolons, dashes and hyphens part entries. Without them commas do, if each stretch between
    two of them has a name; else a title behind a comma belongs to the name before it.
    """
    stretch: list[Token] = []
    for part in parts:
        if part.type == "ROW_LABEL":
            yield from _entries(stretch)
            yield [part]
            stretch = []
        else:
            stretch.append(part)
    yield from _entries(stretch)


def _entries(stretch: list[Token]) -> Iterator[list[Token]]:
    cut = _cut(stretch, "ROW_BREAK")
    if len(cut) > 1:
        yield from cut
    elif cut:
        yield from _people(cut[0])


def _cut(parts: list[Token], kind: str) -> list[list[Token]]:
    """Return the stretches between the parts of a kind, without empty ones."""
    stretches: list[list[Token]] = [[]]
    for part in parts:
        if part.type == kind:
            stretches.append([])
        else:
            stretches[-1].append(part)
    return [stretch for stretch in stretches if stretch]


def _people(piece: list[Token]) -> Iterator[list[Token]]:
    """Cut a stretch without semicolons into entries."""
    stretches = _cut(piece, "ROW_COMMA")
    kinds = ["".join(_LETTERS.get(p.type, "") for p in s) for s in stretches]
    if len(kinds) > 1 and all("N" in kind for kind in kinds) and not _shifted(kinds):
        yield from stretches
        return
    yield from _run_together(piece)


#: From this many words on, what stands between two titles are two names (observed).
_TWO_NAMES = 4
_BETWEEN_TITLES = ["ROW_TITLE", "ROW_NAME", "ROW_COMMA", "ROW_TITLE"]
_LETTERS = {"ROW_TITLE": "T", "ROW_NAME": "N", "ROW_RANKED": "N"}
_NAMES = ("ROW_NAME", "ROW_RANKED")
#: Behind one of these, which belong to the name before them, a title is the next one's.
_ENDS = (*_NAMES, "ROW_NOTE", "ROW_ASIDE")


def _shifted(kinds: list[str]) -> bool:
    """Tell whether each title stands behind a comma, before the next name."""
    return kinds[0] == "N" and any(kind.startswith("T") for kind in kinds[1:])


def _run_together(piece: list[Token]) -> Iterator[list[Token]]:
    """Cut entries that nothing parts: a title begins one, or a name behind a title."""
    entry: list[Token] = []
    named = closed = False
    before = ""
    for part in _two_names(piece):
        if part.type == "ROW_TITLE":
            begins = named and before in _ENDS
        elif part.type == "ROW_NAME":
            begins = named and (closed or before == "ROW_COMMA")
        else:
            begins = named and part.type == "ROW_RANKED"
        if begins:
            yield entry
            entry, named, closed = [], False, False
        entry.append(part)
        closed = closed or (named and part.type in ("ROW_TITLE", "ROW_NOTE", "ROW_ASIDE"))
        named = named or part.type in _NAMES
        before = part.type
    if entry:
        yield entry


def _two_names(piece: list[Token]) -> Iterator[Token]:
    """Yield the parts of a piece; a name too long for one person is halved.

    It stands behind one title and before a comma and another title, so that it holds the name
    that the first is of and the name that the second is of.
    """
    for index, part in enumerate(piece):
        around = [p.type for p in piece[max(index - 1, 0) : index + 3]]
        words = part.split()
        if around == _BETWEEN_TITLES and len(words) >= _TWO_NAMES and len(words) % 2 == 0:
            cut = part.index(words[len(words) // 2], len(words[0]))
            start = part.start_pos or 0
            yield Token(part.type, part[:cut], start, end_pos=start + cut)
            yield Token("ROW_COMMA", "", start + cut, end_pos=start + cut)
            yield Token(part.type, part[cut:], start + cut, end_pos=part.end_pos)
        else:
            yield part


def side(label: str) -> str:
    """Return the delegation that a label or the title of a list names.

    >>> side("Main U.S. Participants:")
    'U.S.'
    """
    words = flow([label]).rstrip(" :-").split()
    kept = [word for word in words if word.upper() not in _LABEL_WORDS]
    return " ".join(kept or words)


def side_of_title(title: str) -> str:
    """Return the delegation that the title of a list names, ``""`` for none."""
    upper = title.upper()
    end = max(upper.find("PARTICIPANTS"), upper.find("DELEGATION"))
    words = title[: max(end, 0)].split()
    return " ".join(word for word in words if word.upper() not in _LABEL_WORDS)


def people(read: Reader, block: Block, problems: list[Problem]) -> list[ModelBlock]:
    """Return the list of participants of a block.

    Args:
        read: Reads a text in an inline language.
        block: The block: a title and the list below it.
        problems: Takes what a reader should know.
    """
    ink = inked(block.pieces)
    where = span(block.key, ink[-1] if ink else None)
    title = flow(w.strip(_RULE_CHARACTERS) for w in block.key.split("\n")).rstrip(": ")
    if not ink:
        return [ParticipantList(title=title, span=where)]
    joined = Joined(block.pieces)
    sentence = not block.key.endswith("\n")
    entries = PeopleReader(read).entries(joined.text.rstrip() + "\n", sentence=sentence)
    if entries is None:
        problems.append(problem("CK306", where, "body"))
        text = Preformatted(text=lines(block.pieces), span=span(ink[0], ink[-1]))
        return [ParticipantList(title=title, span=span(block.key)), text]
    named_side = side_of_title(title)
    members = tuple(
        Participant(
            name=e.name,
            title=e.title,
            delegation=e.delegation or named_side,
            note_taker=e.note_taker,
            span=joined.span(e.start, e.end),
        )
        for e in entries
    )
    return [ParticipantList(title=title, participants=members, span=where)]
