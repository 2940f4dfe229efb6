"""The archive: documents and their records in tables, with where each value comes from."""
