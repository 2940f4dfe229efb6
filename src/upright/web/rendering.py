"""Pages of PDF files as pictures, drawn in a process of its own: pdfium is not thread-safe, and a hostile file may kill it.

Nothing is kept: a picture is drawn when it is asked for, and the browser keeps it.
"""

from __future__ import annotations

import contextlib
import io
import multiprocessing
import signal
import threading
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

_SECONDS = 20.0
_MEMORY = 1 << 30
_WIDTH = 1_000  # pixels
_lock = threading.Lock()
_pool: ProcessPoolExecutor | None = None


class NotDrawn(Exception):
    """The page cannot be drawn; the message says why."""


def page_png(path: Path, page: int) -> bytes:
    """A page of a PDF file, counted from 1, as PNG. NotDrawn where there is no such page, or the file cannot be drawn."""
    with _lock:  # one page at a time: others wait their turn
        drawing = _executor().submit(_draw, str(path), page)
        return _result(drawing)


def _result(drawing: Future[bytes]) -> bytes:
    try:
        return drawing.result(timeout=_SECONDS)
    except (TookTooLong, BrokenProcessPool) as error:
        stop()
        raise NotDrawn("This page cannot be drawn; the text beside it is all that is known of it.") from error
    except (ValueError, MemoryError) as error:
        raise NotDrawn(str(error) or "This page needs more memory than one page may take.") from error


def _executor() -> ProcessPoolExecutor:
    global _pool  # noqa: PLW0603  # one process for the whole server
    if _pool is None:
        _pool = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), initializer=_bounded)
    return _pool


def stop() -> None:
    """End the process, also one that hangs; the next picture starts another."""
    global _pool  # noqa: PLW0603
    if _pool is not None:
        for process in list(getattr(_pool, "_processes", None) or {}):
            with contextlib.suppress(Exception):
                _pool._processes[process].kill()
        _pool.shutdown(cancel_futures=True)  # it has ended: what looks after it does too, before the server itself ends
        _pool = None


def _bounded() -> None:
    """In the other process: no more memory than a page may take, and Ctrl-C is the server's to answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # not on Windows  # noqa: PLC0415

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


def _draw(path: str, page: int) -> bytes:
    """In the other process."""
    import pypdfium2  # not in the server's own process  # noqa: PLC0415

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise ValueError("This file cannot be drawn: it is damaged.") from error
    if not 1 <= page <= len(document):
        raise ValueError(f"There is no page {page}: the file has {len(document)}.")
    try:
        drawn = document[page - 1]
        scale = _WIDTH / max(1.0, *drawn.get_size())
        picture = drawn.render(scale=min(scale * 1.4, 4.0)).to_pil()
    except pypdfium2.PdfiumError as error:
        raise ValueError("This page cannot be drawn: it is damaged.") from error
    out = io.BytesIO()
    picture.convert("L").quantize(16).save(out, "PNG", optimize=True)  # print is black on white: a sixth of the size
    return out.getvalue()
