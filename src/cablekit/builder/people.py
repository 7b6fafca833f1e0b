"""The participants of a meeting: from the lines of a list to people."""

from __future__ import annotations

from collections.abc import Iterator
from string import ascii_uppercase
from typing import NamedTuple

from cablekit.builder.drafts import Block, Reader
from cablekit.builder.inline_people import Line
from cablekit.builder.people_cut import kinds_of, pieces
from cablekit.builder.people_words import Found, Words
from cablekit.builder.report import problem
from cablekit.builder.text import Joined, flow, inked, lines, span
from cablekit.model import Block as ModelBlock
from cablekit.model import Participant, ParticipantList, Preformatted, Problem
from cablekit.tokens import Token

_RULE_CHARACTERS = "-=_* "
#: Words of a label that do not name the delegation.
_LABEL_WORDS = frozenset(
    (
        *("MEETING", "MAIN", "OTHER", "THE", "FOR", "ON"),
        *("PARTICIPANT", "PARTICIPANTS", "DELEGATION", "SIDE", "TEAM"),
    )
)


#: No entry of one person has more words.
_LONGEST = 100
#: People who run over the ends of lines fill no more characters.
_LONGEST_RUN = 2000
#: The name of a side has fewer words.
_LONG_SIDE = 5
#: What may stand around an entry and is no part of it.
_AROUND = ",;.&-~"


