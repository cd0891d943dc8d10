"""What is wrong with a policy file is told all at once, with line, entry, key and the nearest right word."""

from __future__ import annotations

import re
from pathlib import Path as File
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from policy_cases import OTHERS, QUERIES, SMALL, Case
from test_policy import TEXT, changed

from graphgov import words
from graphgov.errors import BadInput, BadPolicy, Problem
from graphgov.policy import read_policy


def faults(file: File) -> list[Problem]:
    """What is told of a file; every text of it is complete in both languages."""
    with pytest.raises(BadPolicy) as fault:
        read_policy(file)
    for problem in fault.value.problems:
        for lang in words.LANGUAGES:
            assert problem.text(lang).startswith(f"{file.name}:{problem.row}" if problem.row else file.name)
            assert problem.key not in problem.text(lang), "the catalogue has no such message"
    return list(fault.value.problems)


def test_the_small_policy_is_sound(tmp_path: File) -> None:
    """The policy that the cases change has no fault itself."""
    policy = read_policy(changed(tmp_path, text=SMALL))
    assert policy.rule("roof").note.endswith("rung = 4")


@pytest.mark.parametrize("case", [*QUERIES, *OTHERS], ids=lambda case: f"{case.column} {case.key}")
def test_every_fault_is_told_with_its_place(case: Case, tmp_path: File) -> None:
    """A single change gives its fault: file, line, entry and key, column inside the text, nearest right word."""
    file = changed(tmp_path, (case.old, case.new), text=SMALL)
    told = {problem.column: problem for problem in faults(file)}
    problem = told[case.column]
    text = file.read_text(encoding="utf-8")
    at = case.at or case.new
    assert text.count(at) == 1
    assert (problem.file, problem.key) == (file.name, case.key)
    assert problem.row == text[: text.index(at)].count("\n") + 1
    fields = dict(problem.fields)
    assert fields.get("near", "") == case.near
    if case.near:
        assert f"did you mean {case.near}?" in problem.text("en")
    if case.word:
        place = len(problem.value) if case.word == "$" else problem.value.rindex(case.word)
        assert fields["column"] == str(place + 1)


def test_every_message_of_the_policy_is_told_by_some_case() -> None:
    """No message stands in the catalogue that no case above brings up (but that of a text that is not TOML)."""
    told = {case.key for case in (*QUERIES, *OTHERS)}
    kept = {key for key in words.catalogue()["problem"] if key.startswith("policy_")} - {"policy_toml"}
    assert kept <= told
    assert {key for key in words.catalogue()["error"] if key.startswith("query_")} <= told


def test_all_faults_are_told_at_once(tmp_path: File) -> None:
    """Faults of many entries, and several of one, come together, in the order of the file; none hides another."""
    file = changed(
        tmp_path,
        ('gives = "organization"\nform = "S3"', 'gives = "organisation"\nfrom = "S3"'),
        ("{mode: 'single'}", "{mode: 'singel'}"),
        ("(x:Place {has_instructor", "(x:Plaze {has_instructor"),
        ("rungs = [1, 2, 3]", "rungs = [1, 2, 9]"),
        ('name = "active"', 'name = "activ"'),
        ('lacks = ["own", "any"]', 'lacks = ["own", "ani", "roofs"]'),
        text=SMALL,
    )
    assert [(problem.column, problem.key) for problem in faults(file)] == [
        ("default_denominator.Unit", "policy_unknown"),
        ("rule own.gives", "bad_value"),
        ("rule own.from", "policy_key"),
        ("rule own.path", "query_value"),
        ("rule stated.path[2]", "query_node_kind"),
        ("standard any.rungs", "policy_unknown"),
        ("rate share.denominator", "policy_unknown"),
        ("finding must_build.lacks[2]", "policy_unknown"),
        ("finding must_build.lacks[3]", "policy_unknown"),
    ]
    with pytest.raises(BadPolicy) as fault:
        read_policy(file)
    assert fault.value.exit_code == 2
    assert str(fault.value).count("\n") == 9
    assert "own.toml:8 rule own.gives 'organisation': must be one of" in fault.value.text("en")


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ('rung = 1\n', "rung = \n", 7),
        ('name = "own"\n', 'name = "own\n', 6),
        ("rung = 1\n", "rung = 1\nrung = 1\n", 8),
        ("rung = 1\n", f"rung = {'9' * 5000}\n", 0),
        ("rung = 1\n", f"rung = {'[' * 5000}\n", 0),
        ('claim = true\nsource = "claimed source"\n', 'note = """', 0),
    ],
    ids=["no value", "open text", "key twice", "thousands of digits", "deep nesting", "open long text"],
)
def test_what_is_not_toml_is_told_with_its_line(old: str, new: str, line: int, tmp_path: File) -> None:
    """A text that is not TOML gives one fault with its line, the last one where only the whole can be at fault."""
    file = changed(tmp_path, (old, new), text=SMALL)
    (problem,) = faults(file)
    last = file.read_text(encoding="utf-8").count("\n") + 1
    assert (problem.key, problem.row) == ("policy_toml", line or last)


