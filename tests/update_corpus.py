"""Rewrites what must come of the cables in ``tests/corpus``: ``python -m tests.update_corpus``.

Run it when the difference is wanted, then read every line of ``git diff tests/corpus``: what is
written here is what the tests ask for. A file whose cable is gone is removed.
"""

from __future__ import annotations

from pathlib import Path

from tests import field_tables

import cablekit as ck

CORPUS = Path(__file__).resolve().parent / "corpus"
SUFFIXES = {"json": (".json", ".problems.txt"), "rendered": (".txt",), "invalid": (".error.txt",)}


def read(path: Path) -> str:
    """The text of a file with its own line ends."""
    return path.read_bytes().decode("utf-8")


def cables(folder: str) -> dict[str, str]:
    """The cables of ``valid`` or ``invalid`` by their stems."""
    paths = sorted((CORPUS / folder).glob("*.txt"))
    return {p.stem: read(p) for p in paths if not p.name.endswith(".error.txt")}


def problems(cable: ck.Cable) -> str:
    """One line for each problem: ``line:column CODE message``, ``-`` for one without a place."""
    lines = []
    for problem in cable.problems:
        at = problem.position(cable.source)
        place = f"{at.line}:{at.column}" if at else "-"
        lines.append(f"{place} {problem.code} {problem.message}\n")
    return "".join(lines)


def error(text: str) -> str:
    """The whole message that strict reading gives; ``""`` where it gives none."""
    try:
        ck.parse(text, strict=True)
    except ck.CableSyntaxError as caught:
        return f"{caught}\n"
    return ""


def expected() -> dict[Path, str]:
    """Every file that belongs beside the cables, with what it must hold now."""
    files: dict[Path, str] = {}
    for stem, text in cables("valid").items():
        cable = ck.parse(text)
        files[CORPUS / "json" / f"{stem}.json"] = ck.to_json(cable, indent=2) + "\n"
        files[CORPUS / "json" / f"{stem}.problems.txt"] = problems(cable)
        try:
            files[CORPUS / "rendered" / f"{stem}.txt"] = ck.render(cable)
        except ck.RenderError as fault:
            fault.add_note(f"while writing valid/{stem}.txt again")
            raise
    for stem, text in cables("invalid").items():
        files[CORPUS / "invalid" / f"{stem}.error.txt"] = error(text)
    return files


def found() -> set[Path]:
    """The files that are beside the cables."""
    return {
        path
        for folder, suffixes in SUFFIXES.items()
        for path in (CORPUS / folder).glob("*")
        if path.name.endswith(suffixes)
    }


def main() -> None:
    """Write what changed, remove what is left over, and say so."""
    files = expected()
    for path in sorted(found() - files.keys()):
        path.unlink()
        print(f"removed  {path.relative_to(CORPUS)}")
    for path, text in files.items():
        data = text.encode("utf-8")
        if not path.is_file() or path.read_bytes() != data:
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data)
            print(f"written  {path.relative_to(CORPUS)}")
    field_tables.update()


if __name__ == "__main__":
    main()
