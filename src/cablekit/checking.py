"""Checks of a whole cable: do its parts agree with each other?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cablekit import vocabulary
from cablekit.model import Cable, ExecutiveOrder, Level, Problem, Severity

#: Administrative controls; below them nothing is classified (E.O. 12958 section 1.2).
_CLASSIFIED = Level.RESTRICTED


def check(cable: Cable) -> tuple[Problem, ...]:
    """Return what reading the cable brought up, and where its parts disagree.

    The rules hold for nearly all cables of the archives; the few that break them were written
    so, or damaged (FORMAT rules observed on 1,295 cables; E.O. 12958).

    Args:
        cable: A cable, read from text or made by hand.

    Returns:
        The problems of reading by position, then those of consistency in the cable's order.

    >>> from cablekit import ExecutiveOrder, Level, Marking
    >>> secret = Marking(level=Level.SECRET)
    >>> cable = Cable(classification=secret, executive_order=ExecutiveOrder(exemptions=("N/A",)))
    >>> [problem.code for problem in check(cable)]
    ['CK952', 'CK953']
    """
    return (*cable.problems, *_markings(cable), *_authority(cable), *_years(cable))


def _markings(cable: Cable) -> Iterator[Problem]:
    """No paragraph is classified higher than the cable."""
    if cable.classification is None:
        return
    for index, block in enumerate(cable.body):
        marking = getattr(block, "marking", None)
        if marking is None or marking.level < _CLASSIFIED:
            continue
        if marking.level > cable.classification.level:
            level, whole = marking.level.name, cable.classification.level.name
            yield _problem("CK951", block, f"body[{index}].marking", level=level, whole=whole)


def _authority(cable: Cable) -> Iterator[Problem]:
    """A classified cable has a date of declassification and a classifier, no other has."""
    if cable.classification is None:
        return
    order, level = cable.executive_order, cable.classification.level
    classified = level >= _CLASSIFIED
    if order is not None and _says(order) and ("N/A" in order.exemptions) == classified:
        name = "N/A" if classified else "a classification"
        yield _problem("CK952", order, "executive_order", level=level.name, found=name)
    if classified and cable.classified_by is None and _portion_marked(cable):
        yield _problem("CK953", None, "classified_by", level=level.name)
    if not classified and cable.classified_by is not None:
        yield _problem("CK954", cable.classified_by, "classified_by", level=level.name)


def _says(order: ExecutiveOrder) -> bool:
    """Tell whether an E.O. line says more than the order: prints of 2009 on say no more."""
    day = order.declassify_on or order.downgrade_on
    return bool(day or order.declassify_event or order.exemptions)


def _portion_marked(cable: Cable) -> bool:
    """Tell whether the cable is of the time of classification authorities, from 1995 on."""
    order = cable.executive_order
    return order is None or order.number not in ("11652", "12065", "12356")


def _years(cable: Cable) -> Iterator[Problem]:
    """Nothing cites the future, and nothing is declassified before it is written."""
    year = cable.mrn.year if cable.mrn else None
    year = cable.date.year if cable.date else year
    order = cable.executive_order
    if year is None:
        return
    for index, reference in enumerate(cable.references):
        if reference.mrn is not None and (reference.mrn.year or 0) > year:
            path = f"references[{index}].mrn.year"
            yield _problem("CK955", reference, path, mrn=str(reference.mrn), year=year)
    if order is not None and order.declassify_on and order.declassify_on.year < year:
        day = order.declassify_on.isoformat()
        yield _problem("CK956", order, "executive_order.declassify_on", day=day, year=year)


def _problem(code: str, node: Any, path: str, **words: Any) -> Problem:
    entry = vocabulary.problems()[code]
    return Problem(
        code=code,
        severity=Severity[entry.severity],
        message=entry.message.format(**words),
        span=getattr(node, "span", None),
        path=path,
    )
