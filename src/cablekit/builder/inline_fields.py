"""The inline languages of the preamble's fields: E.O., TAGS, REF and Classified By."""

from __future__ import annotations

import datetime as dt
import functools
from typing import Any, NamedTuple

from lark import Token

from cablekit import vocabulary
from cablekit.builder.text import digits, flow, full_year, shared
from cablekit.builder.words import named, title, trim
from cablekit.model import ReferenceKind


class Order(NamedTuple):
    """What an E.O. line says, with the classifier whom older orders name there."""

    number: str
    declassify_on: dt.date | None
    event: str
    exemptions: tuple[str, ...]
    downgrade_on: dt.date | None
    classifier: str


class Cited(NamedTuple):
    """An item of the REF field and its offsets in the field's text."""

    label: str
    kind: ReferenceKind
    year: int | None
    post: str
    serials: tuple[int, ...]
    notes: tuple[str, ...]
    start: int
    content: int
    end: int


class Authority(NamedTuple):
    """Who classified, and why."""

    name: str
    title: str
    section: str | None
    reasons: tuple[str, ...]
    derived_from: str = ""


class Coded(NamedTuple):
    """A TAG and its offsets in the field's text."""

    code: str
    person: bool
    start: int
    end: int


class FieldInlineBuilder:
    """One method for every rule of the fields' languages."""

    # -- executive_order -----------------------------------------------------------------------

    def executive_order(self, children: list[tuple[str, Any]]) -> Order:
        """``order? clause*``; the first of several clauses of a kind holds."""
        found: dict[str, Any] = {}
        codes: list[str] = []
        for kind, value in children:
            if kind == "exemption":
                codes.append(value)
            else:
                found.setdefault(kind, value)
        return Order(
            found.get("order", ""),
            found.get("declassify"),
            found.get("event", ""),
            tuple(codes),
            found.get("downgrade"),
            found.get("classifier", ""),
        )

    def order(self, children: list[Token]) -> tuple[str, str]:
        """``ORDER_NUMBER``."""
        return "order", children[0][:5].rstrip(":")

    def declassify(self, children: list[Any]) -> tuple[str, Any]:
        """``DECL? day``; words that are no date are an event."""
        day = children[-1]
        return ("declassify", day) if isinstance(day, dt.date) else ("event", day)

    def downgrade(self, children: list[Any]) -> tuple[str, Any]:
        """``DNG DNG_LEVEL? day``."""
        day = children[-1]
        return ("downgrade", day) if isinstance(day, dt.date) else ("event", day)

    def exemption(self, children: list[Token]) -> tuple[str, str]:
        """``DECL? EXEMPTION``."""
        code = "".join(children[-1].upper().split())
        return "exemption", "N/A" if code == "NA" else code

    def event(self, children: list[Token]) -> tuple[str, str]:
        """``DECL? EVENT``."""
        return "event", flow([children[-1]]).rstrip(" .,;")

    def classifier(self, children: list[Token]) -> tuple[str, str]:
        """``CLASSIFIER CAPACITY?`` of E.O. 12065."""
        return "classifier", flow([children[0]]).strip("()")

    def month_first(self, children: list[Token]) -> dt.date | str:
        """A day in U.S. order: month, day, year."""
        month, day, year = children[0].split("/")
        return _date(full_year(year), int(month), int(day), children[0])

    def year_first(self, children: list[Token]) -> dt.date | str:
        """A day as year, month, day."""
        year, month, day = children[0].replace("-", "/").split("/")
        return _date(int(year), int(month), int(day), children[0])

    def named_month(self, children: list[Token]) -> dt.date | str:
        """A day with its month in words."""
        month, day, year = children[0].replace(",", " ").replace(".", " ").split()
        return _date(int(year), vocabulary.months()[month.upper()], int(day), children[0])

    def day_first(self, children: list[Token]) -> dt.date | str:
        """A day before its month in words."""
        day, month, year = children[0].replace(",", " ").replace(".", " ").split()
        return _date(int(year), vocabulary.months()[month.upper()], int(day), children[0])

    # -- tags, references ----------------------------------------------------------------------

    def tags(self, children: list[Any]) -> list[Coded]:
        """``(tag | person | LINK | JOINER)*``."""
        return [child for child in children if isinstance(child, Coded)]

    def tag(self, children: list[Token]) -> Coded:
        """``TAG_CODE``."""
        token = children[0]
        code = _code(str(token))
        start = token.start_pos or 0
        return Coded(code, False, start, start + len(code))

    def person(self, children: list[Token]) -> Coded:
        """``PERSON``; a known code in parentheses is no person."""
        token = children[0]
        code = token.strip("() ").upper()
        if vocabulary.tag(code) is not None:
            start = (token.start_pos or 0) + token.upper().index(code)
            return Coded(shared(code), False, start, start + len(code))
        return Coded(
            flow([token]).strip("() ").upper(), True, token.start_pos or 0, token.end_pos or 0
        )

    def references(self, children: list[Any]) -> list[Cited]:
        """``(reference | NONE)* label*``: labels that nothing follows are kept as they are."""
        cited = [child for child in children if isinstance(child, Cited)]
        ends = [child for child in children if isinstance(child, Token) and child.type == "LABEL"]
        for token in ends:
            start, end = token.start_pos or 0, token.end_pos or 0
            other = Cited("", ReferenceKind.OTHER, None, "", (), (), start, end, end)
            cited.append(other._replace(label=_letter(token)))
        return cited

    def reference(self, children: list[Any]) -> Cited:
        """``LINK_WORD? label* cited``; of two labels the inner one is the text's (observed)."""
        *before, cited = children
        if not before:
            return cited  # type: ignore[no-any-return]
        labels = [token for token in before if token.type == "LABEL"]
        label = _letter(labels[-1]) if labels else ""
        return cited._replace(label=label, start=before[0].start_pos or 0)  # type: ignore[no-any-return]

    def label(self, children: list[Token]) -> Token:
        """``LABEL``."""
        return children[0]

    def cable_reference(self, children: list[Any]) -> Cited:
        """``CITED further* note*``."""
        token = children[0]
        words = _words(token)
        year = _year_behind(words)
        serial = words.pop().upper()
        airgram = serial.startswith("A-")
        words[0] = words[0].lstrip("('\N{RIGHT SINGLE QUOTATION MARK}")
        first = digits(words[0])
        if first and words[0].startswith(first):
            year = full_year(first)
            words[0] = words[0][len(first) :].lstrip(")")
        serials = [int(digits(child)) for child in children if child.type == "FURTHER"]
        notes = _notes(children)
        start, end = token.start_pos or 0, children[-1].end_pos or 0
        post = " ".join(word for word in words if word).upper()
        known = vocabulary.post(post)
        post = known.name if known else shared(post)
        kind = ReferenceKind.AIRGRAM if airgram else ReferenceKind.CABLE
        serials.insert(0, int(digits(serial)))
        return Cited("", kind, year, post, tuple(serials), notes, start, start, end)

    def further(self, children: list[Token]) -> Token:
        """``FURTHER``: the serial of another message of the same post."""
        return children[0]

    def note(self, children: list[Token]) -> Token:
        """``NOTE``."""
        return children[0]

    def document(self, children: list[Token]) -> Cited:
        """``DOCUMENT``: anything cited that is no cable."""
        text = children[0].upper()
        words = vocabulary.document_words()
        return _other(children, next((words[w] for w in words if w in text), "OTHER"))

    def manual(self, children: list[Token]) -> Cited:
        """``MANUAL``: a paragraph of the Foreign Affairs Manual or a handbook."""
        return _other(children, "DOCUMENT")

    def message(self, children: list[Token]) -> Cited:
        """``MESSAGE note*``: a message that is known by its date-time group."""
        return _other(children, "CABLE")

    # -- classification_authority --------------------------------------------------------------

    def classification_authority(self, children: list[Any]) -> Authority:
        """``AGAIN* (who? why? | derived)``."""
        source = next((c[1] for c in children if c[0] == "derived"), "")
        name, title = next((c[1:] for c in children if c[0] == "who"), ("", ""))
        section, reasons = next((c[1:] for c in children if c[0] == "why"), (None, ()))
        return Authority(name, title, section, reasons, source)

    def derived(self, children: list[Token]) -> tuple[str, str]:
        """``DERIVED SOURCE``: the classification of another document is taken over."""
        return "derived", flow([children[1]]).strip(" .")

    def title_first(self, children: list[Token]) -> tuple[str, str, str]:
        """``TITLE NAME``."""
        return "who", trim(children[1]), title(children[0])

    def title_around(self, children: list[Token]) -> tuple[str, str, str]:
        """``TITLE NAME REST``."""
        return "who", trim(children[1]), f"{title(children[0])}, {title(children[2])}"

    def name_first(self, children: list[Token]) -> tuple[str, str, str]:
        """``NAME REST?``."""
        return "who", trim(children[0]), title(children[1]) if children[1:] else ""

    def title_only(self, children: list[Token]) -> tuple[str, str, str]:
        """``TITLE REST?``."""
        return "who", "", ", ".join(title(child) for child in children)

    def why(self, children: list[Any]) -> tuple[str, str | None, tuple[str, ...]]:
        """``REASON ORDER? SECTION_NUMBER? letters?``."""
        number = named(children, "SECTION_NUMBER")
        section = f"1.{number.rstrip(' .,')[-1]}" if number else None
        return "why", section, next((c for c in children if isinstance(c, tuple)), ())

    def letters(self, children: list[Token]) -> tuple[str, ...]:
        """``LETTERS``; ``AND`` between them is none of them."""
        text = "".join(children[0].upper().split()).replace("AND", " ")
        return tuple(dict.fromkeys(c for c in text if "A" <= c <= "H"))


