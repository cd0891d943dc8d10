"""The graph and its answers as files, one format a module; `graphgov.export.model` says what a format is."""
