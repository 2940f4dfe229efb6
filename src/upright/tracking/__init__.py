"""Who does what by when, what was achieved, who says so: the desk of a State, and those who watch it."""
