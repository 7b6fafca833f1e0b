"""Extensions of the grammar."""

from __future__ import annotations

import attrs


@attrs.frozen(kw_only=True, eq=False)
class Dialect:
    """An extension of the grammar: text joined to ours, a builder, a Cable class.

    Attributes:
        name: What it is called in messages.
        grammar: Lark text that extends the sections ``header_field``, ``preamble_field``,
            ``body_block`` and ``trailer`` with ``%extend``, or replaces a rule with
            ``%override``.
        inline: Lark text of its own inline languages.
        starts: Start symbols of ``inline``.
        builder: A class, or several, with one method a rule; mixed into ours.
        cable: Its subclass of Cable, ``@attrs.frozen(slots=False, kw_only=True)``.
        blocks: Its own classes of body blocks.

    Dialects compose: ``a | b``.
    """

    name: str
    grammar: str = ""
    inline: str = ""
    starts: tuple[str, ...] = ()
    builder: type | tuple[type, ...] = ()
    cable: type | None = None
    blocks: tuple[type, ...] = ()

    @property
    def builders(self) -> tuple[type, ...]:
        """The builder classes, the first before the last."""
        return self.builder if isinstance(self.builder, tuple) else (self.builder,)

    def __or__(self, other: Dialect) -> Dialect:
        """Return the dialect that has what both have."""
        classes = [c for c in (self.cable, other.cable) if c is not None]
        cable = classes[0] if len(set(classes)) == 1 else None
        if len(set(classes)) > 1:
            cable = attrs.frozen(slots=False, kw_only=True)(
                type("".join(c.__name__ for c in classes), tuple(classes), {})
            )
        return Dialect(
            name=f"{self.name}+{other.name}",
            grammar=f"{self.grammar}\n{other.grammar}",
            inline=f"{self.inline}\n{other.inline}",
            starts=(*self.starts, *other.starts),
            builder=(*self.builders, *other.builders),
            cable=cable,
            blocks=(*self.blocks, *other.blocks),
        )