class Label(NamedTuple):
    """The label of a delegation, where it stands, and whether people follow it."""

    text: str
    start: int
    followed: bool = False


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
        label: Label | None = None
        whole = [*self._whole(_unlettered(found), text)]
        for line, after in zip(whole, (*whole[1:], None), strict=True):
            words = Words(line.text, line.start, self._read)
            if _is_label(line, after, words.shape, people, text):
                if label is not None and _is_agency(words.shape):
                    label = label._replace(followed=True)
                    people += _nobody(Label(line.text, line.start), side(label.text))
                else:
                    people += _nobody(label)
                    label = Label(line.text, line.start)
                continue
            for item in self._line(line, words):
                if isinstance(item, Label):
                    people += _nobody(label)
                    label = item
                else:
                    own = side(label.text) if label else ""
                    people.append(item._replace(delegation=own))
                    label = label and label._replace(followed=True)
        return people + _nobody(label)

    def _whole(self, lines: list[Line], text: str) -> Iterator[Line]:
        """Yield the lines of a list; where a title waits for its name, with the next one."""
        before: Line | None = None
        for line in lines:
            if before is not None:
                gap = text[before.start + len(before.text) : line.start]
                whole = text[before.start : line.start + len(line.text)]
                if gap.isspace() and gap.count("\n") == 1 and len(whole) < _LONGEST_RUN:
                    line = Line("row", whole, before.start)  # noqa: PLW2901
                else:
                    yield before
            before = line if self._waits(line) else None
            if before is None:
                yield line
        if before is not None:
            yield before

    def _waits(self, line: Line) -> bool:
        """Tell whether a line is of people one after the other, and ends in a title."""
        if line.kind not in ("entry", "row"):
            return False
        shape = Words(line.text, line.start, self._read).shape
        kinds = kinds_of(self._read("participant", "=" + shape) or [])
        return kinds.endswith("T") and kinds[:-1] == "TN" * (len(kinds) // 2) and len(kinds) > 1

    def _line(self, line: Line, words: Words) -> Iterator[Label | Entry]:
        """Yield the labels and the people of a line."""
        size = len(words.shape)
        parts: list[Token] = self._read("participant", "=" + words.shape) or []
        if line.kind == "row" or _several(parts, bulleted=line.kind == "item"):
            for piece in pieces(parts):
                begin, end = (piece[0].start_pos or 1) - 1, (piece[-1].end_pos or 1) - 1
                if piece[0].type == "ROW_LABEL":
                    yield Label(words.text(begin, end), words.span(begin, end)[0])
                else:
                    yield from self._one(words, begin, end)
        else:
            yield from self._one(words, 0, size)

    def _one(self, words: Words, begin: int, end: int) -> Iterator[Entry]:
        """Yield the person of an entry; what is no entry of the language is a name."""
        while begin < end and words.shape[begin] in _AROUND:
            begin += 1
        while begin < end and words.shape[end - 1] in _AROUND:
            end -= 1
        if not any(letter.isalpha() or letter == "*" for letter in words.shape[begin:end]):
            return
        found: Found | None = None
        if end - begin <= _LONGEST:
            found = self._read("participant", words.shape[begin:end])
        name = words.name(begin + found.name[0], begin + found.name[1]) if found else ""
        if found is None or not name:
            found, name = Found((begin, end), (), False), words.text(begin, end)
        titles = [words.title(begin + first, begin + last) for first, last in found.titles]
        where = words.span(begin, end)
        yield Entry(name, ", ".join(filter(None, titles)), "", found.note_taker, *where)


def goes_on(read: Reader, block: Block, heading: str) -> bool:
    """Tell whether what stands like a heading behind a list is its last entry.

    Args:
        read: Reads a text in an inline language.
        block: The block before it.
        heading: Its text.
    """
    if block.rule != "participants":
        return False
    shape = Words(flow([heading]), 0, read).shape
    named, _, titles = shape.partition(",")
    titled = len(named) > 1 and not named.strip("nvrR") and not set(titles).isdisjoint("pm*")
    return titled or shape[:2] in ("n:", "d:", "a:") or shape[-1:] == "*" or _double_spaced(block)


def _double_spaced(block: Block) -> bool:
    """Tell whether empty lines part the entries of a list, so that its last is no heading."""
    written = "".join(block.pieces).strip().replace(" ", "").split("\n")
    filled = sum(map(bool, written))
    return filled > 2 and len(written) >= 2 * filled - 2


def _unlettered(lines: list[Line]) -> list[Line]:
    """Return the lines of a list without the letters that number them: A. B. C."""
    entries = [line for line in lines if line.kind == "entry"]
    letters = "".join(line.text[0] for line in entries if line.text[1:3] == ". ")
    if len(letters) < max(len(entries), 2) or letters not in ascii_uppercase:
        return lines
    return [
        Line(line.kind, line.text[3:], line.start + 3) if line.kind == "entry" else line
        for line in lines
    ]


def _nobody(label: Label | None, delegation: str = "") -> list[Entry]:
    """Return a label as an entry: of a delegation that nobody follows, of an agency in one."""
    if label is None or label.followed:
        return []
    text = label.text.rstrip()
    name = flow([text]).rstrip(": ")
    return [Entry(name, "", delegation, False, label.start, label.start + len(text))]


def _is_label(line: Line, after: Line | None, shape: str, people: list[Entry], text: str) -> bool:
    """Tell whether a line is the label of a side.

    The name of a side that no vocabulary has is a word among people with more than one, or
    stands behind an empty line and says what kind of body it is: PALESTINIAN AUTHORITY.
    """
    if line.kind == "label":
        return not _designates(shape)
    above = text[max(line.start - 20, 0) : line.start].replace(" ", "")
    if line.kind != "entry" or not people or after is None or after.kind == "label":
        return False
    if line.text[:2].upper() == "XX":
        return False
    if shape == "n":
        sided = people[-1].delegation != ""
        return sided and line.text.isalpha() and all(" " in p.name or p.title for p in people)
    body = "t" in shape and not shape.strip("ntadl")
    return body and 1 < len(shape) < _LONG_SIDE and above[-2:] == "\n\n"


def _is_agency(shape: str) -> bool:
    """Tell whether a label is the name of an agency: DEPARTMENT OF STATE."""
    return "l" in shape[1:] and not shape.strip("tlp&:")


def _designates(shape: str) -> bool:
    """Tell whether a line that stands as a label does is somebody's position: INTERPRETER."""
    return bool(shape) and not shape.strip("pm")


def _several(parts: list[Token], *, bulleted: bool) -> bool:
    """Tell whether the parts of an entry are of more than one person, or have a label."""
    if parts and parts[0].type == "ROW_LABEL":
        inside = len(parts) > 1 and parts[0][-1:] in ":~"
        return inside or (len(parts) == 1 and not bulleted)
    if bulleted:
        return False
    kinds = kinds_of(parts)
    # Each with the title first: what stands behind a comma may be the title of the one before.
    whole = kinds.replace("*", "").rstrip(",")
    return any(whole == gap.join(["TN"] * (whole.count("N"))) for gap in ("", ",")) and (
        whole.count("N") > 1
    )


def side(label: str) -> str:
    """Return the delegation that a label or the title of a list names.

    >>> side("Main U.S. Participants:")
    'U.S.'
    """
    words = flow([label]).strip(" :-()").split()
    kept = [word for word in words if word.upper() not in _LABEL_WORDS]
    # The article of a country's name stays: The Netherlands, but the U.S. side.
    return " ".join(kept if len(words) - len(kept) > 1 or words[0].upper() != "THE" else words)


def side_of_title(title: str) -> str:
    """Return the delegation that the title of a list names, ``""`` for none."""
    upper = title.upper()
    end = max(upper.find("PARTICIPANTS"), upper.find("DELEGATION"))
    words = title[: max(end, 0)].removeprefix("List of ").split()
    return " ".join(word for word in words if word.upper() not in _LABEL_WORDS)


def _only_side(read: Reader, title: str) -> str:
    """Return the title of a list if it is no more than the name of a delegation."""
    return title if title and not Words(title, 0, read).shape.strip("d") else ""


def _emptied(text: str) -> str:
    """Return a text of the same length in which empty lines have no blanks."""
    if "\n " not in text and text[:1] != " ":
        return text
    return "\n".join("\n" * len(line) if line.isspace() else line for line in text.split("\n"))


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
    text = _emptied(joined.text.rstrip() + "\n")
    entries = PeopleReader(read).entries(text, sentence=sentence)
    if entries is None:
        problems.append(problem("CK306", where, "body"))
        rest = Preformatted(text=lines(block.pieces), span=span(ink[0], ink[-1]))
        return [ParticipantList(title=title, span=span(block.key)), rest]
    named_side = side_of_title(title) or _only_side(read, title)
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
