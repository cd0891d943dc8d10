"""CSV for people with spreadsheets: a list of blind spots, rates or findings, or the ties of the network."""

from __future__ import annotations

from pathlib import Path

from graphgov.export.model import Export, Format, Written


def _write(export: Export, path: Path) -> Written:
    from graphgov.export import ties
    from graphgov.files.whole import whole_file
    from graphgov.files.writers import csv_parts

    if export.what == "network":
        parts = csv_parts(ties.columns(), ties.rows(export.elements), export.marking)
        written = {"edges": export.elements.edge_count}
    else:
        sheet = export.answer.data or export.answer.sheets[0]
        parts, written = csv_parts(sheet.columns, sheet.rows, export.marking), {"rows": len(sheet.rows)}
    with whole_file(path) as draft, draft.open("wb") as file:
        file.writelines(parts)
    return written


FORMAT = Format("csv", ("blind-spots", "coverage", "findings", "network"), _write)
