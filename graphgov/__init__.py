"""graphgov: a graph database of organizational linkages that finds where no party organization reaches."""

__version__ = "0.1.0"
