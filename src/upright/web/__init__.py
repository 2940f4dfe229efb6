"""The site: what the archive holds, to be read, searched and taken away."""