def _words(token: Token) -> list[str]:
    """Return the words of a citation; a serial glued to its post is a word of its own."""
    words = token.split()
    bare = words[-1].rstrip("0123456789")
    if bare and bare[-1].isalpha():
        words[-1:] = [bare, words[-1][len(bare) :]]
    return words


def _year_behind(words: list[str]) -> int | None:
    """Take the year behind a serial out of the words: ``(08)``, ``2008``, ``OF 2008``."""
    if words[-1].startswith("("):
        return full_year(words.pop().strip("()"))
    if len(words) > 2 and words[-2].upper() == "OF":
        del words[-2]
    elif len(words) < 3 or not words[-2].upper().removeprefix("A-").isdigit():
        return None
    return full_year(words.pop())


def _notes(children: list[Token]) -> tuple[str, ...]:
    notes = (child for child in children if child.type == "NOTE")
    return tuple(shared(flow([note]).strip("() ").upper()) for note in notes)


def _other(children: list[Token], kind: str) -> Cited:
    """Return what is cited without a post and a serial."""
    token, last = children[0], children[-1]
    start = token.start_pos or 0
    end = (last.start_pos or 0) + len(last.rstrip())
    content = start + len(token.rstrip())
    cited = Cited("", ReferenceKind[kind], None, "", (), _notes(children), start, start, content)
    return cited._replace(end=max(end, content))


@functools.lru_cache(maxsize=4096)
def _code(text: str) -> str:
    """Return a TAG without what parts it from the next one."""
    return text.rstrip("./-&' \n,;¶").upper()


def _letter(label: Token) -> str:
    """Return the letter of a label such as ``A.``, ``(B)`` or ``REF C:``."""
    return label.strip("(). :").upper().removeprefix("REF").strip(" (")


def _date(year: int, month: int, day: int, text: str) -> dt.date | str:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return str(text)
