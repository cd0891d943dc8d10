"""`graphgov serve`: the pages live, over a store that others go on writing.

Nothing is written over HTTP.  A request sees one whole state of the store; the database file is held only while it is
copied.
"""
