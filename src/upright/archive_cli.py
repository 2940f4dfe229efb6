"""The commands of the archive: load, show on a site, keep safe, publish."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from upright.console import bar, counted, say
from upright.exceptions import NotFound, UprightError

if TYPE_CHECKING:
    from upright.archive.load import Loaded
    from upright.pipeline import Failure

PORT = 8000
_MAKING_TABLES = 0x75707269  # the number of a lock: any will do that nobody else takes
Port = Annotated[int, typer.Option("--port", min=0, max=65535, help="The port on this machine; 0 for any that is free.")]
Workers = Annotated[
    int | None, typer.Option("--workers", min=1, metavar="N", help="Read in N processes (default: one for each processor).")
]
audit_app = typer.Typer(help="What was changed on the desks, by whom: whether it is whole.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Put these commands beside the others."""
    for command in (load, serve, work, createuser, desk, remove, backup, restore, export, index, demo):
        app.command()(command)
    app.command("static")(static_site)
    app.add_typer(audit_app, name="audit")


def _ready() -> None:
    """Start Django, and bring the archive's tables up to date."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "upright.web.settings")
    import django
    from django.db import DatabaseError

    django.setup()
    for patience in (1, 2, 4):
        with contextlib.suppress(DatabaseError):
            _make_tables()
            return
        time.sleep(patience)  # another process may be making the same tables: then they are there the next time
    try:
        _make_tables()
    except DatabaseError as error:
        raise UprightError(f"the archive cannot be opened: {str(error).strip()}; see DATABASE_URL and UPRIGHT_HOME") from error


def _make_tables() -> None:
    from django.core.management import call_command

    with _alone():
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """On PostgreSQL whoever comes second waits until the tables are made: it would not know that they are being made."""
    from django.db import connection

    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_MAKING_TABLES])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_MAKING_TABLES])


def load(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PATH", help="Files, or folders that are read with everything below them.", show_default=False),
    ] = None,
    stale: Annotated[
        bool, typer.Option("--stale", help="Read again what an older version of upright read, and show what changed.")
    ] = False,
    workers: Workers = None,
) -> None:
    """Load documents into the archive. Loading twice changes nothing."""
    if bool(paths) == stale:
        raise UprightError("name the files or folders to load, or say --stale to read again what is there")
    _ready()
    from django.db import OperationalError

    from upright.archive import load as module
    from upright.cache import Cache
    from upright.pipeline import SUFFIXES, find

    if paths and not find(paths).files:
        raise NotFound(f"there is nothing to load in {', '.join(map(str, paths))}: no file ends in {', '.join(sorted(SUFFIXES))}")
    processes = workers or os.cpu_count() or 1
    try:
        with bar("loading") as progress:
            if paths:
                failed = _report(module.load(paths, workers=processes, cache=Cache(), progress=progress))
            else:
                failed = _report(module.load_stale(workers=processes, progress=progress), differences=True)
    except OperationalError as error:
        why = str(error).strip()
        raise UprightError(f"loading stopped: {why}; what was loaded is kept, the same command goes on from there") from error
    _derive(processes)
    if failed:
        raise typer.Exit(1)


def _report(outcomes: Iterable[Loaded | Failure], *, differences: bool = False) -> int:
    """Say what was loaded; how many files could not be."""
    from upright.pipeline import Failure

    documents = failed = copies = new = inserted = updated = removed = unchanged = 0
    for outcome in outcomes:
        if isinstance(outcome, Failure):
            failed += 1
            say(outcome.message)
            continue
        if outcome.copy:
            copies += 1
            continue
        documents += 1
        new += outcome.new
        inserted, updated = inserted + outcome.inserted, updated + outcome.updated
        removed, unchanged = removed + outcome.removed, unchanged + outcome.unchanged
        if differences:
            _show_differences(outcome)
        for each in outcome.detached:
            say(f"{outcome.file}: what a person said is on no record of the document any more: {each}")
    say(
        f"{counted(documents, 'document')}, {new:,} of them new; records: {inserted:,} inserted, {updated:,} updated, {removed:,} removed, "
        f"{unchanged:,} unchanged"
        + (f"; {counted(copies, 'file')} the same as others" if copies else "")
        + (f"; {counted(failed, 'file')} could not be read" if failed else "")
    )
    return failed


def _show_differences(loaded: Loaded) -> None:
    for each in loaded.differences:
        print(f"{loaded.file}: {each.kind} {each.key}")
        for name in each.before:
            print(f"  - {name}: {json.dumps(each.before[name], ensure_ascii=False, default=str)}")
            if name in each.after:
                print(f"  + {name}: {json.dumps(each.after[name], ensure_ascii=False, default=str)}")


def _derive(workers: int = 1) -> None:
    """Make what follows from the documents: labels, the meaning of texts, links and dossiers, what desks follow up, and the index."""
    from upright.archive import dossiers, labels, meaning
    from upright.search.meaning import NoMeaning
    from upright.tracking import items

    with bar("labelling") as progress:
        labels.catch_up(progress)
    with bar("taking in the meaning") as progress:
        meaning.catch_up(workers, progress)
    try:
        with bar("linking") as progress:
            dossiers.catch_up(progress)
    except NoMeaning as error:
        say(f"nothing was linked: {error}")
    items.catch_up()
    _index()


def _index() -> None:
    from upright.archive import indexing

    with bar("indexing") as progress:
        indexing.catch_up(progress=progress)


def serve(
    port: Port = PORT,
    host: Annotated[str, typer.Option("--host", help="The address to listen on; other machines reach 0.0.0.0.")] = "127.0.0.1",
) -> None:
    """Show the archive as a site on this machine."""
    _ready()
    _serve(host, port)


def _serve(host: str, port: int) -> None:
    from waitress.server import create_server

    from upright.tracking import jobs
    from upright.web import rendering
    from upright.web.wsgi import application

    _derive()
    try:
        server = create_server(application, host=host, port=port, threads=4, ident=None, **_behind_a_proxy())
    except OSError as error:
        raise UprightError(f"port {port} on {host} cannot be used ({error.strerror}); name another one with --port") from error
    try:
        # A service manager stops it as Ctrl-C does; also where a shell that started it in the background had it ignore Ctrl-C.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        say(f"http://localhost:{server.effective_port}/  (Ctrl-C to stop)")
        with jobs.beside():
            server.run()
    except KeyboardInterrupt:
        pass
    finally:
        server.close()
        rendering.stop()


def _behind_a_proxy() -> dict[str, object]:
    """Behind a server that speaks HTTPS: believe what it says of the visitor's connection, when it is on this machine."""
    from django.conf import settings

    if not settings.HTTPS:
        return {}
    headers = {"x-forwarded-proto", "x-forwarded-for", "x-forwarded-host"}
    return {"trusted_proxy": "127.0.0.1", "trusted_proxy_headers": headers, "clear_untrusted_proxy_headers": True}


