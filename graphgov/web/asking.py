"""What an address asks: the page, its day, standard, language and form, and the page's own filters."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from graphgov import words
from graphgov.answers.questions import day_of
from graphgov.errors import BadOption, nearest

COMMON = ("as-of", "standard", "lang", "format")
"""What every page can be asked; the first three are handed on from page to page."""

CARRIED = COMMON[:3]


@dataclass(frozen=True)
class Asked:
    """What a page is asked.  `given`: everything as it stood in the address; `day` and `standard` None: the default."""

    page: str
    id: str | None
    lang: str
    form: str = "html"
    day: date | None = None
    standard: str | None = None
    given: Mapping[str, str] = field(default_factory=dict)

    def get(self, name: str) -> str | None:
        """A filter of the page; None when it is not asked, or asked with nothing."""
        return self.given.get(name) or None

    def count(self, name: str, default: int | None) -> int | None:
        """A whole number of at least 0; raises BadOption when it is none."""
        text = self.get(name)
        if text is None:
            return default
        if not (text.isascii() and text.isdigit() and len(text) < 10):
            raise BadOption("bad_count", option=name, value=text)
        return int(text)

    def one_of(self, name: str, among: Sequence[str], default: str) -> str:
        """One of some words; raises BadOption with the nearest when it is none of them."""
        text = self.get(name) or default
        if text not in among:
            raise BadOption("bad_choice", option=name, value=text, near=nearest(text, among), known=", ".join(among))
        return text

    @property
    def key(self) -> tuple[object, ...]:
        """What tells this question from every other; the language too, because figures hold names."""
        asked = sorted((name, text) for name, text in self.given.items() if text and name not in ("format", "id"))
        return self.page, self.id, self.standard, self.lang, tuple(asked)

    @property
    def carried(self) -> dict[str, str]:
        """What links to other pages keep."""
        return {name: self.given[name] for name in CARRIED if self.given.get(name)}


def form_of(page: str, given: Mapping[str, Sequence[str]]) -> tuple[str, str]:
    """The page and the form of its answer: by ``format=``, else by the suffix of the page, else html."""
    name, dot, suffix = page.rpartition(".")
    if not dot:
        name, suffix = page, "html"
    asked = given.get("format", ())
    return name, asked[0] if asked and asked[0] else suffix


def asked(page: str, id: str | None, given: Mapping[str, Sequence[str]], lang: str, filters: Collection[str]) -> Asked:
    """What an address asks of a page that knows these filters; one with a dot at its end: all that begin so.

    Raises BadOption for a parameter that the page does not know (never a wider question) or that stands there twice,
    and BadInput for a day that is none.
    """
    name, form = form_of(page, given)
    known = (*COMMON, *filters)
    for key, values in given.items():
        if key not in known and not any(key.startswith(name) for name in known if name.endswith(".")):
            raise BadOption("no_parameter", word=key, near=nearest(key, known), known=", ".join(known))
        if len(values) > 1:
            raise BadOption("parameter_twice", word=key)
    once = {key: values[0].strip() for key, values in given.items()}
    day, spoken = once.get("as-of"), once.get("lang")
    if spoken and spoken not in words.LANGUAGES:
        near, listed = nearest(spoken, words.LANGUAGES), ", ".join(words.LANGUAGES)
        raise BadOption("bad_choice", option="lang", value=spoken, near=near, known=listed)
    standard = once.get("standard") or None
    return Asked(name, id or once.get("id"), lang, form, day_of(day) if day else None, standard, once)


def language(given: Mapping[str, Sequence[str]], accepted: Sequence[str], spoken: str | None) -> str:
    """The language of an answer: the one asked for, else the server's, else the first that the browser accepts."""
    wanted = [*given.get("lang", ())[:1], spoken or "", *(name.lower()[:2] for name in accepted)]
    return next((lang for lang in wanted if lang in words.LANGUAGES), words.language())
