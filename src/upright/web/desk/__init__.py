"""The desk of a State on the site: one module for each group of pages, each with its own addresses."""
