"""What stands beside the columns of a table and is about its rows: sections, names of sheets, headings."""

from __future__ import annotations

import re

from graphgov.ledger.forms import forms
from graphgov.ledger.values import text

_DECLARED = re.compile(r"[((]?(共|合计)?\d+[家个户所名人][))]?$")
_ORDINAL = re.compile(r"^[((]?[一二三四五六七八九十\d]+[))]?[、.．]")
_TERRITORY = re.compile(r"[\u4e00-\u9fff]{1,16}?(?:社区居民委员会|社区居委会|社区|居委会|村委会|村民委员会)")


def bare_section(section: str) -> str:
    """The text of a section without the number that it declares and the one that it counts with."""
    said = text(section).value or ""
    said = _ORDINAL.sub("", said).strip()
    return _DECLARED.sub("", said.replace("（", "(").replace("）", ")")).strip(" :：")


def names_community(name: str) -> bool:
    """Whether a text is the name of a community or a village."""
    return bool(re.search(r"(社区|居委会|居民委员会|村委会|村民委员会|村)$", name.strip())) and len(name) <= 30


def may_be_community(name: str) -> bool:
    """Whether a sheet's name is short and Chinese, and no word for a table: 虹山中路, but not 汇总 nor Sheet1."""
    said = name.strip()
    return bool(re.fullmatch(r"[\u4e00-\u9fff]{2,12}", said)) and not re.search(f"({'|'.join(forms('sheet'))})$", said)


def community_in(heading: str) -> str:
    """The one community that a heading names; empty when it names none, or several."""
    found = {re.sub(r"^.*(街道|镇|乡|区|县|市)(?=.)", "", each) for each in _TERRITORY.findall(heading)}
    named = {each for each in found if each not in ("社区", "各社区", "辖区社区") and len(each) > 2}
    return named.pop() if len(named) == 1 else ""
