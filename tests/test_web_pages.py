"""The pages as an application: equal to the command line, in both languages, with whatever stands in an id."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from serving import Pages, pages

from graphgov import words
from graphgov.cli import cli


@pytest.fixture(scope="module")
def site(kunming: Path) -> Iterator[Pages]:
    """The sample, for this machine alone."""
    yield pages(kunming)


def printed(db: Path, command: str, lang: str) -> bytes:
    """What a command prints."""
    words._chosen.clear()
    result = CliRunner(env={"GRAPHGOV_DB": str(db), "GRAPHGOV_LANG": lang}).invoke(cli, command.split())
    assert result.exit_code == 0, result.stderr
    return result.stdout_bytes


SAME = [
    ("/", "coverage"),
    ("/?standard=two_coverages&as-of=2019-06-30", "coverage --standard two_coverages --as-of 2019-06-30"),
    ("/coverage?by=district,category&kind=Unit", "coverage --by district,category --kind Unit"),
    ("/official?by=district", "coverage --official --by district"),
    ("/blind-spots?community=虹山中路社区", "blind-spots --community 虹山中路社区"),
    ("/blind-spots?district=五华区&category=small_micro_enterprise&standard=organization&finding=must_build",
     "blind-spots --district 五华区 --category small_micro_enterprise --standard organization --finding must_build"),
    ("/blind-spots?limit=7", "blind-spots --limit 7"),
    ("/findings?severity=high&finding=must_build", "findings --severity high --name must_build"),
    ("/status", "status"),
]  # fmt: skip


@pytest.mark.parametrize("lang", words.LANGUAGES)
@pytest.mark.parametrize(("target", "command"), SAME)
def test_equal_to_the_command_line(target: str, command: str, lang: str, site: Pages, kunming: Path) -> None:
    """The JSON and the CSV behind a page are what the command prints, sign for sign."""
    sign = "&" if "?" in target else "?"
    asked = site.ask(f"{target}{sign}format=json&lang={lang}")
    assert asked.data == printed(kunming, f"{command} --format json", lang)
    table = site.ask(f"{target}{sign}format=csv&lang={lang}")
    assert table.data == printed(kunming, f"{command} --format csv", lang)
    assert table.headers["Content-Disposition"].startswith("attachment")


def test_the_suffix_asks_for_a_form(site: Pages) -> None:
    """/status.json is /status?format=json."""
    assert site.json("/status.json") == site.json("/status?format=json")


@pytest.mark.parametrize("lang", words.LANGUAGES)
def test_a_subject_is_explained(lang: str, site: Pages, kunming: Path) -> None:
    """By its id, as the command explains it."""
    command = "explain story-P1 --format json"
    assert site.json("/subject/story-P1?format=json&lang=" + lang) == json.loads(printed(kunming, command, lang))


def test_pages_speak_what_is_asked(site: Pages) -> None:
    """The address decides, then the browser."""
    assert '<html lang="zh">' in site.text("/status?lang=zh", Accept_Language="en-GB,en")
    assert '<html lang="zh">' in site.text("/status", Accept_Language="zh-CN,zh;q=0.9")
    assert '<html lang="en">' in site.text("/status", Accept_Language="fr,en;q=0.5,zh;q=0.1")
