"""How fast requests are linked: many States, and one State with many requests.

The requests are those of the reports at hand; where they do not suffice, the same States come again under other codes. Reading them is not
counted (`UPRIGHT_CACHE` keeps what was read); vectors are, once for each text, apart.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count

import numpy as np

from corpus import reports
from upright import encoder
from upright.cache import Cache
from upright.linking import Request, of_state, requests
from upright.pipeline import read_paths
from upright.readers.reading import Reading

Rows = dict[str, encoder.Vectors]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="10000,20000,40000", help="requests of many States")
    parser.add_argument("--of-one", default="500,1000,2000,4000,8000", help="requests of one State")
    given = parser.parse_args()
    paths, name = reports()
    outcomes = read_paths(paths, cache=Cache())
    found = list(requests(each for each in outcomes if isinstance(each, Reading)))
    print(f"{len(found):,} requests of {len({each.state for each in found})} States, {name}", flush=True)
    rows = meanings(found)
    for size in map(int, given.sizes.split(",")):
        many(list(states(found, size)), rows)
    for size in map(int, given.of_one.split(",")):
        one(found, size, rows)


def meanings(found: Sequence[Request]) -> Rows:
    """The vector of each text."""
    texts = sorted({each.text for each in found})
    begun = time.process_time()
    vectors = encoder.vectors(texts)
    seconds = time.process_time() - begun
    print(f"vectors of {len(texts):,} texts: {seconds:.0f} s, {len(texts) / seconds:,.0f} a second", flush=True)
    return dict(zip(texts, vectors, strict=True))


def states(found: Sequence[Request], size: int) -> Iterator[list[Request]]:
    """The requests of whole States, about as many as `size`."""
    of: dict[str, list[Request]] = defaultdict(list)
    for each in found:
        of[each.state].append(each)
    taken = 0
    for again in count():
        for state, asked in sorted(of.items()):
            if taken >= size:
                return
            taken += len(asked)
            yield [replace(each, state=f"{state}{again or ''}") for each in asked]


def many(asked: Sequence[Sequence[Request]], rows: Rows) -> None:
    """Requests of many States, one State after the other."""
    number = sum(map(len, asked))
    begun = time.process_time()
    made = [of_state(each, np.stack([rows[request.text] for request in each])) for each in asked]
    seconds = time.process_time() - begun
    links, dossiers = sum(len(each.links) for each in made), sum(len(each.dossiers) for each in made)
    figures = f"{seconds:6.1f} s, {1000 * seconds / number:.2f} ms each; {links:,} links, {dossiers:,} dossiers"
    print(f"{number:7,} requests of {len(asked):3} States: {figures}", flush=True)


def one(found: Sequence[Request], size: int, rows: Rows) -> None:
    """Requests of different words, as if all were of one State."""
    different = list({each.text: each for each in found}.values())[:size]
    asked = [replace(each, state="XXA", ref=replace(each.ref, sha256=str(at))) for at, each in enumerate(different)]
    begun = time.process_time()
    made = of_state(asked, np.stack([rows[each.text] for each in asked]))
    seconds = time.process_time() - begun
    figures = f"{seconds:6.1f} s, {1000 * seconds / len(asked):.2f} ms each; {len(made.links):,} links, {len(made.dossiers):,} dossiers"
    print(f"{len(asked):7,} requests of   1 State:  {figures}", flush=True)


if __name__ == "__main__":
    main()
