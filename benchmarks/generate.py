"""Invented cables in realistic form and sizes, and hostile texts, from a seed.

Everything here is fiction: Ruritania, its turnips, its ministers. The form is real: hard-wrapped
and reflowed families, page marks in mid-sentence, doubled captions, upper-case telegrams. The same
seed gives the same text on every Python, because only ``random.Random.random`` is drawn from.

    python benchmarks/generate.py --seed 7 --size 9000 --era 1970s
"""

from __future__ import annotations

import argparse
import dataclasses
import datetime as dt
import hashlib
import math
import random
import re
import sys
from collections.abc import Iterable, Sequence
from typing import TypeVar

ERAS = ("1970s", "1980s", "2000s")
MEDIAN, SIGMA, SMALLEST, LARGEST = 8500, 0.53, 700, 66_000

T = TypeVar("T")


class Dice:
    """Random choices that are the same on every Python version."""

    def __init__(self, seed: int) -> None:
        """Start from ``seed``."""
        self.random = random.Random(seed).random

    def chance(self, share: float) -> bool:
        """Return true in ``share`` of all throws."""
        return self.random() < share

    def between(self, low: int, high: int) -> int:
        """Return a whole number from ``low`` to ``high``, both possible."""
        return low + int(self.random() * (high - low + 1))

    def pick(self, options: Sequence[T]) -> T:
        """Return one of ``options``."""
        return options[int(self.random() * len(options))]

    def some(self, options: Sequence[T], low: int, high: int) -> list[T]:
        """Return ``low`` to ``high`` different ones of ``options``."""
        left = list(options)
        count = min(len(left), self.between(low, high))
        return [left.pop(int(self.random() * len(left))) for _ in range(count)]

    def normal(self) -> float:
        """Return a number that is near enough to normally distributed."""
        total = -6.0
        for _ in range(12):  # not sum(): it rounds differently since Python 3.12
            total += self.random()
        return total


# --- words ---------------------------------------------------------------------------------------

SURNAMES = ("Roe", "Doe", "Moe", "Poe", "Coe", "Loe", "Noe", "Zoe-Lind", "de la Roe", "O'Doe")
GIVEN = ("Jane", "John", "Mary", "Rudolf", "Flavia", "Fritz", "Ursula", "Max", "Rosa", "Hugo")
POSTS = ("ZENDA", "STRELSAU", "HENTZAU", "TARLENHEIM", "NEW STRELSAU", "PORT ZENDA", "HOFBAU")
ROUTING = ("RUEHZZ", "RUEHST", "RUEHHZ", "RUEHTA", "RUEHNS", "RUEHPZ", "RUEHHF")
AGENCIES = (
    "RUCNMEM/EU MEMBER STATES COLLECTIVE",
    "RHEHNSC/NSC WASHDC",
    "RUEAIIA/CIA WASHDC",
    "RUEKJCS/SECDEF WASHDC",
    "RUEATRS/DEPT OF TREASURY WASHDC",
    "RUEHRC/DEPT OF AGRICULTURE WASHDC",
    "RUCPDOC/DEPT OF COMMERCE WASHDC",
)
SUBJECT_TAGS = (
    "PREL", "PGOV", "ECON", "EAGR", "ETRD", "EFIN", "EINV", "PHUM", "PTER", "MARR", "KTRN",
    "KPAO", "ENRG", "SENV",
)  # fmt: skip
OLD_TAGS = ["PFOR", "PINT", "EAGR", "ETRD", "EGEN", "PDIP", "ECON", "EAID"]
GEO_TAGS = ("RZ", "ZZ", "QX")

WHO = (
    "The Minister", "The Deputy Minister", "The Ambassador", "The Charge", "PolOff", "EconOff",
    "The Turnip Board", "The growers' union", "The Director General", "Post's contact",
    "The opposition leader", "The Cabinet Secretary", "The harbor master", "Secretary Moe",
    "Both delegations", "The central bank", "The miller", "A senior adviser", "The GOR",
)  # fmt: skip
SAID = (
    "said that", "told the Ambassador that", "argued that", "noted that", "replied that",
    "claimed that", "stressed that", "admitted that", "repeated that", "insisted that",
    "explained that", "warned PolOff that", "agreed in principle that", "doubted that",
)  # fmt: skip
WHAT = (
    "the turnip quota", "the harvest", "the port of entry", "the draft agreement", "the tariff",
    "the export license", "the election law", "the budget", "the coalition", "the new scale",
    "the customs union", "the inspection regime", "the railway", "the land reform", "the subsidy",
    "confidential talks on the quota", "the second gate", "the supplementary protocol",
)  # fmt: skip
DOES = (
    "would rise by {n} percent", "had been delayed until {month} {day}", "remained on the table",
    "was not acceptable in its present form", "would be reviewed after one season",
    "depended on the weather", "cost some USD {n}.{d} million", "was a matter for the Cabinet",
    "had been settled in {year}", "was supported by {n} of the {m} members",
    "should be linked to the fisheries paper (ref {ref})", "could not be separated from the dam",
    "needed more time, as he had said in {year}", "had improved since the last round (septel)",
)  # fmt: skip
TAIL = (
    "", "", "", "", ", despite the objections of the growers", ", even if prices fell",
    " -- and not only in the capital", "; the details are in para {p}", ", pending a vote",
    ", although the U.S. side had asked for a different order", " at the end of the {month} sitting",
    ", which he called \"a question of honor\"", " in the three northern districts",
)  # fmt: skip
ASIDE = (
    " (Note: The figure is from the Ministry's own tables. End Note.)",
    " (COMMENT: We have heard this before. END COMMENT.)",
    " (NOTE: Para {p} has the earlier wording. END NOTE).",
    ' According to J. Q. Roe of the Board, this is "wholly new."',
    " He put the total at {n},{c} tons.",
)
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
TITLES = (
    "A Warm Reception", "The Quota Question", "What the Growers Want", "Next Steps",
    "Strelsau: One Gate Too Few?", "No Turnips, No Treaty", "Cabinet Arithmetic",
    "Old Friends and New Scales", "The View from the Provinces", "Harvest Politics and the Budget",
    "Reaction of the Opposition Parties to the Minister's Latest Proposal",
)  # fmt: skip
SLOT = re.compile(r"\{(\w+)\}")


