"""Measure cablekit on invented cables and print one table, budgets beside the figures.

    python benchmarks/run.py [--quick] [--json FILE] [--only WORD]

Run it with the interpreter that has cablekit installed, on an otherwise idle machine. Ratios and
differences are taken inside one run, so that they can be compared between machines. The exit code
says nothing about budgets.
"""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import functools
import gc
import inspect
import json
import math
import platform
import re
import signal
import statistics
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import FrameType

import generate

import cablekit as ck

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "zenda.txt"
RATIO = 2.3
"""A text of twice the size may take this many times as long."""

FLOOR = re.compile(
    r"^(?:(?P<time>[ZOPR] (?:[ZOPR] )?\d{6}Z [A-Z]{3} \d\d)"
    r"|(?P<address>(?:FM|TO|INFO|XMT) |[A-Z]{5,7}/)"
    r"|(?P<order>E\.?O\.? ?\d+)|(?P<tags>TAGS?:? )|(?P<subject>SUBJ)|(?P<reference>REF)"
    r"|(?P<authority>CLASSIFIED BY)|(?P<paragraph>\N{PILCROW SIGN}?\d{1,3}\. ?\()"
    r"|(?P<mark>[A-Z ]{3,10} \d{8} +\d{3}(?:\.\d)? OF \d{3})|(?P<rule>-{3,})"
    r"|(?P<blank>[ \t]*$)|(?P<text>.))[^\n]*",
    re.MULTILINE | re.IGNORECASE,
)
"""What any reader in Python has to do at least: tell the kinds of lines apart."""


class OutOfTime(BaseException):
    """A measurement that was broken off; not an ``Exception``, so that nothing swallows it."""


@dataclasses.dataclass
class Row:
    """One line of the table.

    Attributes:
        name: What was measured.
        value: The figure; ``None`` where it could not be measured.
        unit: Its unit.
        required: The most that it may be, or ``None`` for a figure without a budget.
        aim: What it should be.
        note: What else to know.
    """

    name: str
    value: float | None
    unit: str = ""
    required: float | None = None
    aim: float | None = None
    note: str = ""

    @property
    def verdict(self) -> str:
        """``ok`` or ``OVER``, where there is a budget."""
        if self.required is None:
            return ""
        if self.value is None or self.value > self.required:
            return "OVER"
        return "ok, above aim" if self.aim is not None and self.value > self.aim else "ok"


@dataclasses.dataclass
class Options:
    """How thoroughly to measure."""

    cables: int = 1000
    rounds: int = 5
    processes: int = 9
    weighed: int = 200
    largest: int = 10_240_000
    patience: float = 3.0
    only: str = ""


QUICK = Options(cables=150, rounds=3, processes=3, weighed=40, largest=640_000, patience=1.0)


@contextlib.contextmanager
def time_limit(seconds: int) -> Iterator[None]:
    """Break off with ``OutOfTime`` after ``seconds``, where the system can do that."""
    if not hasattr(signal, "SIGALRM"):
        yield
        return

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise OutOfTime

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def seconds(action: Callable[..., object], *args: object) -> float:
    """Return how long ``action(*args)`` takes once."""
    gc.collect()
    start = time.perf_counter()
    action(*args)
    return time.perf_counter() - start


def fastest(action: Callable[..., object], *args: object) -> float:
    """Return the shortest of up to seven runs that together take little more than 0.5 s.

    The collector rests: it looks at all objects at some sizes of a text and not at others, which
    is no property of the parser.
    """
    gc.collect()
    gc.disable()
    try:
        best = spent = seconds(action, *args)
        for _ in range(6):
            if spent > 0.5:
                break
            took = seconds(action, *args)
            spent += took
            best = min(best, took)
    finally:
        gc.enable()
    return best


# --- figures -------------------------------------------------------------------------------------


def scan(texts: Sequence[str]) -> None:
    """Run the regex floor over ``texts``."""
    for text in texts:
        for _ in FLOOR.finditer(text):
            pass


def parse_all(texts: Sequence[str], **how: str) -> None:
    """Parse ``texts`` and drop the cables."""
    parse: Callable[..., object] = ck.parse
    for text in texts:
        parse(text, **how)


def speed(texts: Sequence[str], options: Options) -> list[Row]:
    """Measure text to model, against the regex floor, and the slowest cable."""
    parse_all(texts[:20])
    parsing, floor = [], []
    best = [math.inf] * len(texts)
    for turn in range(options.rounds):
        fresh = [text + "\n" * (turn + 1) for text in texts]
        gc.collect()
        total = 0.0
        for at, text in enumerate(fresh):
            start = time.perf_counter()
            ck.parse(text)
            took = time.perf_counter() - start
            total += took
            best[at] = min(best[at], took)
        parsing.append(total)
        floor.append(seconds(scan, fresh))
    took = statistics.median(parsing)
    ratio = statistics.median(p / f for p, f in zip(parsing, floor, strict=True))
    slowest = max(range(len(texts)), key=best.__getitem__)
    rate = sum(map(len, texts)) / took / 1e6
    floor_rate = len(texts) / statistics.median(floor)
    return [
        Row("text to model", len(texts) / took, "cables/s", note=f"{rate:.1f} MB/s"),
        Row("regex floor", floor_rate, "cables/s"),
        Row("text to model, against the floor", ratio, "x", 10, 5),
        Row("slowest cable", best[slowest] * 1e3, "ms", 10, note=f"{len(texts[slowest]):,} chars"),
    ]


