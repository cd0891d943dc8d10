"""Why a node is in the state that it is in, and who said so: everything about one node as a value."""

from graphgov.explain.asking import NAMES, counted_nodes, explain, file_names, in_words, place_of, steps
from graphgov.explain.model import Explanation, Finding, Measured, Place, Proof, Value

__all__ = [
    "NAMES",
    "Explanation",
    "Finding",
    "Measured",
    "Place",
    "Proof",
    "Value",
    "counted_nodes",
    "explain",
    "file_names",
    "in_words",
    "place_of",
    "steps",
]
