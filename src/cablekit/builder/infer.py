"""What a header says where the class line does not."""

from __future__ import annotations

from collections.abc import Iterable

from cablekit import vocabulary
from cablekit.builder.text import digits
from cablekit.model import Level, Marking, Mrn, Notice, NoticeKind, Transmission

#: Letters of format line 4, five of a kind [ACP 131; Army message form].
_LEVELS = {
    "U": Level.UNCLASSIFIED,
    "E": Level.UNCLASSIFIED,
    "R": Level.RESTRICTED,
    "C": Level.CONFIDENTIAL,
    "S": Level.SECRET,
    "T": Level.TOP_SECRET,
}


_UNCLASSIFIED = Marking(level=Level.UNCLASSIFIED)


def narrows(had: Marking, value: Marking) -> bool:
    """Tell whether a line below ``UNCLAS`` says that it is for official use only (observed).

    Args:
        had: The marking of the first line.
        value: The marking of the line below it.
    """
    return value.level is Level.LOU and had == _UNCLASSIFIED


def dated(mrn: Mrn, year: int | None) -> Mrn:
    """Return an MRN with the year of the cable.

    Args:
        mrn: The MRN.
        year: The year.
    """
    return Mrn(year=year, post=mrn.post, series=mrn.series, serial=mrn.serial)


def mrn(written: Mrn | None, header: Transmission) -> Mrn | None:
    """Return the MRN that the header gives, where the class line gives none or hides its post.

    Args:
        written: The MRN of the class line.
        header: The header.
    """
    if written is not None and (written.post.strip("X ") or not written.post):
        return None
    post = vocabulary.post(header.originator)
    if post is None:
        return None
    if written is not None:
        return Mrn(year=written.year, post=post.name, series=written.series, serial=written.serial)
    serial = digits(header.station_serial)
    return Mrn(post=post.name, serial=int(serial)) if serial else None


def level(header: Transmission) -> tuple[str, Level | None]:
    """Return the letters of format line 4 and the level that they stand for."""
    for signal in header.operating_signals:
        code, _, rest = signal.partition(" ")
        letters = rest[:5]
        if code in ("ZNR", "ZNY") and len(set(letters)) == 1:
            return letters, _LEVELS.get(letters[0])
    return "", None


def year_above(notices: Iterable[Notice]) -> int | None:
    """Return the year of the date line of a newspaper's copy, if there is one (observed).

    Args:
        notices: The notices of the cable.
    """
    for notice in notices:
        if notice.kind is NoticeKind.DATELINE:
            words = notice.text.replace(",", " ").split()
            return next((int(word) for word in words if len(word) == 4 and word.isdigit()), None)
    return None


#: What the Department, and any post, has not sent by the end of January (observed).
_DEPARTMENT_JANUARY, _POST_JANUARY = 30_000, 3_000


def too_high(cited: Mrn, own: Mrn | None, *, early: bool) -> bool:
    """Tell whether a message of that number cannot well be of the citing cable's year.

    Args:
        cited: The message that is cited, without a year.
        own: The citing cable's MRN, if it is known.
        early: Whether the citing cable is of January.
    """
    if own is not None and cited.post == own.post and cited.series == own.series:
        return cited.serial > own.serial
    most = _DEPARTMENT_JANUARY if cited.post in ("STATE", "SECSTATE") else _POST_JANUARY
    return early and cited.serial > most