def work() -> None:
    """Do what the desks ask for by themselves: messages, reminders. The site does it too; several may run beside it."""
    _ready()
    import threading

    from upright.tracking import jobs

    stop = threading.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: stop.set())
    say("waiting for work  (Ctrl-C to stop)")
    jobs.work(stop)


@audit_app.command("verify")
def audit_verify(
    noted: Annotated[str, typer.Option("--noted", metavar="HASH", help="A head that was noted earlier: it must be in the chain.")] = "",
) -> None:
    """Walk the audit from its first link to its head, and say where it breaks, if it does."""
    _ready()
    from upright.tracking import audit

    with bar("verifying") as progress:
        verified = audit.verify(noted, progress)
    for line in audit.walked(verified):
        say(line)
    if verified.broken:
        raise typer.Exit(1)


def createuser(
    name: Annotated[str, typer.Argument(help="The name to sign in with.", show_default=False)],
    email: Annotated[str, typer.Option("--email", help="Where a new password can be asked for.")] = "",
) -> None:
    """Make an account that may correct records, or give it a new password. The password is asked for, or read from standard input."""
    _ready()
    from upright.archive import people

    password = (
        typer.prompt("Password", hide_input=True, confirmation_prompt=True) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    )
    made = people.give_account(name, password, email=email)
    say(f"{name} {'can now sign in' if made else 'has a new password'}")