class Prose:
    """Sentences about turnips."""

    def __init__(self, dice: Dice, year: int, redacts: bool) -> None:
        """Take choices from ``dice``; take out names where ``redacts``."""
        self.dice, self.year, self.redacts = dice, year, redacts

    def _slot(self, match: re.Match[str]) -> str:
        dice = self.dice
        name = match[1]
        if name == "month":
            return dice.pick(MONTHS)
        if name == "year":
            return str(self.year - dice.between(0, 9))
        if name == "ref":
            return dice.pick("AB")
        if name == "c":
            return str(dice.between(100, 999))
        return str(dice.between(1, {"day": 28, "p": 9, "d": 9}.get(name, 99)))

    def sentence(self) -> str:
        """Return one sentence."""
        dice = self.dice
        who = dice.pick(WHO)
        if self.redacts and dice.chance(0.12):
            who = "XXXXXXXXXXXX"
        text = f"{who} {dice.pick(SAID)} {dice.pick(WHAT)} {dice.pick(DOES)}{dice.pick(TAIL)}."
        if dice.chance(0.08):
            text += dice.pick(ASIDE)
        return SLOT.sub(self._slot, text) if "{" in text else text

    def text(self, length: int) -> str:
        """Return sentences of about ``length`` characters together."""
        parts: list[str] = []
        while length > 0:
            parts.append(self.sentence())
            length -= len(parts[-1]) + 1
        return " ".join(parts)


def wrap(text: str, width: int, hyphens: Dice | None = None) -> list[str]:
    """Break ``text`` into lines of at most ``width`` where that is possible.

    Args:
        text: Words with single blanks between them.
        width: The longest line wanted.
        hyphens: Where given, some words are cut at the end of a line, as teletypes did.

    Returns:
        The lines.
    """
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        if not line:
            line = word
        elif len(line) + 1 + len(word) <= width:
            line += " " + word
        else:
            room = width - len(line) - 2
            cut = hyphens and room > 2 and len(word) > room + 3 and word.isalpha()
            if cut and hyphens and hyphens.chance(0.3):
                lines.append(f"{line} {word[:room]}-")
                line = word[room:]
            else:
                lines.append(line)
                line = word
    return [*lines, line]


# --- a cable -------------------------------------------------------------------------------------

LEVELS = {"U": "UNCLAS", "C": "C O N F I D E N T I A L", "S": "S E C R E T"}
WORDS = {"U": "UNCLASSIFIED", "C": "CONFIDENTIAL", "S": "SECRET"}
GARBLED = (
    "SE C R E T", "S E C R ET", "C O N F I D E N T I A L", "C ONFIDENTIAL",
    "CC O N F I D E N T I A L",
)  # fmt: skip
REASONS = (
    "for reasons 1.4 (b) and (d).", "for reasons 1.4(B/D)", "Reason 1.4 (b), (d).",
    "for reason 1.4 (d).", "Reasons: 1.4 (b, d).",
)  # fmt: skip
EXTRACT = (
    "This record is a partial extract of the original cable. "
    "The full text of the original cable is not available."
)


