"""Names as one short text: what several of them share stands in the file once.

Names of one city repeat each other (昆明…有限公司, …社区居民委员会), and in UTF-8 every Chinese sign takes three bytes.
Written by pieces that were met before, they take a quarter of that, and a browser puts them together in no time.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

import numpy as np

from graphgov.report.packed import Packed, packed

END = "\0"
"""What stands after every text: no text that is stored has it (imports refuse it)."""


class Pieces(TypedDict):
    """Numbers of pieces: the first are the `signs`, then each is the piece before it and one sign more."""

    signs: str
    codes: Packed


def in_pieces(texts: Sequence[str]) -> Pieces:
    """Texts in their order, by the longest pieces that are known so far (Welch 1984).

    Each number that is written makes a new piece: what it stood for, and the sign that follows.
    """
    whole = "".join(text + END for text in texts)
    signs = sorted(set(whole))
    known = {sign: code for code, sign in enumerate(signs)}
    codes = []
    piece = ""
    for sign in whole:
        longer = piece + sign
        if longer in known:
            piece = longer
        else:
            codes.append(known[piece])
            known[longer] = len(known)
            piece = sign
    codes += [known[piece]] if piece else []
    return {"signs": "".join(signs), "codes": packed(np.array(codes, np.int64))}
