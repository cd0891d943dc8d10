"""Workbooks that a person would mail on: notes, blind spots, coverage, the official form, findings, ties.

One for everything asked for, or one for every street, to be sent down to each.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from graphgov.export.model import Export, Format, Written

if TYPE_CHECKING:
    from graphgov.export.sheets import Part
    from graphgov.files.workbook import Page


def _write(export: Export, path: Path) -> Written:
    from graphgov.files.whole import whole_folder

    if export.selection.split_by is None:
        return _write_one(export, _part(export), path)
    parts = dict(_parts(export))
    with whole_folder(path) as draft:
        for done, (name, part) in enumerate(parts.items(), start=1):
            _write_one(export, part, draft / f"{name}.xlsx")
            export.progress("write", done, len(parts))
    return {"workbooks": len(parts)}


def _write_one(export: Export, part: Part, path: Path) -> Written:
    from graphgov.export.sheets import notes_page
    from graphgov.files.workbook import write_workbook

    pages = [notes_page(part, export.store, export.marking), *_pages(export, part)]
    write_workbook(path, pages, part.title, export.marking)
    return {page.name: len(page.sheet.rows) for page in pages[1:]}


def _pages(export: Export, part: Part) -> Iterator[Page]:
    from graphgov.export import sheets

    what = export.what
    if what in ("workbook", "blind-spots"):
        yield sheets.blind_page(part)
    if what in ("workbook", "coverage"):
        yield from sheets.coverage_pages(part)
        yield sheets.form_page(part)
    if what in ("workbook", "findings"):
        yield sheets.findings_page(part)
    if what == "network":
        elements = export.elements if export.selection.split_by is None else export.part_of(part.nodes)
        yield sheets.page("ties", sheets.network_sheet(elements))
    if what == "workbook":
        yield sheets.ties_page(part)


def _part(export: Export) -> Part:
    from graphgov.answers.choosing import named
    from graphgov.export.sheets import Part
    from graphgov.findings import findings

    coverage = export.coverage
    areas = named(coverage, export.selection.where).values()
    found = findings(coverage) if export.what in ("workbook", "findings") else ()
    name = " ".join(coverage.snapshot.graph.label(node) for node in areas)
    return Part(coverage, export.standard_name, export.nodes, name, found)


def _parts(export: Export) -> Iterator[tuple[str, Part]]:
    """The part of every street with subjects, and what belongs to none, by names that files can have."""
    from dataclasses import replace

    import numpy as np

    from graphgov import words
    from graphgov.coverage import NOWHERE, SUBJECTS
    from graphgov.files.whole import file_name

    whole, coverage = _part(export), export.coverage
    graph, streets = coverage.snapshot.graph, coverage.territory.street
    subjects = np.zeros(graph.size, bool)
    for kind in SUBJECTS:
        subjects[coverage.snapshot.slice_of(kind)] = True
    subjects &= coverage.snapshot.alive
    if whole.nodes is not None:
        subjects &= whole.nodes
    taken: set[str] = set()
    for street in np.unique(streets[subjects]).tolist():
        inside = streets == street
        label = words.word("message", "group_no_street") if street == NOWHERE else graph.label(street)
        name = file_name(label)
        if name.lower() in taken:
            name = file_name(f"{graph.ids.at(street)} {label}")
        taken.add(name.lower())
        yield name, replace(whole, nodes=inside if whole.nodes is None else inside & whole.nodes, name=label)


FORMAT = Format("xlsx", ("workbook", "blind-spots", "coverage", "findings", "network"), _write, splits=True)
