"""The transmission header, written from its fields."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from cablekit import vocabulary
from cablekit.model import Addressee, Mrn, Precedence, Transmission

_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_COPIES = re.compile(r"[A-Z][A-Z0-9]{0,7}(?:/[A-Z0-9]{1,4})*-[0-9]{1,3}")
#: What an operating signal begins with; what begins otherwise is the first of a tail.
_SIGNAL = re.compile(r"\(|(?:Z[A-Z]{2}[0-9]?|CTG|CCY)(?![A-Z0-9])")
_OFFICES_A_LINE = 7


class _Line(NamedTuple):
    """A line, and the key of its list if it is not the first of it."""

    text: str
    key: str = ""


def header_lines(
    header: Transmission, tokens: Callable[[str], Iterable[int]], *, below: bool
) -> Iterator[str]:
    """Yield the header in parts: its lines, and those that were not understood.

    Args:
        header: The header.
        tokens: Gives the offsets at which the tokens of a text begin.
        below: Whether it stands below an archive's lines, which go on to its first key.
    """
    lines = [*_department(header), *_post(header), *_format_lines(header)]
    # An empty line would make an archive's of them.
    unread = [header.text] if header.text else []
    known = ["\n".join(_keyed(lines, tokens))] if lines else []
    if below:
        yield from (*known, *unread)
    else:
        yield "\n".join((*unread, *known))


def number(mrn: Mrn) -> str:
    """Return an MRN as a print labels it, with its year.

    >>> number(Mrn(year=2012, post="ZENDA", serial=417))
    '12 ZENDA 417'
    """
    series = f"{mrn.post}-{mrn.series}" if mrn.series == "A" else f"{mrn.post} {mrn.series}"
    return " ".join(f"{_year(mrn.year)} {series.strip()} {mrn.serial}".split()).replace("-A ", "-A")


def _keyed(lines: Sequence[_Line], tokens: Callable[[str], Iterable[int]]) -> Iterator[str]:
    """Yield the lines; an address that begins like a key of its own stands behind its list's."""
    begun = set[int]()
    if any(line.key for line in lines):
        begun = set(tokens("\n".join(line.text for line in lines)))
    offset = 0
    for line in lines:
        like_a_key = line.key and (offset in begun or offset - 1 in begun)
        yield f"{line.key} {line.text}" if like_a_key else line.text
        offset += len(line.text) + 1


def _department(header: Transmission) -> Iterator[_Line]:
    """Yield what stands above a record of the Department: distribution, drafting, counter."""
    total = header.distribution_total
    total = f" {total}" if total.startswith("(") else f" /{total}" if total else ""
    groups = [
        (role, counted, [office for *_, office in entries])
        for (role, counted), entries in itertools.groupby(
            map(_entry, header.distribution), key=lambda entry: entry[:2]
        )
    ]
    last = max((i for i, group in enumerate(groups) if group[1]), default=-1)
    for index, (role, counted, offices) in enumerate(groups):
        if not counted:
            yield _Line(f"{role}: {' '.join(offices)}")
            continue
        for start in range(0, len(offices), _OFFICES_A_LINE):
            row = " ".join(f"{office:<8}" for office in offices[start : start + _OFFICES_A_LINE])
            end = total if index == last and start + _OFFICES_A_LINE >= len(offices) else ""
            yield _Line(f"{role if not start else '':<5} {row.rstrip()}{end}")
    by = "" if header.post_designator else " BY"
    for key, text in (
        (f"DRAFTED{by}:", header.drafted_by),
        (f"APPROVED{by}:", header.approved_by),
        (f"CLEARED{by}:", "; ".join(header.clearances)),
        ("RELEASED BY:", header.released_by),
        ("ATTACHMENTS:", "; ".join(header.attachments)),
    ):
        if text:
            yield _Line(f"{key} {text}")
    if header.desired_distribution:
        yield _Line(f"DESIRED DISTRIBUTION: {header.desired_distribution}")
    if header.relay_counter:
        yield _Line(f"{'-' * 18} {header.relay_counter}")


def _entry(written: str) -> tuple[str, bool, str]:
    """Return role and office of an entry of a distribution, and whether it has copies."""
    role, _, office = written.partition(" ")
    return role, bool(_COPIES.fullmatch(office)), office