def desk(
    state: Annotated[str, typer.Argument(metavar="STATE", help="The State's name or its code.", show_default=False)],
    coordinator: Annotated[str, typer.Option("--coordinator", help="The account of whoever coordinates.", show_default=False)],
    name: Annotated[str, typer.Option("--name", help="What the desk is called (default: by its State).", show_default=False)] = "",
    mechanism: Annotated[str, typer.Option("--mechanism", help="What coordinates there is called.")] = "National mechanism",
) -> None:
    """Open the desk on which a State follows up what it is asked, and say who coordinates; where it is open, add a coordinator."""
    _ready()
    from django.contrib.auth.models import User

    from upright import states
    from upright.tracking import items

    known = states.state(state) or states.find(state)
    if known is None:
        raise NotFound(f"there is no State of the name or code {state}")
    account = User.objects.filter(username=coordinator).first()
    if account is None:
        raise NotFound(f"there is no account {coordinator}; make one: upright createuser {coordinator}")
    opened = items.open_for(known.code, name or f"Desk of {known.name}", mechanism=mechanism, coordinator=account)
    say(f"{opened}: {counted(opened.items.count(), 'record')} to follow up, on the site at /desk/{opened.state}; {coordinator} coordinates")


def remove(document: Annotated[str, typer.Argument(help="The document's symbol, or the sha256 of its file.", show_default=False)]) -> None:
    """Take a document out of the archive, with its records and its file."""
    _ready()
    from upright.archive import load as module

    for each in module.remove(document):
        say(f"removed {each}")
    _derive()


def backup(file: Annotated[Path, typer.Argument(metavar="FILE", show_default=False)]) -> None:
    """Write the whole archive, with accounts and documents, into one new file."""
    _ready()
    from upright.archive import backup as module

    with bar("writing") as progress:
        say(str(module.write(file, progress=progress)))


def restore(file: Annotated[Path, typer.Argument(metavar="FILE", show_default=False)]) -> None:
    """Fill an empty archive from a file that `upright backup` wrote."""
    _ready()
    from upright.archive import backup as module

    with bar("restoring") as progress:
        say(str(module.read(file, progress=progress)))
    _derive()


def export(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A folder, or a file that ends in .zip.", show_default=False)],
) -> None:
    """Write the archive as a data set: CSV and JSON Lines with a codebook."""
    _ready()
    from upright.archive import publish

    with bar("writing") as progress:
        say(str(publish.write(folder, progress=progress)))


def static_site(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A new folder.", show_default=False)],
    desk: Annotated[str | None, typer.Option("--desk", metavar="STATE", help="Of this desk alone, by its State’s code.")] = None,
) -> None:
    """Write what desks published as plain pages, to be read without a server."""
    _ready()
    from upright.web import static_export

    say(str(static_export.write(folder, desk)))


def index() -> None:
    """Make all that is derived anew: labels, the meaning of texts, links and dossiers, and the search index."""
    _ready()
    from upright.archive import dossiers, indexing, labels, meaning

    labels.forget()
    with bar("labelling") as progress:
        labelled = labels.catch_up(progress)
    with bar("taking in the meaning") as progress:
        meaning.rebuild(os.cpu_count() or 1, progress)
    dossiers.forget()
    with bar("linking") as progress:
        linked = dossiers.catch_up(progress)
    with bar("indexing") as progress:
        indexed = indexing.rebuild(progress)
    say(f"{counted(labelled, 'document')} labelled, {counted(linked, 'State')} linked, {counted(indexed, 'document')} in the index")


def demo(
    port: Port = PORT,
    site: Annotated[bool, typer.Option("--site/--no-site", help="Show the site when all is read.")] = True,
    desk: Annotated[bool, typer.Option("--desk", help="Make a sample desk too: invented institutions that follow up one State.")] = False,
) -> None:
    """Load the documents at hand, show what is in them, and show them as a site on this machine."""
    from upright import home

    os.environ[home.HOME] = str(home.folder() / "demo")  # beside the archive of one's own, never in it
    for shared in ("DATABASE_URL", "UPRIGHT_SEARCH"):
        os.environ.pop(shared, None)
    _ready()
    from upright import demo as module

    documents = module.documents()
    say(documents.said)
    with bar("loading") as progress:
        module.show(module.loaded(documents.paths, progress))
    _derive()
    password = module.account()
    if desk:
        say(f"\n{module.sample_desk()}")
    if site:
        say(f"\nThe site, with an account to correct records: name {module.ACCOUNT}, password {password}")
        _serve("127.0.0.1", port)
