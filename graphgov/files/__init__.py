"""Files in and out: readers and writers of tables that know nothing of the graph."""