@dataclasses.dataclass
class Plan:
    """What one cable is like."""

    dice: Dice
    prose: Prose
    era: str
    when: dt.datetime
    post: str
    routing: str
    serial: int
    level: str
    sections: int
    noforn: bool
    reflowed: bool = False
    newspaper: bool = False
    extract: bool = False
    pilcrows: bool = False
    misread: bool = False
    width: int = 62
    page: int = 50
    trailing: str = ""
    headings: str = ""
    signer: str = "ROE"
    redacts: bool = False
    number: int = 0

    @property
    def upper(self) -> bool:
        """Whether the text is in telegraphic upper case."""
        return self.era != "2000s"

    @property
    def dtg(self) -> str:
        """The date-time group."""
        month = MONTHS[self.when.month - 1][:3].upper()
        return f"{self.when:%d%H%M}Z {month} {self.when:%y}"

    def lines(self, text: str) -> list[str]:
        """Lay out running text."""
        if self.upper:
            text = text.upper()
        if self.reflowed:
            return [text]
        return wrap(text, self.width, self.dice if self.era == "1970s" else None)

    def mark(self) -> str:
        """Return a portion mark with a blank after it, or nothing where the era has none."""
        if self.era != "2000s":
            return ""
        dice = self.dice
        if self.level == "U":
            return dice.pick(("(U) ", "(SBU) ", "(SBU) ", ""))
        mark = dice.pick(("U", "SBU", self.level, self.level, self.level, self.level))
        if self.noforn and mark == self.level:
            mark += dice.pick(("/NF", "//NF", "/NF", ""))
        return f"({mark}) "

    def next_number(self) -> str:
        """Return the label of the next paragraph."""
        self.number += 1
        if self.misread and self.number > 3:
            return f"1{self.number}. "
        return f"{self.number}. " + (" " if self.upper and self.number % 2 else "")


def _plan(seed: int, size: int, era: str) -> Plan:
    dice = Dice(seed * 1_000_003 + ERAS.index(era))
    first, years = {"1970s": (1973, 7), "1980s": (1983, 8), "2000s": (2001, 10)}[era]
    year = first + dice.between(0, years - 1)
    when = dt.datetime(year, 1, 1) + dt.timedelta(minutes=dice.between(0, 364 * 1440))
    where = dice.between(0, len(POSTS) - 1)
    level = dice.pick("UCCCCCSSS" if era == "2000s" else "UUCCCS")
    redacts = era == "2000s" and dice.chance(0.23)
    plan = Plan(
        dice=dice,
        prose=Prose(dice, year, redacts),
        era=era,
        when=when,
        post=POSTS[where],
        routing=ROUTING[where],
        serial=dice.between(11, 9800),
        level=level,
        sections=max(1, min(99, round(size / 5500))),
        noforn=level != "U" and dice.chance(0.25),
        redacts=redacts,
        width=dice.pick((55, 60, 62, 65, 69)),
        page=dice.between(38, 55),
        trailing=dice.pick(("", "some", "all")),
        headings=dice.pick(("", "ruled", "ruled", "boxed", "boxed", "bare", "spaced", "stars")),
        signer=dice.pick(SURNAMES).upper(),
    )
    if era == "2000s":
        plan.reflowed = dice.chance(0.4)
        plan.newspaper = plan.reflowed and dice.chance(0.75)
        plan.extract = dice.chance(0.07)
        plan.pilcrows = dice.chance(0.75)
        plan.misread = not plan.pilcrows and dice.chance(0.1)
        if plan.reflowed:
            plan.trailing = dice.pick(("", "", "all"))
    return plan


def _addresses(plan: Plan) -> list[str]:
    dice = plan.dice
    modern = plan.era == "2000s"
    hub = "RUEHC/" if modern else ""
    suffix = dice.pick(("", " PRIORITY", " PRIORITY", " IMMEDIATE", " NIACT IMMEDIATE"))
    lines = [
        f"FM AMEMBASSY {plan.post}",
        f"TO {hub}SECSTATE WASHDC{suffix} {dice.between(1, 9999):04d}",
    ]
    info = [
        f"{route + '/' if modern else ''}AMEMBASSY {post}"
        + dice.pick(("", " PRIORITY", f" {dice.between(1, 9999):04d}"))
        for post, route in zip(POSTS, ROUTING, strict=True)
        if post != plan.post
    ]
    agencies = [a if modern else a.partition("/")[2] for a in AGENCIES]
    chosen = dice.some(info, 0, 6) + dice.some(agencies, 0, 7 if modern else 2)
    lines += [("INFO " if at == 0 else "") + line for at, line in enumerate(chosen)]
    if chosen and dice.chance(0.02):
        lines.append("XMT AMCONSUL HENTZAU")
    return lines


def _header(plan: Plan) -> list[str]:
    """Return the transmission header and what an archive puts in its place."""
    dice = plan.dice
    prosign = dice.pick("ROPP")
    if plan.extract:
        return [EXTRACT, "", *([plan.dtg] if dice.chance(0.5) else []), ""]
    address = _addresses(plan)
    if plan.era == "2000s":
        lines = []
        if dice.chance(0.9):
            routes = " ".join(dice.some(ROUTING, 1, 6))
            lines = [
                f"VZCZCXRO{dice.between(1, 9999):04d}",
                f"{prosign * 2} {routes}",
                f"DE {plan.routing} #{plan.serial % 10000:04d}"
                f"{'/01' if plan.sections > 1 else ''} {plan.when:%j%H%M}",
                f"{'ZNR' if plan.level == 'U' else 'ZNY'} {plan.level * 5} ZZH",
            ]
        return [*lines, f"{prosign} {plan.dtg}", *address, ""]
    if plan.era == "1980s" and dice.chance(0.5):
        return [f"{prosign} {plan.dtg}", *address, ""]
    offices = [
        f"{o}-{dice.between(0, 14):02d}"
        for o in ["OCT", "ISO", "INR", "AGRE", "EB", "SP", "SS", "PM", "L", "H"]
    ]
    word = WORDS[plan.level]
    return [
        word,
        "",
        _page_head(plan, 1),
        "",
        f"{dice.between(10, 70)}",
        f"ACTION EUR-{dice.between(1, 14):02d}",
        "",
        *wrap(
            f"INFO  {'  '.join(offices[: dice.between(4, 10)])}  /{dice.between(10, 99):03d} W", 66
        ),
        " " * 20 + f"---------------------     {dice.between(1, 99999):06d}",
        f"{prosign} {plan.dtg}",
        *address,
        "",
    ]


