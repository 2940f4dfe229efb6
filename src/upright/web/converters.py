"""Parts of addresses that have a shape of their own."""

from __future__ import annotations


class SymbolConverter:
    """A document's symbol, as it is written: A/HRC/28/10/Add.1, CCPR/C/SR.3272, E/C.12/KAZ/CO/1, A/72/16 (Supp.)."""

    regex = r"[A-Za-z]{1,8}/[^?#]+"  # whatever stands behind the body: what is no symbol is not found

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class EndingConverter:
    """The ending of an address that gives the data of a page."""

    regex = "csv|xlsx|json"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class StateConverter:
    """The code of a State, or what somebody types for one."""

    regex = r"[^/]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