def large(options: Options) -> list[Row]:
    """Measure one very large cable."""
    size = min(10_000_000, options.largest)
    text = generate.cable(11, size)
    took = min(seconds(ck.parse, text) for _ in range(2))
    budget = 2.0 * len(text) / 10_000_000
    return [Row(f"cable of {len(text) / 1e6:.1f} MB", took, "s", round(budget, 2))]


def processes(options: Options) -> list[Row]:
    """Measure cold starts: new processes, in turn, above a Python that does nothing."""
    commands = {
        "bare": "pass",
        "import": "import cablekit",
        "parse": "import sys, cablekit; cablekit.parse(sys.argv[1])",
    }
    text = EXAMPLE.read_text(encoding="utf-8")
    times: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(options.processes + 1):
        for name, command in commands.items():
            argv = [sys.executable, "-c", command, text]
            start = time.perf_counter()
            subprocess.run(argv, check=True)
            if turn:  # the first turn only fills the caches
                times[name].append(time.perf_counter() - start)
    middle = {name: statistics.median(values) * 1e3 for name, values in times.items()}
    bare = f"bare Python {middle['bare']:.0f} ms"
    return [
        Row(
            "new process: import + first parse",
            middle["parse"] - middle["bare"],
            "ms",
            300,
            150,
            bare,
        ),
        Row("new process: import", middle["import"] - middle["bare"], "ms", 60, 40, bare),
    ]


def memory(texts: Sequence[str], options: Options) -> list[Row]:
    """Weigh parsed cables beyond their source."""
    chosen = [text for text in texts if len(text) >= 4096][: options.weighed]
    parse_all(chosen)  # fills the caches, which belong to no cable
    shares = []
    tracemalloc.start()
    try:
        for text in chosen:
            gc.collect()
            before = tracemalloc.get_traced_memory()[0]
            cable = ck.parse(text)
            gc.collect()
            used = tracemalloc.get_traced_memory()[0] - before
            shares.append(used / sys.getsizeof(text))
            del cable
    finally:
        tracemalloc.stop()
    name = "memory beyond the source, cables of 4 KB or more"
    return [
        Row(f"{name}: median", statistics.median(shares), "x source", 2),
        Row(f"{name}: worst", max(shares), "x source", 2, note=f"of {len(chosen)}"),
    ]


