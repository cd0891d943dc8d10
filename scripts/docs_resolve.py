"""docs/ledgers.md, the same or not: what graphgov prints of two lists that call one unit differently, word for word."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory

from docs_demo import run
from docs_text import fenced

HEAD = "单位名称,单位类型,所属社区,从业人数"
LISTS = {
    "民政局.csv": f"{HEAD}\n昆明云岭示例商贸有限公司,非公企业,虹山社区,12\n翠湖示例饭店,非公企业,虹山社区,5\n",
    "市场监管局.csv": f"{HEAD}\n云岭示例商贸公司,非公企业,虹山社区,\n翠湖西示例饭店,非公企业,虹山社区,9\n",
}


@cache
def _printed() -> tuple[str, ...]:
    """The pairs; what came of the list that was filled in."""
    with TemporaryDirectory() as place:
        folder, said = Path(place), ("--db", str(Path(place, "graphgov.duckdb")), "--lang", "en")
        for name, content in LISTS.items():
            (folder / name).write_text(content, encoding="utf-8")
            run("import", str(folder / name), "--stated-on", "2020-06-30", "--yes", *said)
        pairs = run("resolve", *said)
        filled = folder / "pairs.csv"
        run("resolve", "--output", str(filled), *said)
        text = filled.read_text(encoding="utf-8-sig").replace(",,1,", ",same,1,", 1).replace(",,1,", ",different,1,")
        filled.write_text(text, encoding="utf-8")
        judged = run("resolve", str(filled), "--authority", "五华区社工部", "--reason", "电话核实", *said)
        return pairs, judged


def _shown(part: int) -> str:
    return fenced("\n".join(line.rstrip() for line in _printed()[part].strip().splitlines()))


BLOCKS: Mapping[str, Callable[[], str]] = {
    f"resolve-{name}": partial(_shown, part) for part, name in enumerate(("pairs", "judged"))
}
