"""What a print has below the text: labels of a header, and marks between them."""

from __future__ import annotations

from typing import Any

import attrs

from cablekit.builder.drafts import Found, Reader, page_mark
from cablekit.builder.header_inline import AddressReader
from cablekit.builder.header_lines import Line, labelled_line
from cablekit.builder.report import problem
from cablekit.builder.text import flow, span
from cablekit.builder.transmission import HeaderDraft
from cablekit.model import PageMark, Problem, Transmission
from cablekit.tokens import Token


class FootBuilder:
    """The rules of the section ``ending`` that speak of the header."""

    _read: Reader
    _address: AddressReader

    def ending(self, children: list[Any]) -> list[Found]:
        """``ending_item+``."""
        labels: list[Line] = []
        found: list[Found] = []
        for child in children:
            if isinstance(child, PageMark):
                found.append(Found("page_marks", (), None, (), (child,)))
            elif type(child) is tuple:
                # A label of a print may have nothing behind it.
                label, *value = child[1]
                if "".join(value or label.partition(":")[2:]).strip():
                    labels.append(child)
            else:
                found.append(child)
        if labels:
            draft = HeaderDraft(self._read, self._address)
            draft.take(labels)
            tokens = [token for _, written in labels for token in written]
            found.append(draft.found(tokens, ())._replace(field="below_text"))
        return found

    def ending_mark(self, children: list[Token]) -> PageMark:
        """``STAMP``: a mark between the lines of an ending."""
        return page_mark(children[0])

    def labelled_foot(self, children: list[Token]) -> Line | Found:
        """``DRAFTING_FOOT | LABELLED_FOOT``: a label that a print has below the text."""
        label, _, name = flow(children).partition(":")
        if label.upper().startswith("SIGNATURE"):
            return Found("signature", name.strip(), span(children[0]))
        return labelled_line(children[0])


def merged(header: Transmission | None, below: Found) -> tuple[Transmission, tuple[Problem, ...]]:
    """Return the header with what a print has below the text; what it has itself holds.

    Args:
        header: The header, if there is one.
        below: The fields below the text, and what reading them brought up.
    """
    more: Transmission = below.value
    if header is None:
        return more, ()
    fields: dict[str, Any] = {}
    twice: list[Problem] = []
    for field in attrs.fields(Transmission):
        had, new = getattr(header, field.name), getattr(more, field.name)
        if field.name == "span" or not new:
            continue
        if isinstance(new, tuple):
            fields[field.name] = (*had, *new)
        elif field.name == "text":
            fields[field.name] = "\n\n".join(filter(None, (had, new)))
        elif not had:
            fields[field.name] = new
        elif had != new:
            name = f"transmission.{field.name}"
            twice.append(problem("CK209", below.span, name, field=name))
            fields["text"] = "\n\n".join(filter(None, (fields.get("text", header.text), new)))
    return attrs.evolve(header, **fields), tuple(twice)
