"""The tables of hard cases for single fields, and the cable in which their lines stand."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import cablekit as ck

FOLDER = Path(__file__).parent / "corpus" / "fields"

_DEFAULT = {
    "classification": ["C O N F I D E N T I A L ZENDA 000417"],
    "captions": ["SIPDIS"],
    "executive_order": ["E.O. 12958: DECL: 04/03/2017"],
    "tags": ["TAGS: PREL, GM"],
    "subject": ["SUBJECT: TURNIP QUOTA"],
    "references": ["REF: STRELSAU 88"],
    "classified_by": ["Classified By: DCM Jane Q. Roe for reasons 1.4 (b) and (d)."],
    "body": ["1. (C) The committee met and parted.", "", "2. (C) It will meet again."],
}


class Field(NamedTuple):
    """A field: the part of the cable that its lines replace, and how its rows are made."""

    place: str
    path: str
    fewest: int
    rows: Callable[[ck.Cable], Any]


def _people(cable: ck.Cable) -> list[list[Any]]:
    return [
        [p.name, p.title, p.delegation, *(["note-taker"] if p.note_taker else [])]
        for p in cable.participants
    ]


def _references(cable: ck.Cable) -> list[list[Any]]:
    return [
        [r.label, r.kind.name, str(r.mrn) if r.mrn else r.text, *r.notes] for r in cable.references
    ]


def _order(cable: ck.Cable) -> dict[str, Any]:
    data = ck.to_dict(cable)["executive_order"] or {}
    return {
        key: value for key, value in data.items() if value not in (None, "", []) if key != "text"
    }


def _authority(cable: ck.Cable) -> dict[str, Any]:
    data = ck.to_dict(cable)["classified_by"] or {}
    return {
        key: value for key, value in data.items() if value not in (None, "", []) if key != "text"
    }


def _classification(cable: ck.Cable) -> list[Any]:
    marking, section = cable.classification, cable.section
    return [
        str(marking.level.name) if marking else None,
        *(marking.caveats if marking else ()),
        *([f"{section.number}/{section.total}"] if section else []),
        str(cable.mrn) if cable.mrn else None,
    ]


def _above(cable: ck.Cable) -> dict[str, Any]:
    passing = ck.to_dict(cable)["passing_instructions"]
    short = [{k: v for k, v in item.items() if v not in (None, "", [])} for item in passing]
    return {"captions": list(cable.captions), "passing_instructions": short}


def _subject(cable: ck.Cable) -> list[Any]:
    return [cable.subject, *([str(cable.subject_marking)] if cable.subject_marking else [])]


def _items(cable: ck.Cable) -> list[Any]:
    def row(item: ck.Item) -> list[Any]:
        mark = f"({item.marking}) " if item.marking else ""
        return [item.label, mark + item.text, *([[*map(row, item.items)]] if item.items else [])]

    return [[p.text, *map(row, p.items)] for p in cable.paragraphs]


def _redactions(cable: ck.Cable) -> list[list[str]]:
    return [[cable.source[s.start : s.end] for s in p.redactions] for p in cable.paragraphs]


def _numbers(cable: ck.Cable) -> list[Any]:
    return [[p.number, str(p.marking) if p.marking else "", p.text] for p in cable.paragraphs]


def _quotations(cable: ck.Cable) -> list[Any]:
    def row(block: ck.Block) -> Any:
        match block:
            case ck.Quotation(kind=kind, cable=None):
                return {kind: [row(inner) for inner in block.body]}
            case ck.Quotation(kind=kind, cable=ck.Cable() as inner):
                return {kind: [str(inner.mrn), inner.subject, *map(row, inner.body)]}
            case ck.Paragraph():
                return [block.number, block.text]
            case _:
                return type(block).__name__

    return [row(block) for block in cable.body]


def _headings(cable: ck.Cable) -> list[Any]:
    def row(block: ck.Block) -> list[Any]:
        match block:
            case ck.Heading(text=text, marking=marking):
                return ["HEADING", text, *([str(marking)] if marking else [])]
            case ck.Paragraph(number=number, text=text):
                return [number, text]
            case _:
                return [type(block).__name__]

    return [row(block) for block in cable.body]


def _roles(cable: ck.Cable) -> list[Any]:
    return [[p.number, p.lead, p.role, p.text] for p in cable.paragraphs]


def _signature(cable: ck.Cable) -> list[Any]:
    last = cable.paragraphs[-1].text
    return [cable.signature, last, *(f"{n.kind.name}: {n.text}" for n in cable.notices)]


def _page_marks(cable: ck.Cable) -> list[Any]:
    marks = [[m.kind.name, m.text, m.number, m.total] for m in cable.page_marks]
    return [[p.text for p in cable.paragraphs], *marks]


def _tables(cable: ck.Cable) -> list[Any]:
    def row(block: ck.Block) -> Any:
        match block:
            case ck.Preformatted(text=text):
                return {"TABLE": text.split("\n")}
            case ck.Heading(text=text):
                return text
            case ck.Paragraph():
                return [block.number, block.text, *([len(block.items)] if block.items else [])]
            case _:
                return type(block).__name__

    return [row(block) for block in cable.body]


def _meetings(cable: ck.Cable) -> list[Any]:
    return [[m.date, m.time, m.place] for m in cable.meetings]


FIELDS = {
    "classification": Field("classification", "classification", 15, _classification),
    "captions": Field("captions", "captions", 15, _above),
    "executive_order": Field("executive_order", "executive_order", 15, _order),
    "tags": Field("tags", "tags", 15, lambda c: [f"{t.code} {t.kind.name}" for t in c.tags]),
    "subject": Field("subject", "subject", 15, _subject),
    "references": Field("references", "references", 40, _references),
    "classified_by": Field("classified_by", "classified_by", 15, _authority),
    "numbers": Field("body", "body", 30, _numbers),
    "portion_marks": Field("body", "body", 15, _numbers),
    "headings": Field("body", "body", 30, _headings),
    "roles": Field("body", "body", 30, _roles),
    "signatures": Field("body", "body", 40, _signature),
    "page_marks": Field("body", "body", 15, _page_marks),
    "tables": Field("body", "body", 15, _tables),
    "meetings": Field("body", "body", 15, _meetings),
    "participants": Field("body", "body", 25, _people),
    "items": Field("body", "body", 30, _items),
    "quotations": Field("body", "body", 20, _quotations),
    "redactions": Field("body", "body", 15, _redactions),
}


def table(field: str) -> list[dict[str, Any]]:
    """Return the cases of a field."""
    path = FOLDER / f"{field}.json"
    cases: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return cases


def cable_of(field: str, lines: list[str]) -> str:
    """Return the cable in which ``lines`` stand where the field stands."""
    parts = {**_DEFAULT, FIELDS[field].place: lines}
    above = ["P 031512Z APR 07", "FM AMEMBASSY ZENDA", "TO SECSTATE WASHDC PRIORITY 2214", ""]
    upper = [*parts["classification"], "", *parts["captions"], ""]
    fields = [
        line
        for name in ("executive_order", "tags", "subject", "references")
        for line in parts[name]
    ]
    lower = ["", *parts["classified_by"], "", *parts["body"], "", "ROE", ""]
    if field == "signatures":
        # Its lines end the cable.
        lower = lower[:-3]
    return "\n".join([*above, *upper, *fields, *lower])


def rows_of(field: str, cable: ck.Cable) -> Any:
    """Return what the cable says in that field, in the short form of the tables."""
    return FIELDS[field].rows(cable)


def problems_of(field: str, cable: ck.Cable) -> list[str]:
    """Return the codes of the field's problems, but for inferred years."""
    path = FIELDS[field].path
    found = [p.code for p in cable.problems if p.path.startswith(path) and p.code != "CK203"]
    return sorted(set(found))


def update() -> None:
    """Write the rows and problems of every case anew."""
    for field in FIELDS:
        path = FOLDER / f"{field}.json"
        cases = []
        for case in table(field) if path.exists() else []:
            cable = ck.parse(cable_of(field, case["lines"]))
            new = {"name": case["name"], "lines": case["lines"], "expected": rows_of(field, cable)}
            if problems_of(field, cable):
                new["problems"] = problems_of(field, cable)
            try:
                ck.render(cable)
            except ck.RenderError:
                new["rendered"] = False
            cases.append(new)
        lines = ",\n".join(f"  {json.dumps(case, ensure_ascii=False)}" for case in cases)
        path.write_text(f"[\n{lines}\n]\n", encoding="utf-8")
