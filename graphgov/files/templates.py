"""Pages made from templates: Jinja2, with everything escaped and nothing forgotten.

A template is rendered in one language.  It has the catalogue at hand (`word`, `say`, `value_word`, `has_word`), a few
filters for figures and names, and what its package lends it.  A name that nobody gave is an error, never a blank.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from graphgov import words
from graphgov.files.writers import plain, shortened

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

LONGEST = 80
"""Names are shown up to so many columns; the whole name stands in the title where it was cut."""


@dataclass(frozen=True)
class Templates:
    """The templates in the folder `templates` of a package, and what the package lends them: functions, constants.

    `others`: packages whose templates they may use as well; where two are called the same, the package's own is meant.
    """

    package: str
    lent: Mapping[str, object] = field(default_factory=dict, hash=False)
    others: tuple[str, ...] = ()

    def render(self, name: str, lang: str, /, **values: object) -> Markup:
        """A template in a language, as a text that other templates take in unescaped."""
        from markupsafe import Markup

        with words.speaking(lang):
            return Markup(self.environment.get_template(name).render(lang=lang, **values))

    @cached_property
    def environment(self) -> Environment:
        """Where the templates are found, with what they may call."""
        from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

        loader = ChoiceLoader([PackageLoader(name) for name in (self.package, *self.others)])
        environment = Environment(
            loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True,
            lstrip_blocks=True, keep_trailing_newline=True,
        )  # fmt: skip
        environment.globals |= {
            "word": words.word, "has_word": words.has, "say": words.say, "value_word": words.value_word,
            **self.lent,
        }  # fmt: skip
        environment.filters |= {"number": number, "signed": signed, "short": short}
        return environment


def as_it_is(text: str) -> Markup:
    """A text that a template takes in unescaped: only ever our own, never a name or anything else from data."""
    from markupsafe import Markup

    return Markup(text)


def number(value: float) -> str:
    """A count for people: 1234567 is 1,234,567."""
    return f"{value:,}"


def signed(value: float) -> str:
    """A change for people: +12, -3, 0; with a true minus sign."""
    return f"{value:+,}".replace("-", "−") if value else "0"


def short(text: Any, most: int = LONGEST) -> str:
    """A name on one line that steers nothing and is no longer than so many columns."""
    return shortened(plain(str(text)), most)
