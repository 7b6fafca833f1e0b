"""How far a role reaches: from its lead or heading to its end mark or the next heading."""

from __future__ import annotations

from cablekit import vocabulary
from cablekit.builder.drafts import Block
from cablekit.builder.text import flow

HEADINGS = ("ruled_heading", "boxed_heading", "slashed_heading", "bare_heading")
_DECOR = "-=_*/: \t\r"
_AROUND = _DECOR + "\n"
#: How many characters around the name of a role are looked at for its end mark.
_REACH = 16
#: The sentence that asks for action stands in one of the first paragraphs.
_ASKED = 4
_ROLES = ("SUMMARY", "COMMENT", "ACTION_REQUEST", "NOTE")


def roles(blocks: list[Block]) -> list[str]:
    """Return the role of each block, ``""`` for none.

    A lead holds for its paragraph, and on to its end mark where there is one; a heading holds
    to the next heading.
    """
    found: list[str] = []
    last_end: dict[str, int] = {}
    current, from_heading = "", False
    for index, block in enumerate(blocks):
        if not current and block.lead is None and block.rule == "paragraph":
            found.append("ACTION_REQUEST" if index < _ASKED and _asks(block) else "")
            continue
        if block.rule in HEADINGS or block.rule == "participants":
            title = block.key.strip(_AROUND)
            if "\n" in title:
                title = " ".join(filter(None, (w.strip(_DECOR) for w in title.split("\n"))))
            title = title[title.find(")") + 1 :].strip(" :.").upper()
            current = _role(title)
            if not current and ":" in title:
                current = _role(title.partition(":")[0])
            from_heading = bool(current)
        words = lead_of(block)
        if words:
            role = _role(words)
            if role:
                current, from_heading = role, False
            elif not from_heading:
                current = ""
        found.append(current)
        if not current:
            continue
        if _closes(block, current):
            current = ""
        elif not from_heading:
            if current not in last_end:
                last_end[current] = _last_end(blocks, current)
            if index >= last_end[current]:
                current = ""
    return found


def lead_of(block: Block) -> str:
    """Return the lead of a block, upper case, without its stop."""
    if block.lead is not None:
        return flow([block.lead]).upper().rstrip(" :.-")
    if block.rule != "lead_paragraph":
        return ""
    words = flow([block.key])
    words = words[words.find(")") + 1 :] if words.startswith("(") else words
    return words.upper().strip(" :.-")


def _asks(block: Block) -> bool:
    """Tell whether a paragraph begins with the sentence that the cable asks for action."""
    piece = block.pieces[0] if block.pieces else ""
    return piece[:1] in "Tt" and piece[:25].upper() == "THIS IS AN ACTION REQUEST"


def _role(words: str) -> str:
    role = vocabulary.leads().get(words, "")
    if not role and " AND " in words:
        role = vocabulary.leads().get(words.split(" AND ", maxsplit=1)[0], "")
    return role if role in _ROLES else ""


def _last_end(blocks: list[Block], role: str) -> int:
    """Return the index of the last block with the end mark of a role, -1 if there is none."""
    for index in range(len(blocks) - 1, -1, -1):
        if _closes(blocks[index], role):
            return index
    return -1


def _closes(block: Block, role: str) -> bool:
    """Tell whether a block holds ``END`` and the name of a role, in any case and over lines."""
    name = role.replace("_", " ")
    word = name.partition(" ")[0]
    text = block.pieces[0] if len(block.pieces) == 1 else "".join(block.pieces)
    for form in (word, word.title(), word.lower()):
        at = text.find(form)
        while at >= 0:
            around = text[max(at - _REACH, 0) : at + len(name) + _REACH]
            words = " ".join(around.upper().split())
            if f"END {name}" in words or f"END OF {name}" in words:
                return True
            at = text.find(form, at + 1)
    return False
