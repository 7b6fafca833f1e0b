"""The command ``cablekit``: cables in files to JSON, or to a sheet that people read.

What it may print, and which status it ends with, is in docs/cli.md. Nothing here is imported
before it is needed, so that ``--help`` and ``--version`` answer at once.
"""

from __future__ import annotations

from collections.abc import Sequence

from cablekit.cli.arguments import read_arguments
from cablekit.cli.output import OutputError, say, silence_stdout

__all__ = ["main"]

_UNREADABLE = 3
_INTERRUPTED = 130  # as a shell reports a command that SIGINT has ended
_PIPE_CLOSED = 141  # and SIGPIPE


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command.

    Args:
        argv: The arguments without the command's name; those of the process if ``None``.

    Returns:
        The exit status.

    >>> main(["--version"])
    cablekit 0.1.0...
    0
    """
    try:
        arguments = read_arguments(argv)
        if isinstance(arguments, int):
            return arguments
        if arguments.command == "explain":
            from cablekit.cli.explain import explain  # noqa: PLC0415 - the others do without

            return explain(arguments.words)
        from cablekit.cli import commands  # noqa: PLC0415 - loads the grammar

        run = commands.show if arguments.command == "show" else commands.parse
        return run(arguments)
    except KeyboardInterrupt:
        return _INTERRUPTED
    except OutputError as error:
        silence_stdout()
        if error.pipe_closed:
            return _PIPE_CLOSED
        say(str(error))
        return _UNREADABLE
