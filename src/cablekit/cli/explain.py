"""``cablekit explain``: what words of a cable mean."""

from __future__ import annotations

from cablekit.cli.output import clean, say, write
from cablekit.errors import CableSyntaxError
from cablekit.model import Marking
from cablekit.vocabulary.meanings import Meaning, meanings, nearest

_UNKNOWN = 1


def explain(words: list[str]) -> int:
    """Write what each word means; return the exit status.

    Args:
        words: Words as they stand in a cable.

    Returns:
        0, or 1 if a word is in no vocabulary.

    Raises:
        OutputError: Nobody takes the results.
    """
    status = 0
    for word in words:
        found = meanings(word) or _marking(word)
        if not found:
            near = ", ".join(nearest(word))
            shown = clean(word).strip() or "the empty word"
            say(f"{shown} is in no vocabulary" + (f"; near are {near}" if near else ""))
            status = _UNKNOWN
        for meaning in found:
            write(f"{meaning.word}  {meaning.kind}: {meaning.meaning} [{meaning.source}]\n")
    return status


def _marking(word: str) -> tuple[Meaning, ...]:
    """Return what a marking of several parts says, such as ``S/NF``."""
    try:
        mark = Marking.parse(f"({word.strip(' ()')})")
    except CableSyntaxError:
        return ()
    text = ", ".join([mark.level.name, *mark.caveats])
    text += ", entire text" if mark.entire_text else ""
    return (Meaning(word.upper().strip(" ()"), "marking", text, "5 FAH-1 H-246.2"),)
