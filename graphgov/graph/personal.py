"""What is near to being about a person: the members of an individual business, who are one or two people."""

from __future__ import annotations

import numpy as np

from graphgov.graph.columns import Mask
from graphgov.graph.model import Snapshot

PERSONAL = ("members", "full_members", "members_elsewhere")
"""Properties of `personal` units that are shown in roll-ups only, never one by one."""


def personal(snapshot: Snapshot) -> Mask:
    """Which units (mask over the units) are individual businesses."""
    types = snapshot.column("Unit", "type").coded()
    mask: Mask = np.equal(types.values, types.code("individual_business"))
    return mask


def is_personal(snapshot: Snapshot, node: int) -> bool:
    """Whether one node is an individual business."""
    return snapshot.graph.kind_of(node) == "Unit" and snapshot.value(node, "type") == "individual_business"