def _post(header: Transmission) -> Iterator[_Line]:
    """Yield the block of a post [5 FAH-2 H-221]."""
    for form, text in (
        ("{}:", header.post_designator),
        ("DISSEMINATION: {}", header.dissemination),
        ("CHARGE: {}", header.charge),
    ):
        if text:
            yield _Line(form.format(text))


def _format_lines(header: Transmission) -> Iterator[_Line]:
    """Yield format lines 1 to 10 [5 FAH-2 H-321]."""
    if header.transmission_id:
        yield _Line(header.transmission_id)
    if header.routing:
        speed = header.routing_precedence
        yield _Line(" ".join([*([_letter(speed) * 2] if speed else []), *header.routing]))
    if header.originating_station:
        serial = [f"#{header.station_serial}"] if header.station_serial else []
        filed = [header.filed] if header.filed else []
        yield _Line(" ".join(["DE", header.originating_station, *serial, *filed]))
    signals, group = _signals(header)
    if signals:
        yield _Line(" ".join(signals))
    if group:
        yield _Line(group)
    if header.originator:
        yield _Line(f"FM {header.originator}")
    lists = (("TO", header.action), ("INFO", header.info))
    if any(_is_collective(address) for _, addresses in lists for address in addresses):
        # Below a collective address it would limit that one.
        yield from _list("XMT", header.exempted)
    for key, addresses in lists:
        again = False
        for address in addresses:
            yield _Line(_address(address), key) if again else _Line(f"{key} {_address(address)}")
            yield from _list("XMT", address.exempted)
            again = not address.exempted
    if not any(_is_collective(address) for _, addresses in lists for address in addresses):
        yield from _list("XMT", header.exempted)
    if header.accounting:
        yield _Line(header.accounting)


def _list(key: str, names: Sequence[str]) -> Iterator[_Line]:
    for index, name in enumerate(names):
        yield _Line(name, key) if index else _Line(f"{key} {name}")


def _is_collective(address: Addressee) -> bool:
    return address.plad.endswith(("COLLECTIVE", "POSTS"))


def _signals(header: Transmission) -> tuple[Sequence[str], str]:
    """Part the signals of format line 4 from the date-time group and those behind it.

    The line of the group is used as found where it says the same.
    """
    signals, when = header.operating_signals, header.date_time_group
    if when is None:
        return signals, ""
    group = " ".join([*map(_letter, header.precedence), _moment(when)])
    found = header.date_time_text
    for at in range(len(signals) + 1):
        if found.upper() == " ".join([group, *signals[at:]]):
            return signals[:at], found
    bare = next((i for i, signal in enumerate(signals) if not _SIGNAL.match(signal)), 0)
    ends = (i + 1 for i, signal in enumerate(signals) if signal.startswith("ZZH"))
    warned = bool(signals) and signals[0].startswith(("ZNR", "ZNY"))
    own = bare or next(ends, int(warned)) if signals and signals[0].startswith("Z") else 0
    return signals[:own], " ".join([group, *signals[own:]])


def _letter(precedence: Precedence) -> str:
    """Return the letter of a precedence; NIACT has none of its own."""
    word = precedence.name.removeprefix("NIACT_")
    return vocabulary.precedences()[word].letter


def _moment(when: dt.datetime) -> str:
    when = when.astimezone(dt.UTC) if when.tzinfo else when
    return f"{when:%d%H%M}Z {_MONTHS[when.month - 1]} {_year(when.year)}"


def _year(year: int | None) -> str:
    """Return a year in two digits, which are one of 1960 to 2059, or in four."""
    if year is None:
        return ""
    return f"{year % 100:02d}" if 1960 <= year <= 2059 else f"{year:04d}"


def _address(address: Addressee) -> str:
    route = f"{address.routing_indicator}/" if address.routing_indicator else ""
    office = f"//{address.office}//" if address.office else ""
    speed = [address.precedence.name.replace("_", " ")] if address.precedence else []
    serial = [address.serial] if address.serial else []
    return " ".join([f"{route}{address.plad}{office}", *speed, *serial])
