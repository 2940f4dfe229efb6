"""What can go wrong, on one page.

`UnreadableFile` and `UnknownDocument` are raised, and end as one line on stderr and exit code 1; the other files of a run are still read.
A passage that a reader could not read is not an exception: it is an `Unread` record, part of the result. Everything else is a bug.
"""


class UprightError(Exception):
    """Any failure that a user can do something about; `str(error)` is one clear sentence."""


class UnreadableFile(UprightError):
    """The file gives no text: scanned, encrypted, truncated, empty, too large, or of another type than its name says."""


class UnknownDocument(UprightError):
    """The text was read, but it is not a kind of document that upright knows."""


class NotFound(UprightError):
    """What was asked for (a symbol, a paragraph, a file) is not there."""


class FetchError(UprightError):
    """The documents site did not give the document."""