def round_trip(texts: Sequence[str], options: Options) -> list[Row]:
    """Measure ``from_dict(to_dict(cable))`` and JSON against parsing the same cables."""
    some = texts[: max(50, len(texts) // 4)]
    cables = [ck.parse(text) for text in some]
    ratios, json_ratios, writing = [], [], []
    ck.from_dict(ck.to_dict(cables[0]))
    for _ in range(options.rounds):
        parsing = seconds(parse_all, some)
        ratios.append(seconds(lambda: [ck.from_dict(ck.to_dict(c)) for c in cables]) / parsing)
        through = seconds(lambda: [ck.from_json(ck.to_json(c)) for c in cables])
        json_ratios.append(through / parsing)
        writing.append(seconds(lambda: [ck.to_dict(c) for c in cables]) / parsing)
    share = statistics.median(writing)
    return [
        Row("dict round trip, against parsing", statistics.median(ratios), "x", 1, 0.6,
            f"to_dict alone {share:.2f} x"),
        Row("JSON round trip, against parsing", statistics.median(json_ratios), "x"),
    ]  # fmt: skip


def lexers(texts: Sequence[str], options: Options) -> list[Row]:
    """Compare the lexers, where ``parse`` lets one choose."""
    if "lexer" not in inspect.signature(ck.parse).parameters:
        return []
    some = texts[: max(50, len(texts) // 4)]
    own, contextual = [], []
    parse_all(some[:5], lexer="contextual")
    for _ in range(options.rounds):
        own.append(seconds(parse_all, some))
        contextual.append(seconds(lambda: parse_all(some, lexer="contextual")))
    ratio = statistics.median(c / o for c, o in zip(contextual, own, strict=True))
    rate = len(some) / statistics.median(contextual)
    return [
        Row("text to model, contextual lexer", rate, "cables/s", note=f"{ratio:.2f} x the time")
    ]


# --- doubling ------------------------------------------------------------------------------------


def doubling(name: str, make: Callable[[int], str], options: Options) -> Row:
    """Double a text from 10 KB on and return the worst growth of the time that parsing takes.

    Args:
        name: What the text is.
        make: Gives the text of a size.
        options: Says how far to go: to ``largest``, or until one run takes ``patience`` seconds.

    Returns:
        A row with the worst of the ratios; steps shorter than 50 ms tell more about the
        computer's memory than about the parser.
    """
    sizes = [10_000]
    ratios: list[tuple[float, int]] = []
    try:
        with time_limit(120):
            text = make(sizes[-1])
            took = fastest(ck.parse, text)
            while sizes[-1] * 2 <= options.largest and took * 2 <= options.patience:
                smaller, before = text, took
                sizes.append(sizes[-1] * 2)
                text = make(sizes[-1])
                took = fastest(ck.parse, text)
                ratio = took / before * (2 * len(smaller) / len(text))
                for _ in range(3):  # what another process disturbed is not the parser's fault
                    if ratio <= RATIO or took > options.patience:
                        break
                    before = min(before, fastest(ck.parse, smaller))
                    took = min(took, fastest(ck.parse, text))
                    ratio = min(ratio, took / before * (2 * len(smaller) / len(text)))
                if took > 0.05:
                    ratios.append((ratio, sizes[-1]))
    except OutOfTime:
        note = f"broken off after 120 s, at {sizes[-1]:,} characters"
        return Row(f"doubling: {name}", None, "x", RATIO, note=note)
    except Exception as error:  # a crash is a finding, and the next text shall be tried
        note = f"{type(error).__name__} at {sizes[-1]:,} characters: {error}"[:100]
        return Row(f"doubling: {name}", None, "x", RATIO, note=note)
    if not ratios:
        note = f"too fast to judge; up to {sizes[-1]:,} characters, {took:.2f} s"
        return Row(f"doubling: {name}", 1.0, "x", RATIO, note=note)
    worst, where = max(ratios)
    mean = math.prod(ratio for ratio, _ in ratios) ** (1 / len(ratios))
    note = f"at {where:,}, mean {mean:.2f}; up to {sizes[-1]:,} characters, {took:.2f} s"
    return Row(f"doubling: {name}", worst, "x", RATIO, note=note)


def doublings(options: Options) -> Iterator[Row]:
    """Double cables of every era and every hostile text."""
    for era in generate.ERAS:
        yield doubling(f"cable, {era}", functools.partial(generate.cable, 11, era=era), options)
    for kind in generate.HOSTILE:
        yield doubling(kind, functools.partial(generate.hostile, kind), options)


# --- the table -----------------------------------------------------------------------------------


def figures(options: Options) -> Iterator[Row]:
    """Measure everything, one part after the other."""
    texts = generate.archive(options.cables, seed=1)
    parts: dict[str, Callable[[], Sequence[Row] | Iterator[Row]]] = {
        "speed": lambda: speed(texts, options),
        "large": lambda: large(options),
        "processes": lambda: processes(options),
        "memory": lambda: memory(texts, options),
        "dicts": lambda: round_trip(texts, options),
        "lexers": lambda: lexers(texts, options),
        "doubling": lambda: doublings(options),
    }
    for name, part in parts.items():
        if options.only in name:
            yield from part()


def number(value: float | None) -> str:
    """Write a figure with as many digits as it deserves."""
    if value is None:
        return "-"
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def line(row: Row) -> str:
    """Write one row of the table."""
    budget = "" if row.required is None else f"<= {row.required:g}"
    if row.aim is not None:
        budget += f" (aim {row.aim:g})"
    return (
        f"{row.name:<56}{number(row.value):>8} {row.unit:<9} {budget:<18}"
        f"{row.verdict:<14}{row.note}"
    ).rstrip()


def main(argv: Sequence[str] | None = None) -> None:
    """Measure, print the table, and write it as JSON where asked."""
    parser = argparse.ArgumentParser(description="Measure cablekit on invented cables.")
    parser.add_argument("--quick", action="store_true", help="fewer and smaller texts (a minute)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to FILE too")
    parser.add_argument(
        "--only",
        default="",
        metavar="PART",
        help="speed, large, processes, memory, dicts, lexers or doubling",
    )
    args = parser.parse_args(argv)
    options = dataclasses.replace(QUICK if args.quick else Options(), only=args.only)
    where = f"Python {platform.python_version()}, {platform.machine()}, {platform.system()}"
    print(f"{where}; {options.cables} invented cables")
    rows = []
    for row in figures(options):
        rows.append(row)
        print(line(row), flush=True)
    over = sum(row.verdict == "OVER" for row in rows)
    print(f"{over} of {sum(row.required is not None for row in rows)} budgets exceeded")
    if args.json:
        data = [{**dataclasses.asdict(row), "verdict": row.verdict} for row in rows]
        report = {"python": platform.python_version(), "machine": platform.machine(), "rows": data}
        args.json.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
