"""Documents that are made out of the data: OHCHR's matrix of recommendations, filled (`matrix`, `from_archive`, `read_back`)."""