def _page_head(plan: Plan, page: int) -> str:
    name = plan.post[:6]
    if plan.era == "1970s":
        return f"PAGE {page:02d}        {name}  {plan.serial:05d}  {plan.when:%d%H%M}Z"
    return (
        f"PAGE {page:02d}        {name}  {plan.serial:05d}  01 OF {plan.sections:02d}"
        f"  {plan.when:%d%H%M}Z"
    )


def _preamble(plan: Plan) -> list[str]:
    """Return everything from the class line to the classification authority."""
    dice = plan.dice
    gap = [] if plan.newspaper else [""]
    level = dice.pick(GARBLED) if plan.level != "U" and dice.chance(0.015) else LEVELS[plan.level]
    section = f" SECTION 01 OF {plan.sections:02d}" if plan.sections > 1 else ""
    digits = {"1970s": 0, "1980s": 5, "2000s": 6}[plan.era]
    lines = []
    if plan.newspaper and dice.chance(0.3):
        month = MONTHS[plan.when.month - 1]
        lines.append(f"Friday, {plan.when:%d} {month} {plan.when.year}, {plan.when:%H:%M}")
    lines += [f"{level}{section} {plan.post} {plan.serial:0{digits}d}", *gap]
    lines += _captions(plan, gap) + _subject_block(plan, gap)
    name = dice.pick(SURNAMES)
    who = f"{dice.pick(('DCM', 'Ambassador', 'PolCouns', 'A/DCM'))} {dice.pick(GIVEN)} Q. {name}"
    if plan.era == "2000s" and plan.level != "U" and dice.chance(0.97):
        reason = dice.pick(REASONS)
        if plan.when.year < 2003:
            reason = reason.replace("1.4", "1.5")
        label = dice.pick(("Classified By:", "CLASSIFIED BY:", "Classified By:  Classified by"))
        lines += [*plan.lines(f"{label} {who} {reason}"), ""]
    return lines


def _captions(plan: Plan, gap: list[str]) -> list[str]:
    dice = plan.dice
    lines: list[str] = []
    if plan.era == "2000s":
        captions = ["SIPDIS"]
        if dice.chance(0.25):
            captions.append("SIPDIS")
        if plan.noforn:
            captions.insert(dice.between(0, 1), "NOFORN")
        if plan.level == "U" and dice.chance(0.6):
            captions.insert(0, "SENSITIVE")
        if dice.chance(0.02):
            captions.insert(0, "C O R R E C T E D  C O P Y (PARA 2)")
        lines += [line for caption in captions for line in (caption, *gap)]
    elif dice.chance(0.4):
        lines += [dice.pick(("EXDIS", "LIMDIS", "NODIS", "NOFORN", "STADIS")), ""]
    if dice.chance(0.5):
        offices = dice.some(("EUR/RUR", "INR", "EEB/TPP", "S/P", "PM", "IO", "NEA/ARP"), 1, 4)
        lines.append(f"{dice.pick(('STATE', 'DEPT', 'DEPARTMENT'))} FOR {', '.join(offices)}")
        if dice.chance(0.5):
            lines.append(f"NSC FOR {dice.pick(SURNAMES).upper()}")
        if dice.chance(0.3):
            lines.append(
                f"{dice.pick(POSTS)} PLEASE PASS USDA FOR J. {dice.pick(SURNAMES).upper()}"
            )
        lines += gap
    return lines


def _order(plan: Plan) -> str:
    dice = plan.dice
    if plan.era == "1970s":
        return f"E.O. 11652: {dice.pick(('GDS', 'XGDS-1', 'N/A', 'ADS 12/31/83'))}"
    if plan.era == "1980s":
        return f"E.O. 12356: {dice.pick(('DECL:  OADR', 'DECL: OADR', 'N/A'))}"
    if plan.level == "U":
        return "EO 12958 N/A" if plan.newspaper else "E.O. 12958: N/A"
    day = f"{plan.when:%m/%d}/{plan.when.year + dice.pick((10, 10, 10, 25, 20))}"
    if plan.newspaper:
        return f"EO 12958 DECL: {day}"
    return f"E.O. {13526 if plan.when.year > 2009 else 12958}: DECL: {day}"


