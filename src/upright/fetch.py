"""Get a document from the official documents site of the United Nations, by symbol and language.

    https://documents.un.org/api/symbol/access?s=A/HRC/28/10&l=en&t=pdf

One request at a time, with a pause between them and a name that says who asks; what is there already is not asked for again, and what was
begun is gone on with. The site answers a symbol that it does not know with a page of HTML, or with 404.
"""

from __future__ import annotations

import email.utils
import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import httpx

from upright.exceptions import FetchError

SITE = "https://documents.un.org"
SITE_VARIABLE = "UPRIGHT_SITE"  # environment variable: another site that answers in the same way
LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")
TRIES = 4
PAUSE = 1.0  # seconds between two requests
LONGEST_WAIT = 120.0  # seconds; a server that asks for more is told about, not waited for
MAX_BYTES = 256 << 20

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """The file, and whether it was there before (then nothing was asked for)."""

    path: Path
    already_there: bool


class _Again(Exception):
    """The request failed in a way that may pass: try again after `wait` seconds."""

    def __init__(self, reason: str, wait: float | None = None) -> None:
        super().__init__(reason)
        self.wait = wait


_last_request = 0.0


def file_name(symbol: str, language: str) -> str:
    """The name that a document is kept under: A/HRC/28/10 in English is A_HRC_28_10_en.pdf."""
    return f"{re.sub(r'[^A-Za-z0-9.-]+', '_', symbol.strip()).strip('._')}_{language}.pdf"


def fetch(
    symbol: str, language: str, folder: Path, *, site: str | None = None, pause: float = PAUSE, progress: Progress | None = None
) -> Fetched:
    """Put a document into a folder, as PDF. `progress(bytes so far, bytes in all)` is called while it comes, where the site says how many.

    FetchError when it could not be had, with the reason: offline, unknown symbol, no such language version, the site's own failure.
    """
    if language not in LANGUAGES:
        raise FetchError(f"'{language}' is none of the six languages of the United Nations ({', '.join(LANGUAGES)})")
    if not re.search(r"[A-Za-z]", symbol) or len(symbol) > 100:
        raise FetchError(f"'{symbol}' is no document symbol; one looks like A/HRC/28/10")
    path = folder / file_name(symbol, language)
    if _whole(path):
        return Fetched(path=path, already_there=True)
    folder.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    address = (site or os.environ.get(SITE_VARIABLE) or SITE).rstrip("/")
    with _client() as client:
        for attempt in range(1, TRIES + 1):
            _be_polite(pause)
            try:
                _download(client, f"{address}/api/symbol/access", symbol, language, part, progress)
                break
            except _Again as failure:
                if attempt == TRIES:
                    raise FetchError(f"{symbol} ({language}) could not be fetched: {failure}; try again later") from failure
                time.sleep(failure.wait if failure.wait is not None else pause * 2**attempt)
    part.replace(path)
    _validator(part).unlink(missing_ok=True)
    return Fetched(path=path, already_there=False)


@contextmanager
def _client() -> Iterator[httpx.Client]:
    headers = {
        "User-Agent": f"upright/{version('upright')} (reads documents of human rights reviews)",
        "Accept": "application/pdf",
        "Accept-Encoding": "identity",
    }
    with httpx.Client(headers=headers, follow_redirects=True, timeout=httpx.Timeout(60.0, connect=20.0)) as client:
        yield client


def _be_polite(pause: float) -> None:
    global _last_request  # noqa: PLW0603
    wait = _last_request + pause - time.monotonic()
    if wait > 0:
        time.sleep(wait)
    _last_request = time.monotonic()


