"""The archive as data to be taken away and cited."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render

from upright.archive import publish


def data(request: HttpRequest) -> HttpResponse:
    """What there is, in which form, and how to cite it."""
    edition = publish.edition()
    return render(request, "data/data.html", {"edition": edition, "tables": publish.described(), "files": edition.documents})


def whole(request: HttpRequest) -> FileResponse:  # noqa: ARG001
    """The whole data set in one file."""
    stream, name = publish.packed()
    return FileResponse(stream, as_attachment=True, filename=name, content_type="application/zip")