def _subject_block(plan: Plan, gap: list[str]) -> list[str]:
    dice = plan.dice
    tags = dice.some(SUBJECT_TAGS if plan.era == "2000s" else OLD_TAGS, 1, 6)
    if dice.chance(0.1):
        tags.append(f"OVIP ({dice.pick(SURNAMES).upper()}, {dice.pick(GIVEN).upper()} Q.)")
    tags += dice.some(GEO_TAGS, 1, 2)
    comma = plan.newspaper or plan.era != "2000s" or dice.chance(0.3)
    label = "TAGS " if plan.newspaper else "TAGS: "
    what = dice.pick(WHAT).removeprefix("the ")
    subject = f"RURITANIA: {what} and {dice.pick(WHAT)}: {dice.pick(TITLES)}".upper()
    if plan.era == "2000s" and dice.chance(0.06):
        subject = f"({plan.level}) {subject}"
    key = "SUBJ" if plan.era == "1970s" and dice.chance(0.6) else "SUBJECT"
    lines = [_order(plan), *wrap(label + (", " if comma else " ").join(tags), plan.width)]
    lines += plan.lines(f"{key}: {subject}")
    if dice.chance(0.012):
        lines = [" ".join(lines)]
    return [*lines, *gap, *_references(plan)]


def _references(plan: Plan) -> list[str]:
    dice = plan.dice
    if dice.chance(0.4):
        return []
    items = []
    for _ in range(dice.between(1, 5)):
        year = f"{(plan.when.year - 1) % 100:02d} " if dice.chance(0.3) else ""
        note = dice.pick(("", "", "", " (NOTAL)", " AND PREVIOUS"))
        items.append(f"{year}{dice.pick((*POSTS, 'STATE'))} {dice.between(1, 199999)}{note}")
    if dice.chance(0.05):
        items.append(f"{dice.pick(SURNAMES).upper()}/{dice.pick(SURNAMES).upper()} E-MAIL OF MAY 3")
    if len(items) == 1:
        return [f"REF: {items[0]}", ""]
    labelled = [f"{'ABCDEFGH'[at]}. {item}" for at, item in enumerate(items)]
    if plan.era == "1970s":
        return [f"REF: {'; '.join(items)}", ""]
    if plan.era == "1980s":
        joined = ", ".join(f"{'ABCDEFGH'[at]}) {item}" for at, item in enumerate(items))
        return [*wrap(f"REF:  {joined}", 69), ""]
    if plan.newspaper or dice.chance(0.2):
        return [f"REF: {' '.join(labelled)}", ""]
    indent = "" if plan.pilcrows else "     "
    return [f"REF: {labelled[0]}", *(indent + item for item in labelled[1:]), ""]


# --- the text of a cable -------------------------------------------------------------------------


def _heading(plan: Plan) -> list[str]:
    dice = plan.dice
    title = dice.pick(TITLES)
    title = title.upper() if plan.upper or dice.chance(0.1) else title
    titles = [title] if plan.reflowed else wrap(title, plan.width)
    length = max(map(len, titles))
    rule = "-" * length
    if plan.headings == "stars":
        rule = "*" * length
    elif plan.headings == "spaced":
        rule = ("- " * length)[: length | 1]
    elif length > 45:
        rule = f"{rule[:45]} {rule[45:]}"
    if plan.headings == "bare":
        return [*titles, ""]
    if plan.headings == "ruled":
        return [*titles, rule, ""]
    return [rule, *titles, rule, ""]


def _participants(plan: Plan) -> list[str]:
    dice = plan.dice
    lines = [f"{plan.next_number()}{plan.mark()}{dice.pick(('', 'Meeting '))}Participants:", ""]
    for label in ("United States:", "Ruritania:"):
        lines.append(label)
        for at in range(dice.between(2, 5)):
            name = f"{dice.pick(GIVEN)} {dice.pick(SURNAMES)}"
            note = " (notetaker)" if at == 2 else ""
            lines.append(
                f"{name}, {dice.pick(('Director General', 'Adviser', 'Political Officer'))}{note}"
            )
        lines.append("")
    return lines


def _table(plan: Plan) -> list[str]:
    dice = plan.dice
    rows = [f"{'District':<20}{'Tons':>10}{'Share':>10}"]
    for _ in range(dice.between(3, 9)):
        place = dice.pick(POSTS).title()
        rows.append(f"{place:<20}{dice.between(100, 9999):>10}{dice.between(1, 60):>9}%")
    return [*rows, ""]


def _items(plan: Plan) -> list[str]:
    dice = plan.dice
    style = dice.pick(("--", "--", "-", "letter", "*"))
    lines: list[str] = []
    for at in range(dice.between(2, 6)):
        label = f"{'ABCDEFG'[at]}." if style == "letter" else style
        lines += plan.lines(
            f"{label} {plan.mark() if style == 'letter' else ''}{plan.prose.sentence()}"
        )
        lines += [""] if style == "letter" or dice.chance(0.3) else []
    return lines if lines[-1] == "" else [*lines, ""]


