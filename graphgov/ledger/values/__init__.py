"""The values of cells, one function a type.

Each returns what it read and what it doubts (`Read`), and guesses nothing: what can be read in two ways has no value.
A blank cell has neither value nor doubt.
"""

from graphgov.ledger.values.codes import uscc
from graphgov.ledger.values.dates import Period, after, day, last_day, period
from graphgov.ledger.values.numbers import count, number
from graphgov.ledger.values.texts import Read, is_blank, plain, several, text, yes_no

__all__ = [
    "Period",
    "Read",
    "after",
    "count",
    "day",
    "is_blank",
    "last_day",
    "number",
    "period",
    "plain",
    "several",
    "text",
    "uscc",
    "yes_no",
]
