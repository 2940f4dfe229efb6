"""A reading as bytes, to be sent between processes and to be kept: compressed JSON, and beside it what must be known without unpacking."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import cache
from typing import Any

import msgspec

from upright.analysis import kinship
from upright.identify import Identity
from upright.readers.reading import Reading
from upright.records import RECORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """A reading, packed. `keys`: what ties it to other documents (`analysis.kinship`). `seconds`: as in the reading."""

    file: str
    sha256: str
    symbol: str | None
    language: str | None
    keys: tuple[str, ...]
    seconds: float
    body: bytes


class _Body(msgspec.Struct):
    """What is compressed: records as pairs of kind and JSON, decoded by their kind."""

    identity: Identity
    text: str
    records: list[tuple[str, msgspec.Raw]]


_encode = msgspec.json.Encoder().encode
_body_decoder = msgspec.json.Decoder(_Body)


@cache
def _decoders() -> dict[str, Any]:
    return {record.NAME: msgspec.json.Decoder(record) for record in RECORDS}


def pack(reading: Reading) -> Packed:
    """The reading as bytes."""
    body = {"identity": reading.identity, "text": reading.text, "records": [(record.NAME, record) for record in reading.records]}
    return Packed(
        file=reading.file,
        sha256=reading.sha256,
        symbol=reading.identity.symbol,
        language=reading.identity.language,
        keys=kinship.keys(reading),
        seconds=reading.seconds,
        body=zlib.compress(_encode(body), 1),
    )


def unpack(packed: Packed) -> Reading:
    """The reading again. ValueError when the bytes are not what `pack` made."""
    try:
        body = _body_decoder.decode(zlib.decompress(packed.body))
        records = tuple(_decoders()[name].decode(record) for name, record in body.records)
    except (zlib.error, msgspec.MsgspecError, KeyError) as error:
        raise ValueError(f"{packed.file}: what was kept of it is damaged") from error
    return Reading(
        file=packed.file, sha256=packed.sha256, identity=body.identity, text=body.text, records=records, seconds=packed.seconds
    )  # fmt: skip
