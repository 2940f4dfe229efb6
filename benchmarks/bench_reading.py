"""Speed and memory of reading, for `make bench`. Every figure that compares does so with what ran in the same minutes on the same machine.

    python benchmarks/bench_reading.py [--files N] [--rounds N]

pages per CPU second, upright against bare text extraction (pypdfium2, all pages of the same files), interleaved, median of the rounds;
peak memory of the process that reads; time for 25, 50, 100 and 200 files; two workers against one, interleaved, median of the rounds.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from corpus import reports
from upright.pipeline import read_paths


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    files, name = reports()
    files = files[: options.files]
    if not files:
        print("no files to read", file=sys.stderr)
        return 1
    print(f"{len(files)} files: {name}")
    sample = files[:: max(1, len(files) // 40)]
    _against_bare(sample, options.rounds)
    _growth(files)
    _workers(files, options.rounds)
    return 0


def _against_bare(files: Sequence[Path], rounds: int) -> None:
    """Each in a process of its own, so that what one leaves in memory is not the other's."""
    bare, whole = [], []
    for _ in range(rounds):
        bare.append(_alone(_bare, files))
        whole.append(_alone(_upright, files))
    pages = bare[0][1]
    bare_seconds, whole_seconds = (statistics.median(seconds for seconds, _, _ in times) for times in (bare, whole))
    print(f"bare extraction   {pages / bare_seconds:7.0f} pages per CPU second ({pages} pages, median of {rounds})")
    print(f"upright           {pages / whole_seconds:7.0f} pages per CPU second")
    print(f"ratio             {whole_seconds / bare_seconds:7.2f} times the CPU time of bare extraction")
    peaks = [max(peak for _, _, peak in times) for times in (bare, whole)]
    print(f"peak memory       {peaks[1]:7.0f} MB in the process that reads ({peaks[0]:.0f} MB bare)")


def _bare(files: Sequence[Path]) -> int:
    import pypdfium2  # noqa: PLC0415

    pages = 0
    for file in files:
        document = pypdfium2.PdfDocument(file)
        for number in range(len(document)):
            page = document[number]
            textpage = page.get_textpage()
            textpage.get_text_range()
            textpage.close()
            page.close()
        pages += len(document)
        document.close()
    return pages


def _upright(files: Sequence[Path]) -> int:
    from upright.pipeline import read_file  # noqa: PLC0415

    for file in files:
        read_file(file)
    return 0


def _alone(work: Callable[[Sequence[Path]], int], files: Sequence[Path]) -> tuple[float, int, float]:
    """CPU seconds (imports left out), what `work` returns, and peak megabytes, of `work` in a new process."""
    context = multiprocessing.get_context("spawn")
    mine, theirs = context.Pipe()
    process = context.Process(target=_measure, args=(theirs, work, files))
    process.start()
    result: tuple[float, int, float] = mine.recv()
    process.join()
    return result


def _measure(
    pipe: multiprocessing.connection.Connection[object, object], work: Callable[[Sequence[Path]], int], files: Sequence[Path]
) -> None:
    work(files[:1])  # imports, and tables that are made once
    begun = time.process_time()
    result = work(files)
    pipe.send((time.process_time() - begun, result, _peak()))


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "linux" else 1 << 20)


def _run(files: Sequence[Path], workers: int) -> float:
    begun = time.perf_counter()
    for _ in read_paths(files, workers=workers):
        pass
    return time.perf_counter() - begun


def _growth(files: Sequence[Path]) -> None:
    """Every n-th file, so that the sets are alike: the figure per file should stay."""
    for count in (25, 50, 100, 200):
        if count <= len(files):
            seconds = _run(files[:: len(files) // count][:count], 1)
            print(f"{count:4} files        {seconds:7.2f} s, {1000 * seconds / count:.0f} ms a file (one worker)")
    print(f"parent's memory   {_peak():7.0f} MB at most")


def _workers(files: Sequence[Path], rounds: int) -> None:
    times: dict[int, list[float]] = {1: [], 2: []}
    for _ in range(rounds):
        for workers, seconds in times.items():
            seconds.append(_run(files, workers))
    one, two = (statistics.median(seconds) for seconds in times.values())
    ratios = sorted(first / second for first, second in zip(times[1], times[2], strict=True))
    print(f"one worker        {one:7.2f} s (median of {rounds})")
    print(f"two workers       {two:7.2f} s: {statistics.median(ratios):.2f} times as fast (from {ratios[0]:.2f} to {ratios[-1]:.2f})")


if __name__ == "__main__":
    sys.exit(main())