def _quoted(plan: Plan, length: int) -> list[str]:
    kind = plan.dice.pick(("TEXT", "UNOFFICIAL TRANSLATION", "TALKING POINTS", "NON-PAPER"))
    inner: list[str] = []
    for _ in range(plan.dice.between(1, 3)):
        inner += [*plan.lines(plan.prose.text(max(80, length // 3))), ""]
    if plan.era == "1970s":
        nested = [f"CONFIDENTIAL HENTZAU {plan.serial + 7}", "", *_subject_block(plan, [""])]
        return ["QUOTE", "", *(nested if plan.dice.chance(0.3) else []), *inner, "UNQUOTE", ""]
    return [f"BEGIN {kind}:", "", *inner, f"END {kind}.", ""]


def _paragraph(plan: Plan, length: int) -> list[str]:
    """Return one numbered paragraph of about ``length`` characters with what hangs on it."""
    dice = plan.dice
    throw = dice.random()
    text = f"{plan.next_number()}{plan.mark()}"
    if throw > 0.14 or length < 500:
        return [*plan.lines(text + plan.prose.text(length - len(text))), ""]
    head = [*plan.lines(text + plan.prose.text(length // 2)), ""]
    if throw < 0.07:
        return head + _items(plan)
    if throw < 0.10:
        return head + _table(plan)
    return head + _quoted(plan, length // 2)


def _summary(plan: Plan, length: int) -> list[str]:
    lead = plan.dice.pick(
        ("SUMMARY: ", "Summary: ", "SUMMARY AND COMMENT: ", "SUMMARY. ", "BEGIN SUMMARY: ")
    )
    end = plan.dice.pick((" END SUMMARY.", " End summary.", " END SUMMARY"))
    mark = "" if plan.upper and plan.dice.chance(0.5) else plan.next_number() + plan.mark()
    return [*plan.lines(mark + lead + plan.prose.text(length) + end), ""]


def _text(plan: Plan, size: int) -> list[str]:
    """Return the paragraphs, headings and lists of a text of about ``size`` characters."""
    dice = plan.dice
    scale = max(1.0, size / 800_000)
    lines: list[str] = []
    left = size

    def add(block: Iterable[str]) -> None:
        nonlocal left
        for line in block:
            lines.append(line)
            left -= len(line) + 1

    if plan.era == "1980s" and dice.chance(0.7):
        mark = (
            f"({plan.level} - ENTIRE TEXT)."
            if dice.chance(0.5)
            else f"{WORDS[plan.level]} - ENTIRE TEXT."
        )
        add([f"{plan.next_number()}{mark}", ""])
    if size > 1500 and dice.chance(0.8):
        add(_summary(plan, min(1200, size // 6)))
    if size > 3000 and plan.era == "2000s" and dice.chance(0.06):
        add(_participants(plan))
    while left > 150:
        if plan.headings and left > 600 and dice.chance(0.4):
            add(_heading(plan))
        length = int(scale * dice.pick((250, 400, 550, 700, 800, 900, 1100, 1400, 1900)))
        last = left - length < 300
        if last and dice.chance(0.5):
            text = f"{plan.next_number()}{plan.mark()}COMMENT: {plan.prose.text(left - 100)}"
            add([*plan.lines(text + dice.pick(("", " END COMMENT."))), ""])
        else:
            add(_paragraph(plan, left - 60 if last else length))
    return lines


def _ending(plan: Plan, lines: list[str]) -> list[str]:
    """Add notices and the signature to the lines of the text."""
    dice = plan.dice
    lines = lines[:-1] if lines and not lines[-1] else lines
    if dice.chance(0.1):
        lines += [
            "",
            *plan.lines(
                f"{plan.next_number()}{plan.mark()}Minister Moe's office has not seen this message."
            ),
        ]
    if plan.era == "2000s" and dice.chance(0.12):
        lines += [
            "",
            "Visit Zenda's Classified Website:",
            "http://www.zenda.example/p/eur/index.c fm",
        ]
    if dice.chance(0.04):
        lines += ["", "MINIMIZE CONSIDERED."]
    throw = dice.random()
    if throw < 0.17:
        lines[-1] += f" {plan.signer}"
    elif throw < 0.94:
        lines.append(plan.signer.title() if plan.era == "2000s" and throw < 0.34 else plan.signer)
    if plan.era == "1970s":
        lines += ["", WORDS[plan.level]]
    elif dice.chance(0.01):
        lines += ["", "", "NNNN"]
    return lines


# --- what transmission and archives did to it ----------------------------------------------------


def _page_marks(plan: Plan, lines: list[str]) -> list[str]:
    """Cut the text into pages, in mid-sentence as often as not."""
    return _cut_long_lines(plan, lines) if plan.reflowed else _cut_lines(plan, lines)


def _cut_lines(plan: Plan, lines: list[str]) -> list[str]:
    result: list[str] = []
    page, room = 1, plan.page
    word = WORDS[plan.level]
    for line in lines:
        if room <= 0:
            page, room = page + 1, plan.page
            if plan.era == "2000s":
                result += ["", _mark_2000s(plan, page), "", ""]
            else:
                result += [word, "", word, "", _page_head(plan, page % 100), ""]
        result.append(line)
        room -= 1
    return result


def _cut_long_lines(plan: Plan, lines: list[str]) -> list[str]:
    result: list[str] = []
    page, room = 1, plan.page * 46
    for whole in lines:
        start = 0
        pieces: list[str] = []
        while len(whole) - start > room:
            at = whole.find(" ", start + room)
            if at < 0:
                break
            page, room = page + 1, plan.page * 46
            mark = _mark_2000s(plan, page)
            if plan.dice.chance(0.3):
                pieces.append(f"{whole[start:at]} {mark} ")
            else:
                result += ["".join((*pieces, whole[start:at])), "", mark, ""]
                pieces = []
            start = at + 1
        result.append("".join((*pieces, whole[start:])))
        room = max(0, room - len(whole) + start)
    return result


def _mark_2000s(plan: Plan, page: int) -> str:
    total = max(plan.sections, 2)
    part = (page - 2) % (total - 1) + 2
    again = ".2" if part == 2 and page % 7 == 0 else ""
    return f"{plan.post[:10]} {plan.serial:08d}  {part:03d}{again} OF {total:03d}"


NUMBERED = re.compile(r"(?:\d{1,4}|[A-Z])\.(?= |\()")


def _archive_marks(plan: Plan, lines: Iterable[str]) -> list[str]:
    """Add the pilcrows, captions, blanks and character damage of the archives."""
    dice = plan.dice
    comma = plan.era == "2000s" and not plan.newspaper and dice.chance(0.15)
    phantom = plan.era == "2000s" and 2004 <= plan.when.year <= 2007 and not plan.reflowed
    result = []
    for line in lines:
        pilcrow = "\N{PILCROW SIGN}" if plan.pilcrows and NUMBERED.match(line) else ""
        blank = plan.trailing == "all" or (plan.trailing == "some" and dice.chance(0.5))
        text = _curly(line) if plan.newspaper else line.replace("'s", ",s") if comma else line
        result.append(f"{pilcrow}{text}{' ' if blank else ''}")
        if phantom and line.startswith(("Secretary", "confidential")):
            result += ["", "SIPDIS", ""]
    return result


def _curly(line: str) -> str:
    line = line.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}").replace(
        ' "', " \N{LEFT DOUBLE QUOTATION MARK}"
    )
    return line.replace('"', "\N{RIGHT DOUBLE QUOTATION MARK}")


def cable(seed: int, size: int = 9000, era: str = "2000s") -> str:
    """Return an invented cable.

    Args:
        seed: Which cable; the same seed gives the same text on every Python.
        size: About how many characters it shall have (at least some 700).
        era: One of ``ERAS``.

    Returns:
        Its text, damaged as people find cables.
    """
    if era not in ERAS:
        raise ValueError(f"era must be one of {', '.join(ERAS)}: {era!r}")
    plan = _plan(seed, size, era)
    top = _header(plan)
    front = _preamble(plan)
    if plan.dice.chance(0.006):
        front = [line.capitalize() for line in front]
    used = sum(len(line) + 1 for line in (*top, *front))
    body = _ending(plan, _text(plan, max(200, size - used - 60)))
    lines = top + _archive_marks(plan, front + _page_marks(plan, body))
    newline = "\r\n" if plan.dice.chance(0.03) else "\n"
    return newline.join(lines) + newline


def sizes(n: int, seed: int) -> list[int]:
    """Return ``n`` sizes distributed as in the archives: log-normal, median 8.5 KB, p95 20 KB."""
    dice = Dice(seed)
    drawn = [int(MEDIAN * math.exp(SIGMA * dice.normal())) for _ in range(n)]
    drawn = [dice.between(45_000, LARGEST) if dice.chance(0.002) else size for size in drawn]
    return [min(LARGEST, max(SMALLEST, size)) for size in drawn]


def archive(n: int, seed: int) -> list[str]:
    """Return ``n`` invented cables of realistic sizes, most of them from the 2000s."""
    dice = Dice(seed + 1)
    eras = ("2000s",) * 17 + ("1970s", "1970s", "1980s")
    return [
        cable(seed * 1_000_000 + at, size, dice.pick(eras))
        for at, size in enumerate(sizes(n, seed))
    ]


# --- hostile texts -------------------------------------------------------------------------------

REPEATED = {
    "blank lines": "\n",
    "blank lines with blanks": " \n",
    "blanks": " ",
    "tabs and blanks": "\t ",
    "no newline": "turnips and quotas ",
    "one endless word": "turnip",
    "dashes": "-",
    "spaced dashes": "- ",
    "rules": "-----\n",
    "numbers": "1. ",
    "number lines": "1. \n",
    "equal paragraphs": "1. (C) The quota rises.\n\n",
    "open brackets": "(",
    "open marks": "(C",
    "open notes": "(NOTE: ",
    "mark-like digits": "00000417  002 ",
    "half page marks": "ZENDA 00000417  002 OF\n",
    "page marks": "ZENDA 00000417  002 OF 003\n",
    "page marks in a line": "ZENDA 00000417  002 OF 003 ",
    "OF 001": "OF 001 ",
    "pilcrows": "\N{PILCROW SIGN}",
    "pilcrows and digits": "\N{PILCROW SIGN}1",
    "NULs": "\0",
    "unclosed BEGIN TEXT": "BEGIN TEXT:\n\n",
    "unclosed QUOTE": "QUOTE\n",
    "letters": "A ",
    "letter lines": "A\n",
    "mixed newlines": "A turnip\r\n\r\r\n\n\rB\n\r",
    "titles and rules": "The Quota Question\n------------------\n",
    "boxed titles": "----\nHarvest\n----\n\n",
    "bare titles": "The Quota Question\n\n",
    "TAGS": "TAGS: ",
    "TAGS lines": "TAGS: PREL\n",
    "open person TAGS": "TAGS: OVIP (ROE, ",
    "REF": "REF: A. ",
    "REF lines": "REF: A. ZENDA 417\n",
    "SUBJECT lines": "SUBJECT: TURNIPS\n",
    "class lines": "C O N F I D E N T I A L ZENDA 000417\n",
    "spaced class letters": "C O N F I D E N T I A ",
    "captions": "SIPDIS\n\n",
    "addressees": "TO AMEMBASSY ZENDA\n",
    "date-time groups": "P 031512Z APR 07\n",
    "signatures": "ROE\n",
    "MINIMIZE": "MINIMIZE CONSIDERED.\n",
    "participants": "Participants:\nJane Roe, Adviser\n\n",
    "redactions": "X",
    "bullets": "-- turnips\n",
    "commas": ", ",
    "stamps": "Declassified/Released US Department of State EO Systematic Review 30 JUN 2005\n",
    "END SUMMARY": "SUMMARY: turnips. END SUMMARY. ",
    "glued numbers": "1) (C) Turnips. ",
    "glued E.O.": "E.O. 12958: DECL: 04/03/2017 ",
    "glued Classified By": " CLASSIFIED BY: DCM",
    "wrapped numbers": "REF: ZENDA 4\n23) turnips (D) HOFBAU 12\n",
    "labels below": "DRAFTED BY: DOE\nATTACHMENTS: quota.pdf\n",
    "questions": "Q: Turnips?\nA: Quotas.\n",
    "tables": "\nZenda      12     34\nHofbau      1      2\n",
    "meetings": "DATE: APRIL 3, 1976 TIME: 1030 PLACE: ZENDA\n\n",
    "envelope lines": "Archive of Ruritania\n\n",
}  # fmt: skip
SOUP = (
    *REPEATED.values(), "FM AMEMBASSY ZENDA\n", "INFO ", "E.O. 12958: DECL: 04/03/2017\n", "\n\n",
    "Classified By: DCM Roe for reasons 1.4 (b)\n", "COMMENT: ", "END TEXT.\n", "UNQUOTE\n", "NNNN\n",
    "2. (S//NF) ", "PAGE 02        ZENDA  00417  031517Z\n", "A. (U) ", "The Minister agreed.\n",
)  # fmt: skip
HOSTILE = (*REPEATED, "increasing paragraphs", "key soup", "random bytes", "header only")


def hostile(kind: str, size: int) -> str:
    """Return a text that asks for trouble.

    Args:
        kind: One of ``HOSTILE``.
        size: How many characters it shall have.

    Returns:
        Exactly ``size`` characters, the same on every Python.
    """
    if kind in REPEATED:
        unit = REPEATED[kind]
        return (unit * (size // len(unit) + 1))[:size]
    if kind not in HOSTILE:
        raise ValueError(f"no such hostile text: {kind!r}")
    noise = hashlib.shake_256(kind.encode()).digest(size)
    if kind == "random bytes":
        return noise.decode("latin-1")
    if kind == "increasing paragraphs":
        parts = (f"{at}. (C) The quota rises.\n\n" for at in range(1, size // 24 + 2))
    elif kind == "header only":
        parts = (f"RUEHZZ/AMEMBASSY ZENDA {at:04d}\n" for at in range(size // 28 + 1))
        return ("P 031512Z APR 07\nFM AMEMBASSY HENTZAU\nTO " + "".join(parts))[:size]
    else:
        parts = (SOUP[byte % len(SOUP)] for byte in noise)
    return "".join(parts)[:size].ljust(size, ".")


def main(argv: Sequence[str] | None = None) -> None:
    """Print one cable or one hostile text."""
    options = argparse.ArgumentParser(description="Print an invented cable.")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--size", type=int, default=9000, help="characters (default: 9000)")
    options.add_argument("--era", choices=ERAS, default="2000s")
    options.add_argument("--hostile", choices=HOSTILE, metavar="KIND", help="; ".join(HOSTILE))
    args = options.parse_args(argv)
    text = (
        hostile(args.hostile, args.size) if args.hostile else cable(args.seed, args.size, args.era)
    )
    sys.stdout.buffer.write(text.encode())


if __name__ == "__main__":
    main()
