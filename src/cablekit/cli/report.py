"""What is said about a run besides its results: errors, counts, progress."""

from __future__ import annotations

import json
from types import TracebackType
from typing import Self, TextIO

from cablekit.cli.output import OutputError, say, write
from cablekit.cli.progress import Progress
from cablekit.cli.work import Failure, Result
from cablekit.sources.draft import MAX_NAMED


class Report:
    """Takes the results of a run: prints them, tells what is wrong, and counts.

    Attributes:
        status: The exit status so far; the worst wins.
        cables: How many cables were printed.
        records: How many results there were.
        shown: Whether any of them had something to print.
    """

    def __init__(self, errors: str | None = None, *, progress: bool = False) -> None:
        """Begin.

        Args:
            errors: The file that errors go to; ``None`` for standard error.
            progress: Whether a line shows how far the run is.

        Raises:
            OutputError: The file cannot be written.
        """
        self.status = self.cables = self.records = 0
        self.shown = False
        self._textless = self._errors = 0
        self._progress = Progress() if progress else None
        self._source = ""
        self._named = self._unnamed = 0
        self._file: TextIO | None = None
        if errors is not None:
            try:
                self._file = open(  # noqa: SIM115 - closed with the report
                    errors, "w", encoding="utf-8", errors="backslashreplace", newline="\n"
                )
            except (OSError, ValueError) as error:
                raise OutputError(error, errors) from None

    def __enter__(self) -> Self:
        """Return this report."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Take the progress away, and close the file of errors."""
        if self._progress:
            self._progress.clear()
        if self._file:
            self._file.close()

    def take(self, result: Result) -> None:
        """Print a result, and what is to be said of it.

        Args:
            result: What came of a record.

        Raises:
            OutputError: Nobody takes the results or the errors.
        """
        self.records += 1
        self.cables += result.cable
        self._textless += result.textless
        if result.source != self._source:
            self._end_file()
            self._source = result.source
        for message in result.odd:
            if self._named < MAX_NAMED:
                self._named += 1
                self.say(f"{result.source}: CK102: {message}")
            else:
                self._unnamed += 1
        self._unnamed += result.unnamed
        if result.failure:
            self._fail(result, result.failure)
        if result.text:
            write(result.text)
            self.shown = True
        if self._progress:
            self._progress.show(self._so_far)

    def say(self, message: str) -> None:
        """Write ``message`` to standard error."""
        if self._progress:
            self._progress.clear()
        say(message)

    def end(self, *, counts: bool) -> None:
        """Say what is left to say.

        Args:
            counts: Whether the counts are asked for.
        """
        self._end_file()
        if counts:
            self.say(self._counts())

    def _fail(self, result: Result, failure: Failure) -> None:
        code, message, excerpt, status = failure
        self._errors += 1
        self.status = max(self.status, status)
        offset = None if code == "CK507" else result.offset
        if self._file is None:
            # A refusal names a line of the text, which in most files is a line of the file.
            place = "" if offset is None or (excerpt and not offset) else f"offset {offset}: "
            self.say("\n".join(filter(None, (f"{result.source}: {place}{message}", excerpt))))
            return
        told = {"source": result.source, "offset": offset, "code": code, "message": message}
        line = json.dumps(told, ensure_ascii=False)
        try:
            self._file.write(f"{line}\n")
            self._file.flush()
        except (OSError, ValueError) as error:
            raise OutputError(error, self._file.name) from None

    def _end_file(self) -> None:
        if self._unnamed:
            self.say(f"{self._source}: CK102: more such bytes: {self._unnamed}")
        self._named = self._unnamed = 0

    def _counts(self) -> str:
        parts = [_number(self.cables, "cable")]
        if self._textless:
            parts.append(f"{_number(self._textless, 'record')} without text")
        if self._errors:
            parts.append(_number(self._errors, "error"))
        return ", ".join(parts)

    def _so_far(self, seconds: float) -> str:
        # The name comes last: on a narrow terminal it is what is cut.
        return f"{self._counts()}, {self.records / seconds:,.0f} records/s, {self._source}"


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
