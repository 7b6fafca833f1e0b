"""Where a container and the text in it disagree."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cablekit import vocabulary
from cablekit.model import (
    Cable,
    DatePrecision,
    Level,
    Marking,
    Metadata,
    Mrn,
    Problem,
    Severity,
)

_MARK = re.compile(r"^[ ]{0,4}\(?[A-Z/-]{1,12}\)")
_NOT_LETTER = re.compile(r"[^A-Z0-9]+")
#: Words that make an unclassified cable "sensitive but unclassified".
_SENSITIVE = frozenset({"SENSITIVE", "FOUO", "SBU", "FOR OFFICIAL USE ONLY"})
#: The archive of 1973-79 cuts the name of a post to so many letters.
_CUT = 6


def disagreements(
    metadata: Metadata, cable: Cable, *, day_slack: int = 0, some_tags: bool = False
) -> Iterator[Problem]:
    """Return what ``metadata`` and ``cable`` say differently; neither is changed.

    Args:
        metadata: What the container says.
        cable: What the text says.
        day_slack: By how many days the dates may differ.
        some_tags: Whether the container may lack TAGS of the text.

    >>> from cablekit.parser import parse
    >>> told = Metadata(mrn=Mrn(year=2007, post="ZENDA", serial=418))
    >>> [p.message for p in disagreements(told, parse("UNCLAS ZENDA 000417", year=2007))]
    ['the container names the cable 07ZENDA418, the text 07ZENDA417']
    """
    if metadata.mrn and cable.mrn and not _same_mrn(metadata.mrn, cable.mrn):
        yield _problem("CK901", "mrn", metadata.mrn, cable.mrn)
    if metadata.date and cable.date and not _same_date(metadata, cable, day_slack):
        yield _problem(
            "CK902", "date", f"{metadata.date:%Y-%m-%d %HZ}", f"{cable.date:%Y-%m-%d %HZ}"
        )
    ours, theirs = cable.classification, metadata.classification
    if ours and theirs and _level(ours, cable.captions) is not _level(theirs):
        yield _problem("CK903", "classification", theirs.level.name, ours.level.name)
    listed = {tag.code for tag in metadata.tags}
    written = {tag.code for tag in cable.tags}
    if listed and written and (listed - written if some_tags else listed != written):
        yield _problem("CK904", "tags", " ".join(sorted(listed)), " ".join(sorted(written)))
    if metadata.subject and cable.subject:
        # Archives leave a portion mark before the subject, whole or in part.
        read = _fold(cable.subject)
        told = (_fold(metadata.subject), _fold(_MARK.sub("", metadata.subject, count=1)))
        if not any(read.startswith(words) or words.startswith(read) for words in told):
            yield _problem("CK905", "subject", metadata.subject, cable.subject)


def _problem(code: str, path: str, theirs: object, ours: object) -> Problem:
    entry = vocabulary.problems()[code]
    shown = [text if len(text) <= 80 else text[:77] + "..." for text in (str(theirs), str(ours))]
    message = entry.message.format(theirs=shown[0], ours=shown[1])
    return Problem(
        code=code, severity=Severity[entry.severity], message=message, path=f"metadata.{path}"
    )


def _fold(text: str) -> str:
    return _NOT_LETTER.sub("", text.upper())


def _post(name: str) -> str:
    entry = vocabulary.post(name)
    return _fold(entry.name if entry else name)


def _same_mrn(theirs: Mrn, ours: Mrn) -> bool:
    if theirs.serial != ours.serial:
        return False
    if theirs.year and ours.year and theirs.year != ours.year:
        return False
    told, read = _fold(theirs.post), _fold(ours.post)
    cut = len(told) == _CUT and read.startswith(told)
    redacted = bool(read) and not read.strip("X")
    return redacted or told == read or cut or _post(theirs.post) == _post(ours.post)


def _same_date(metadata: Metadata, cable: Cable, day_slack: int) -> bool:
    told, read = metadata.date, cable.date
    if told is None or read is None:
        return True
    if metadata.date_precision is DatePrecision.DAY:
        return abs((told.date() - read.date()).days) <= day_slack
    # The pages of one archive have wrong minutes, so minutes are not compared.
    return told.replace(minute=0, second=0) == read.replace(minute=0, second=0)


def _level(marking: Marking, captions: tuple[str, ...] = ()) -> Level:
    if marking.level is Level.UNCLASSIFIED and _SENSITIVE & {*marking.caveats, *captions}:
        return Level.SBU
    return marking.level
