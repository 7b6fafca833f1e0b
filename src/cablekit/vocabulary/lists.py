"""Lists of words that people and fields are known by."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from types import MappingProxyType

from cablekit.vocabulary.files import rows, split


@functools.cache
def titles() -> Mapping[str, str]:
    """Return the kind of each title of a person (general knowledge).

    A DIGNITY is a position that stays with a name which another title follows, as a RANK or
    a STYLE does.

    >>> titles()["DCM"], titles()["AMBASSADOR"], titles()["COLONEL"], titles()["DR."]
    ('POSITION', 'DIGNITY', 'RANK', 'STYLE')
    """
    return MappingProxyType({title: kind for title, kind, _ in rows("titles")})


@functools.cache
def series() -> Mapping[str, str]:
    """Return what the series of telegrams of journeys are (a Department instruction of 1974).

    >>> series()["SECTO"]
    'from the travelling Secretary'
    """
    return MappingProxyType({word: meaning for word, meaning, _ in rows("series")})


@functools.cache
def title_words() -> Mapping[str, str]:
    """Return the kind, LINK or TOPIC, of words that stand in titles (general knowledge).

    >>> title_words()["OF"], title_words()["TRADE"]
    ('LINK', 'TOPIC')
    """
    return MappingProxyType({word: kind for word, kind, _ in rows("title_words")})


@functools.cache
def delegations() -> Mapping[str, str]:
    """Return names of delegations that are no country's name in a TAG, with their source.

    >>> "NATO" in delegations()
    True
    """
    return MappingProxyType(dict(rows("delegations")))


@functools.cache
def months() -> Mapping[str, int]:
    """Return the number of the month of each spelling (observed).

    >>> months()["SEPT"]
    9
    """
    listed = rows("months")
    return MappingProxyType({form: int(n) for _, n, forms, _ in listed for form in split(forms)})


@functools.cache
def document_words() -> Mapping[str, str]:
    """Return the kind of reference that a word stands for (observed).

    >>> document_words()["E-MAIL"]
    'EMAIL'
    """
    return MappingProxyType({word: kind for word, kind, _ in rows("document_words")})


@functools.cache
def meeting_labels() -> Mapping[str, str]:
    """Return what a label states of a meeting: DATE, TIME or PLACE.

    >>> meeting_labels()["VENUE"]
    'PLACE'
    """
    return MappingProxyType({label: part for label, part, _ in rows("meeting_labels")})


@functools.cache
def no_posts() -> Mapping[str, str]:
    """Return words that stand before numbers and are no posts, with their source (observed).

    >>> "PARA" in no_posts()
    True
    """
    return MappingProxyType(dict(rows("no_posts")))


@functools.cache
def offices() -> Mapping[str, str]:
    """Return offices and missions whose symbol stands before a title, with their source.

    >>> "EUR" in offices()
    True
    """
    return MappingProxyType(dict(rows("offices")))


@functools.cache
def missions() -> Mapping[str, str]:
    """Return words that stand before the name of a post, with their source (ACP 117; observed).

    >>> "AMEMBASSY" in missions()
    True
    """
    return MappingProxyType(dict(rows("missions")))
