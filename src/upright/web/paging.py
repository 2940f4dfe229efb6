"""One page of a long list."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

SIZE = 50
_DEEPEST = 20_000  # pages: further on nobody reads, and an index would have to count through all that is before


@dataclass(frozen=True, slots=True)
class Page:
    """`number` from 1 to `last`; `offset` of its first row."""

    number: int
    total: int
    size: int = SIZE

    @property
    def last(self) -> int:
        return min(_DEEPEST, max(1, -(-self.total // self.size)))

    @property
    def is_beyond(self) -> bool:
        """Is it a page that there is not?"""
        return self.number > self.last

    @property
    def offset(self) -> int:
        return (self.number - 1) * self.size

    @property
    def before(self) -> int:
        return self.number - 1

    @property
    def after(self) -> int:
        return self.number + 1


def asked(request: HttpRequest) -> int:
    """The page that is asked for: 1 where that is no number of a page."""
    text = request.GET.get("page", "1")
    return min(_DEEPEST, max(1, int(text))) if text.isascii() and text.isdigit() and len(text) < 8 else 1
