"""The graph as files, one format a module."""

from graphgov.export.own_tables import export_tables

__all__ = ["export_tables"]