def test_a_file_that_cannot_be_read(tmp_path: File) -> None:
    """No file, a folder, and a file in another encoding give one sentence each."""
    with pytest.raises(BadInput) as missing:
        read_policy(tmp_path / "none.toml")
    assert (missing.value.key, missing.value.exit_code) == ("no_such_path", 2)
    assert [problem.key for problem in faults(tmp_path)] == ["unreadable"]
    gbk = tmp_path / "gbk.toml"
    gbk.write_bytes("# 规则\n\n# 党".encode("gbk"))
    assert [(problem.key, problem.row) for problem in faults(gbk)] == [("not_utf8", 1)]


@pytest.mark.parametrize("key", ["'gives'", '"gives"', " gives "])
def test_lines_are_found_in_unusual_forms(key: str, tmp_path: File) -> None:
    """Quoted keys and headers, tabs and blanks do not hide the line of a fault."""
    file = changed(
        tmp_path,
        ('[[rule]]\nname = "tied"', '\t[[ "rule" ]]  # four\nname = "tied"'), ('gives = "linkage"', f'{key} = "links"'),
        text=SMALL,
    )
    (problem,) = faults(file)
    line = SMALL[: SMALL.index('gives = "linkage"')].count("\n") + 1
    assert (problem.column, problem.row) == ("rule tied.gives", line)


def test_a_dotted_header_is_found(tmp_path: File) -> None:
    """A table with a dot in its name is told with the line of its header."""
    (problem,) = faults(changed(tmp_path, ("[[view]]", "[[vi.ew]]"), text=SMALL))
    line = SMALL[: SMALL.index("[[view]]")].count("\n") + 1
    assert (problem.column, problem.key, problem.row) == ("vi", "policy_table", line)


def test_entries_in_one_line_are_told_with_that_line(tmp_path: File) -> None:
    """A table written as a list in one line is read as well, and its faults have its line."""
    text = SMALL.replace("[[view]]\n", "[[gap]]\n")
    text = text.replace("# A policy with one entry of every sort. [[rule]]", 'extra = 1\nview = [{ name = "v" }]')
    told = {problem.column: problem.row for problem in faults(changed(tmp_path, text=text))}
    assert told["extra"] == 4
    assert told["view v.source"] == told["view v.path"] == 5


def corrupted(random: Random, text: str) -> str:
    """A text with one to three characters or lines taken out, put in, doubled or exchanged."""
    for _ in range(random.randint(1, 3)):
        lines = text.split("\n")
        at, line, other = random.randrange(len(text)), random.randrange(len(lines)), random.randrange(len(lines))
        match random.randrange(6):
            case 0:
                text = text[:at] + text[at + random.randint(1, 3) :]
            case 1:
                mark = random.choice("'\"[](){}:=-<>*.,|#$\\ \n0aZ甲\x00\ufeff")
                text = text[:at] + mark + text[at + random.randint(0, 1) :]
            case 2:
                text = "\n".join(lines[:line] + lines[line + 1 :])
            case 3:
                text = "\n".join([*lines[:line], lines[other], *lines[line:]])
            case 4:
                lines[line], lines[other] = lines[other], lines[line]
                text = "\n".join(lines)
            case 5:
                names = re.findall(r"\w+", lines[line])
                if names:
                    text = text.replace(random.choice(names), random.choice(names)[::-1], 1)
    return text


def test_corruption_is_read_or_refused(tmp_path: File, long: bool) -> None:
    """However the shipped policy is corrupted, it reads or raises BadPolicy with lines of the file: nothing else."""
    file = tmp_path / "corrupted.toml"
    outcomes = set()

    @settings(max_examples=2000 if long else 150, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(st.randoms(use_true_random=False))
    def check(random: Random) -> None:
        text = corrupted(random, TEXT)
        file.write_bytes(text.encode())
        try:
            read_policy(file)
            outcomes.add("")
        except BadPolicy as fault:
            assert fault.problems
            for problem in fault.problems:
                assert 0 <= problem.row <= text.count("\n") + 1
                assert all(problem.text(lang) for lang in words.LANGUAGES)
                outcomes.add(problem.key)

    check()
    assert "" in outcomes and "policy_toml" in outcomes and any(key.startswith("query_") for key in outcomes)


def test_a_fault_brings_no_others(tmp_path: File) -> None:
    """What refers to an entry that is at fault is not told as a fault of its own."""
    changes = [
        ("rung = 3\n", 'rung = "3"\n'),
        ("<-[:MANAGES]-", "-[:MANAGES]->"),
        ("rungs = [1, 2, 3]", "rungs = 3"),
        ("(u:Unit)\"\nsource = \"active", "(u:Unitt)\"\nsource = \"active"),
    ]
    assert [problem.column for problem in faults(changed(tmp_path, *changes, text=SMALL))] == [
        "rule tied.rung", "presence managed.path", "standard any.rungs", "denominator active.path",
    ]
