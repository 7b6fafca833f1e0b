"""From trees to the model: one method for every rule, with the rule's name.

Methods are pure: a problem travels with its value until the cable is put together, so that one
builder serves any number of threads.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import Any, TypeVar

from cablekit.builder import infer
from cablekit.builder.body import Body, BodyBuilder
from cablekit.builder.drafts import Found, Reader, repeated
from cablekit.builder.ending import behind_website, settle
from cablekit.builder.foot import FootBuilder, merged
from cablekit.builder.header import HeaderBuilder
from cablekit.builder.inline import InlineBuilder
from cablekit.builder.preamble import PreambleBuilder
from cablekit.builder.report import problem
from cablekit.model import (
    Cable,
    Completeness,
    Marking,
    Mrn,
    Notice,
    NoticeKind,
    PageMark,
    Problem,
    Reference,
    Span,
    Unparsed,
)

__all__ = ["Builder", "InlineBuilder"]


class Builder(HeaderBuilder, PreambleBuilder, BodyBuilder, FootBuilder):
    """The builder of whole cables."""

    def __init__(self, read: Reader, cable: type[Cable] = Cable) -> None:
        """Remember how inline languages are read, and the class to build.

        Args:
            read: Reads a text in an inline language; ``None`` where it is none.
            cable: The class of the cable, a dialect's own or ``Cable``.
        """
        self._read = read
        self._key = functools.lru_cache(maxsize=4096)(self._read_key)
        self._address = functools.lru_cache(maxsize=4096)(functools.partial(read, "addressee"))
        self._cable = cable

    def start(self, children: list[Any]) -> Draft:
        """``extract_notice? header? preamble? body? ending?``: collect the fields of the cable."""
        draft = Draft(self._cable)
        if children and isinstance(children[-1], Body):
            notices, signed = behind_website(children[-1].notices)
            if signed is not None:
                children[-1] = children[-1]._replace(notices=notices)
                draft.take([signed])
        elif len(children) > 1 and isinstance(children[-2], Body):
            text = children[-2]
            blocks, children[-1] = settle(text.blocks, text.notices, children[-1])
            if blocks is not text.blocks:
                children[-2] = text._replace(blocks=blocks)
        for child in children:
            if isinstance(child, Body):
                draft.take_body(child)
            elif isinstance(child, Found):
                draft.take([child])
            else:
                draft.take(child)
        return draft


_Node = TypeVar("_Node", Problem, PageMark)
_FIELDS = frozenset(("executive_order", "tags", "subject", "references", "classified_by"))
#: Values that do not simply fill a field.
_APART = frozenset(("classification", "above", "rest", "above_header", "below_text", "counted"))


class Draft:
    """A cable whose fields are collected, before the context is known."""

    def __init__(self, cable: type[Cable]) -> None:
        """Begin a draft of class ``cable``."""
        self._cable = cable
        self._values: dict[str, Any] = {}
        self._lists: dict[str, list[Any]] = {
            "captions": [],
            "notices": [],
            "passing_instructions": [],
            "page_marks": [],
            "references": [],
        }
        self._problems: list[Problem] = []
        self._marks: list[PageMark] = []
        self._above: list[Found] = []
        self._rest: list[Unparsed] = []
        self._taken: dict[str, list[Found]] = {}
        self._above_class_line: set[str] = set()
        self._aside: dict[str, Found] = {}

    def take(self, values: Iterable[Found]) -> None:
        """Take values: tuples are joined, of other values the first holds."""
        fields, lists = self._values, self._lists
        for found in values:
            if found.marks:
                self._marks += found.marks
            if found.problems:
                self._problems += found.problems
            name = found.field
            if name in fields or name in _APART or name in self._above_class_line:
                self._take_apart(found, name, found.value)
            elif name in lists:
                if name == "references":
                    self._taken.setdefault(name, []).append(found)
                lists[name] += found.value
            else:
                fields[name] = found.value
                if name in _FIELDS:
                    self._taken[name] = [found]

    def _take_apart(self, found: Found, name: str, value: Any) -> None:
        """Take a value that stands a second time, or fills no field, or whose place matters."""
        if name == "above":
            self._above.append(found)
        elif name == "rest":
            self._rest.append(value)
        elif name in ("above_header", "below_text", "counted"):
            self._aside[name] = found
        elif name == "mrn" and name in self._values:
            self._second_mrn(found)
        elif name == "classification" and name not in self._values:
            # What stood above the class line was an archive's printout: the cable's own follow.
            self._above_class_line = set(self._taken)
            self._values[name] = value
        elif name == "classification" and infer.narrows(self._values[name], value):
            self._values[name] = value
        elif name in self._above_class_line:
            self._above_class_line.remove(name)
            if name in self._lists:
                self._lists[name] = [*value]
            else:
                self._values[name] = value
            for above in self._taken[name]:
                self._repeated(above, name)
        elif found.text:
            self._repeated(found, name)

    def _repeated(self, found: Found, name: str) -> None:
        mark, trouble = repeated(found, name)
        self._marks.append(mark)
        self._problems.append(trouble)

    def _second_mrn(self, found: Found) -> None:
        """Take from a second number the year that the first does not have."""
        had: Mrn = self._values["mrn"]
        new: Mrn = found.value
        if had.year is None and new == infer.dated(had, new.year):
            self._values["mrn"] = new
        elif found.text and new != had and infer.dated(new, had.year) != had:
            self._repeated(found, "mrn")

    def take_body(self, body: Body) -> None:
        """Take the finished body."""
        self._values["body"] = body.blocks
        self._lists["notices"] += body.notices
        self._marks += body.marks
        self._problems += body.problems

    def finish(self, source: str, year: int | None) -> Cable:
        """Return the cable.

        Args:
            source: The text that was parsed.
            year: The year of the cable, for a text that does not give it.
        """
        values, lists = self._values, self._lists
        if self._aside:
            self._set_aside()
        if self._above:
            has_more = any(lists[k] for k in ("captions", "passing_instructions", "references"))
            self._place_above(has_more or any(values.values()))
        for name, had in lists.items():
            if had:
                values[name] = tuple(dict.fromkeys(had) if name == "captions" else had)
        classifier = values.pop("classifier", None)
        if classifier is not None:
            values.setdefault("classified_by", classifier)
        further = getattr(values.get("section"), "number", 1) > 1
        if further or "counted" in self._aside:
            self._count_on(further)
        values["page_marks"] = _in_order(self._marks)
        self._infer()
        self._date(year)
        if self._rest:
            values["body"] = (*values.get("body", ()), *self._rest)
        values["completeness"] = self._completeness()
        if "mrn" not in values and "classification" not in values and values.get("body"):
            self._problems.append(problem("CK201"))
        return self._cable(source=source, problems=_in_order(self._problems), **values)

    def _count_on(self, further: bool) -> None:
        """Say nothing of the gap before what goes on from paragraph 1 or from another section."""
        first = next((b for b in self._values.get("body", ()) if getattr(b, "number", None)), None)
        if first is not None and (further or first.number == 2) and first.span is not None:
            start = first.span.start
            self._problems = [p for p in self._problems if p.code != "CK303" or _start(p) != start]

    def _set_aside(self) -> None:
        """Take what stands above the header and below the text, where nothing else says it."""
        values = self._values
        above, below = self._aside.get("above_header"), self._aside.get("below_text")
        if above is not None and "classification" not in values:
            line, written, controls = above.value
            values["classification"] = line.classification
            self._lists["captions"][:0] = controls
            if line.mrn is not None:
                values.setdefault("mrn", line.mrn.mrn(written))
        if below is not None:
            values["transmission"], more = merged(values.get("transmission"), below)
            self._problems += more

    def _place_above(self, has_more: bool) -> None:
        """Place text above a cable that has no header: an archive's own, or nobody's."""
        for above in self._above:
            if above.span is None or not above.value:
                continue
            if has_more:
                text = " ".join(above.value.split())
                notice = Notice(kind=NoticeKind.ENVELOPE, text=text, span=above.span)
                self._lists["notices"].append(notice)
            else:
                reason = "no heading, field or paragraph begins here"
                block = Unparsed(text=above.value, reason=reason, span=above.span)
                body = (*self._values.get("body", ()), block)
                self._values["body"] = body
                path = f"body[{len(body) - 1}]"
                self._problems.append(problem("CK307", above.span, path))

    def _infer(self) -> None:
        """Take from the header what the class line does not say."""
        values = self._values
        header = values.get("transmission")
        if header is None:
            return
        mrn = infer.mrn(values.get("mrn"), header)
        if mrn is not None:
            values["mrn"] = mrn
            self._problems.append(problem("CK403", None, "mrn", mrn=f"{mrn.post} {mrn.serial}"))
        # A class line is known by its MRN.
        if "classification" not in values and "mrn" in values:
            letters, level = infer.level(header)
            if level is not None:
                values["classification"] = Marking(level=level)
                words = {"letters": letters, "level": level.name}
                self._problems.append(problem("CK404", None, "classification", **words))

    def _date(self, year: int | None) -> None:
        """Give the MRN and the references the year of the cable."""
        values = self._values
        header = values.get("transmission")
        moment = header.date_time_group if header is not None else None
        mrn = values.get("mrn")
        if moment is not None:
            year = moment.year
        elif mrn is not None and mrn.year is not None:
            year = mrn.year
        elif year is None:
            year = infer.year_above(values.get("notices", ()))
        if mrn is not None and mrn.year is None:
            if year is None:
                self._problems.append(problem("CK211", None, "mrn.year"))
            else:
                values["mrn"] = infer.dated(mrn, year)
        refs = []
        for index, ref in enumerate(values.get("references", ())):
            if ref.mrn is None or ref.mrn.year is not None:
                refs.append(ref)
                continue
            refs.append(
                Reference(
                    label=ref.label,
                    kind=ref.kind,
                    mrn=infer.dated(ref.mrn, year),
                    year_inferred=True,
                    text=ref.text,
                    notes=ref.notes,
                    span=ref.span,
                )
            )
            if year is not None:
                place = (ref.mrn.post, "" if ref.mrn.series == "A" else ref.mrn.series)
                name = " ".join(filter(None, (*place, str(ref.mrn.serial))))
                words = {"mrn": name, "year": year, "before": year - 1}
                early = moment is not None and moment.month == 1
                code = "CK214" if infer.too_high(ref.mrn, mrn, early=early) else "CK203"
                path = f"references[{index}].mrn.year"
                self._problems.append(problem(code, ref.span, path, **words))
        if refs:
            values["references"] = tuple(refs)

    def _completeness(self) -> Completeness:
        for notice in self._values.get("notices", ()):
            if notice.kind is NoticeKind.EXTRACT:
                return Completeness.PARTIAL_EXTRACT
        header = "transmission" in self._values
        return Completeness.FULL if header else Completeness.NO_HEADER


def _start(node: Problem | PageMark) -> int:
    where: Span | None = node.span
    return where.start if where else -1


def _in_order(nodes: list[_Node]) -> tuple[_Node, ...]:
    return tuple(nodes if len(nodes) < 2 else sorted(nodes, key=_start))