def _download(client: httpx.Client, address: str, symbol: str, language: str, part: Path, progress: Progress | None) -> None:
    """One request; what comes is appended to what came before, where the site can go on from there."""
    had = part.stat().st_size if part.exists() else 0
    headers = {"Range": f"bytes={had}-", "If-Range": _validator(part).read_text()} if had and _validator(part).exists() else {}
    try:
        with client.stream("GET", address, params={"s": symbol, "l": language, "t": "pdf"}, headers=headers) as response:
            if response.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
                part.unlink(missing_ok=True)
                raise _Again("what was fetched before does not fit any more", wait=0)
            _check_status(response, symbol, language)
            _keep(response, symbol, language, part, progress)
    except (httpx.ConnectError, httpx.ConnectTimeout) as error:
        raise _Again(f"{httpx.URL(address).host} does not answer; is this machine online?") from error
    except httpx.TooManyRedirects as error:
        raise FetchError(f"{symbol} ({language}) could not be fetched: the site sends every request on to another") from error
    except httpx.TransportError as error:
        raise _Again("the connection broke off") from error


def _check_status(response: httpx.Response, symbol: str, language: str) -> None:
    code = response.status_code
    if code == httpx.codes.NOT_FOUND:
        raise FetchError(_no_such(symbol, language))
    if code in (httpx.codes.TOO_MANY_REQUESTS, httpx.codes.SERVICE_UNAVAILABLE):
        wait = _retry_after(response)
        if wait is not None and wait > LONGEST_WAIT:
            raise FetchError(f"the site asks to wait {wait:.0f} seconds before {symbol} ({language}) is asked for again; try again then")
        raise _Again(f"the site is busy (status {code})", wait)
    if response.is_server_error:
        raise _Again(f"the site failed (status {code})")
    if not response.is_success:
        raise FetchError(f"the site refused {symbol} ({language}) with status {code}; open it in a browser to see why")


def _no_such(symbol: str, language: str) -> str:
    return f"the site has no {symbol} in the language '{language}': check the symbol, or try another language"


def _retry_after(response: httpx.Response) -> float | None:
    """Seconds to wait, from a number of seconds or a date."""
    value = response.headers.get("Retry-After", "").strip()
    if value.isdigit():
        return float(value)
    try:
        return max(0.0, (email.utils.parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None


def _keep(response: httpx.Response, symbol: str, language: str, part: Path, progress: Progress | None) -> None:
    resumed = response.status_code == httpx.codes.PARTIAL_CONTENT
    had = part.stat().st_size if resumed else 0
    if resumed and not response.headers.get("Content-Range", "").startswith(f"bytes {had}-"):
        part.unlink()
        raise _Again("the site went on from another place than asked", wait=0)
    total = had + int(response.headers.get("Content-Length") or 0)
    validator = response.headers.get("ETag") or response.headers.get("Last-Modified")
    if not resumed:
        _remember(part, validator)
    with part.open("ab" if resumed else "wb") as file:
        for data in response.iter_bytes(16_384):
            if not had and not data.lstrip().startswith(b"%PDF-"):
                file.close()
                part.unlink()
                raise FetchError(_no_such(symbol, language) + " (it answered with something that is no PDF)")
            had += len(data)
            if had > MAX_BYTES:
                raise FetchError(f"{symbol} ({language}) is larger than {MAX_BYTES >> 20} MB, which no document is; it was not kept")
            file.write(data)
            if progress and total:
                progress(had, max(total, had))
    if not _ends(part):
        part.unlink()
        raise _Again("the document came cut short")


def _validator(part: Path) -> Path:
    """Beside what was begun: the site's mark (ETag or date) of the version that it is a part of."""
    return part.with_name(part.name + ".version")


def _remember(part: Path, validator: str | None) -> None:
    if validator and not validator.startswith("W/"):  # a weak mark does not promise the same bytes
        _validator(part).write_text(validator)
    else:
        _validator(part).unlink(missing_ok=True)


def _whole(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(1024).lstrip().startswith(b"%PDF-") and _ends(path)


def _ends(path: Path) -> bool:
    """A PDF ends with %%EOF, give or take some bytes."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - 2048))
        return b"%%EOF" in file.read()
