"""The arguments of the command, and its help."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from typing import IO, Any, NoReturn

from cablekit import __version__
from cablekit.cli.output import clean, say, write
from cablekit.cli.own import clash
from cablekit.sources.detect import SOURCES

_EXAMPLES = """\
examples:
  cablekit show zenda.txt
  cablekit parse cables/*.txt > cables.jsonl
  cablekit parse --jobs 0 --record --errors errors.jsonl archive.zip > records.jsonl
  cablekit parse --provenance --indent 2 - < zenda.txt
  cablekit explain KNNP NODIS S/NF OADR

exit status: 0 fine; 1 a problem under --strict, or a word that is not known; 2 wrong
arguments; 3 a file or record could not be read, the others are in the results
"""

_FILE = "file, plain or packed, zip archive or folder; - is stdin"
_MAX_INDENT = 16
_MAX_JOBS = 256


class _Parser(argparse.ArgumentParser):
    """A parser that writes UTF-8 and never sends a control character to the terminal."""

    def __init__(self, **options: Any) -> None:
        """Make a parser as argparse does, without the colours that it has since Python 3.14."""
        super().__init__(**options)
        self.color = False

    def _print_message(self, message: str, file: IO[str] | None = None) -> None:  # type: ignore[override]
        """Write ``message``; argparse sends all that it says through here."""
        if file is sys.stdout:
            write(message)
        else:
            say(message.rstrip("\n"), prefix="")

    def error(self, message: str) -> NoReturn:
        """End with status 2, the usage and ``message``."""
        super().error(clean(message))


class Arguments(argparse.Namespace):
    """What the user asked for.

    Attributes:
        command: ``"parse"``, ``"show"`` or ``"explain"``; ``None`` where none was named.
        words: Words to be explained.
        files: Names of files and folders; ``"-"`` is standard input.
        source: The kind of container that they are.
        year: The year of the cables, for those that do not give it.
        indent: How many blanks each level of the JSON is set in.
        provenance: Whether the JSON says how the cable was read.
        strict: Whether a problem of severity ERROR refuses a cable.
        record: Whether the JSON says what the container says.
        jobs: How many worker processes there may be; 0 for one a core.
        errors: The file that errors go to.
        quiet: Whether nothing is counted.
        color: Whether there may be colour.
    """

    command: str | None = None
    words: list[str]
    files: list[str] = []  # noqa: RUF012 - argparse sets it
    source: str | None = None
    year: int | None = None
    indent: int | None = None
    provenance: bool = False
    strict: bool = False
    record: bool = False
    jobs: int = 1
    errors: str | None = None
    quiet: bool = False
    color: bool = True


def read_arguments(argv: Sequence[str] | None) -> Arguments | int:
    """Return what ``argv`` asks for, or the exit status where there is nothing left to do.

    Args:
        argv: The arguments; those of the process if ``None``.
    """
    parser = _parser()
    try:
        arguments = parser.parse_args(argv, namespace=Arguments())
        if arguments.command is None:
            parser.print_help(sys.stderr)
            return 2
        if arguments.files.count("-") > 1:
            parser.error("standard input (-) can be read only once")
        if reason := clash(arguments.files, arguments.errors):
            parser.error(reason)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    return arguments


def _parser() -> _Parser:
    parser = _Parser(
        prog="cablekit",
        description="Read U.S. diplomatic cables.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"cablekit {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")

    parse = commands.add_parser(
        "parse",
        help="write cables as JSON, one object a line",
        description="Write cables as JSON, one object a line, in the order of the files.",
        allow_abbrev=False,
    )
    parse.add_argument("files", nargs="+", metavar="FILE", help=_FILE)
    parse.add_argument(
        "--indent",
        type=_indent,
        metavar="N",
        help="spread each object over lines, each level set in by N blanks",
    )
    parse.add_argument(
        "--provenance", action="store_true", help="add source, problems, page marks and spans"
    )
    parse.add_argument(
        "--strict",
        action="store_true",
        help="refuse a cable with a part that cannot be read, and say where it is",
    )
    parse.add_argument(
        "--record",
        action="store_true",
        help="write source, offset, availability, metadata and problems around each cable, and "
        "records without text too",
    )
    parse.add_argument(
        "--jobs",
        type=_jobs,
        metavar="N",
        default=1,
        help="parse in N processes; 0 for as many as there are cores",
    )

    show = commands.add_parser(
        "show",
        help="write a cable as a sheet to read",
        description="Write what a cable says about itself, an outline of it, and its problems.",
        allow_abbrev=False,
    )
    show.add_argument("files", nargs=1, metavar="FILE", help=_FILE)
    show.add_argument(
        "--no-color",
        dest="color",
        action="store_false",
        help="no colour (there is none without rich, or where stdout is no terminal)",
    )
    explain = commands.add_parser(
        "explain",
        help="say what a TAG, caption, marking or code means",
        description="Say what words of a cable mean: TAGS, captions, markings, precedences, "
        "signals, reason letters, executive orders and their codes, posts, problem codes.",
        allow_abbrev=False,
    )
    explain.add_argument(
        "words", nargs="+", metavar="WORD", help="such as PREL, NODIS, S/NF, CK301"
    )
    for command in (parse, show):
        command.add_argument(
            "--year",
            type=_year,
            metavar="YYYY",
            help="year of the cable, where its text and container do not give it",
        )
        command.add_argument(
            "--source",
            choices=SOURCES,
            help="kind of container, where the content does not show it",
        )
        command.add_argument(
            "--errors", metavar="FILE", help="write errors to FILE, as JSON, one object a line"
        )
        command.add_argument("--quiet", action="store_true", help="no counts and no progress")
    return parser


def _year(text: str) -> int:
    if not re.fullmatch("[12][0-9]{3}", text):
        raise argparse.ArgumentTypeError(f"{text!r} is no year; write one such as 2007")
    return int(text)


def _jobs(text: str) -> int:
    if not re.fullmatch("[0-9]{1,3}", text) or int(text) > _MAX_JOBS:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 0 to {_MAX_JOBS}")
    return int(text)


def _indent(text: str) -> int:
    if not re.fullmatch("[0-9]{1,2}", text) or int(text) > _MAX_INDENT:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 0 to {_MAX_INDENT}")
    return int(text)
