"""The meaning of sentences, and what of it is remembered."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from upright import encoder


def test_what_was_asked_for_lately_is_not_encoded_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    encoded: list[str] = []
    encode = encoder.vectors

    def counted(texts: Sequence[str]) -> encoder.Vectors:
        encoded.extend(texts)
        return encode(texts)

    monkeypatch.setattr(encoder, "vectors", counted)
    monkeypatch.setattr(encoder, "_memory", {})
    monkeypatch.setattr(encoder, "_MOST", 3)
    texts = ["Mend the roads", "Build schools", "Mend the roads", ""]
    found = encoder.remembered(texts)
    assert encoded == ["Mend the roads", "Build schools", ""]
    assert np.abs(found - encode(texts)).max() < 1e-5
    assert (encoder.remembered(texts) == found).all()
    assert len(encoded) == 3
    encoder.remembered(["Free the press"])
    encoder.remembered(["Build schools", "Free the press"])
    assert encoded[3:] == ["Free the press"]
    encoder.remembered(["Mend the roads"])  # the first of four was forgotten
    assert encoded[4:] == ["Mend the roads"]
    assert encoder.remembered([]).shape == (0, encoder.DIMENSIONS)
