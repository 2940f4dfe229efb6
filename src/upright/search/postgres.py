"""The index in the PostgreSQL database that several hosts share: a table of its own, made out of the archive like the other index.

Words are cut and stemmed by `upright.search.words`, not by PostgreSQL, whose own search takes a run of Chinese for one word and knows
one language at a time; PostgreSQL keeps, finds and ranks them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from upright.search.entries import FIELDS, Entry, Filters, Hits
from upright.search.query import All, Node, Query, Some, Term, Without
from upright.search.words import STEMMERS, exact, scripts, stems

SCHEMA = 2  # of the tables: those of another number are made anew
_COLUMN = {name: f"f_{name}" for name in FIELDS}
_THERE = "SELECT column_name FROM information_schema.columns WHERE table_name = 'upright_search' AND table_schema = current_schema()"
_CHANGED = ", ".join(f"{name} = excluded.{name}" for name in ("document", "position", *_COLUMN.values(), "exact", "stems"))
_TABLES = f"""
CREATE TABLE IF NOT EXISTS upright_search_state (id integer PRIMARY KEY, schema integer, position bigint);
CREATE TABLE IF NOT EXISTS upright_search (
    kind text NOT NULL, id bigint NOT NULL, document bigint NOT NULL, position numeric NOT NULL,
    {", ".join(f"{column} text[] NOT NULL DEFAULT '{{}}'" for column in _COLUMN.values())},
    exact tsvector NOT NULL, stems tsvector NOT NULL, PRIMARY KEY (kind, id)
);
CREATE INDEX IF NOT EXISTS upright_search_document ON upright_search (document);
CREATE INDEX IF NOT EXISTS upright_search_order ON upright_search (kind, position);
CREATE INDEX IF NOT EXISTS upright_search_exact ON upright_search USING gin (exact);
CREATE INDEX IF NOT EXISTS upright_search_stems ON upright_search USING gin (stems);
{"".join(f"CREATE INDEX IF NOT EXISTS upright_search_{name} ON upright_search USING gin ({column});" for name, column in _COLUMN.items())}
"""


class PostgresIndex:
    """An index in tables of the database. `cursor`: opens a cursor, as Django's connection does."""

    def __init__(self, cursor: Callable[[], Any]) -> None:
        self._cursor = cursor
        self._made = False
        self._all: dict[tuple[str, str], list[tuple[str, int]]] = {}
        self._all_at = -1  # the position at which they were counted

    def _run(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with self._cursor() as cursor:
            if not self._made:
                self._make(cursor)
                self._made = True
            cursor.execute(statement, values)
            return list(cursor.fetchall()) if cursor.description else []

    @staticmethod
    def _make(cursor: Any) -> None:
        """Make the tables; those of a version that knew other fields are dropped first."""
        cursor.execute(_THERE)
        there = {name for (name,) in cursor.fetchall()}
        if there and not there.issuperset(_COLUMN.values()):
            cursor.execute("DROP TABLE upright_search; DROP TABLE upright_search_state")
        cursor.execute(_TABLES)

    @property
    def position(self) -> int:
        found = self._run("SELECT position FROM upright_search_state WHERE id = 1 AND schema = %s", [SCHEMA])
        return int(found[0][0]) if found else 0

    def count(self) -> int:
        """How many entries there are."""
        return int(self._run("SELECT count(*) FROM upright_search")[0][0])

    def replace(self, document: int, entries: Iterable[Entry]) -> None:
        """Take in a document's entries in place of those that were there."""
        self.remove(document)
        columns = ["kind", "id", "document", "position", *_COLUMN.values(), "exact", "stems"]
        marks = ", ".join(["%s"] * (len(columns) - 2) + ["to_tsvector('simple', %s)"] * 2)
        rows = [_row(entry) for entry in entries]
        if rows:
            with self._cursor() as cursor:
                cursor.executemany(
                    f"INSERT INTO upright_search ({', '.join(columns)}) VALUES ({marks}) "  # noqa: S608  # our own names
                    f"ON CONFLICT (kind, id) DO UPDATE SET {_CHANGED}",  # two hosts may take in the same document at once
                    rows,
                )

    def remove(self, document: int) -> None:
        """Forget a document's entries."""
        self._run("DELETE FROM upright_search WHERE document = %s", [document])

    def commit(self, position: int) -> None:
        """Say up to which change all is taken in."""
        self._run(
            "INSERT INTO upright_search_state VALUES (1, %s, %s) "
            "ON CONFLICT (id) DO UPDATE SET schema = excluded.schema, position = excluded.position",
            [SCHEMA, position],
        )

    def clear(self) -> None:
        """Forget everything."""
        self._run("DELETE FROM upright_search")
        self.commit(0)

    def search(
        self,
        query: Query,
        *,
        kind: str,
        filters: Filters,
        facets: Sequence[str] = (),
        sort: str = "relevance",
        offset: int = 0,
        limit: int = 50,
    ) -> Hits:
        """Entries of a kind that the query and the filters hold for."""
        condition = _Condition(query, kind, {name: tuple(values) for name, values in filters.items() if values})
        where, values = condition.sql(None)
        total = int(self._run(f"SELECT count(*) FROM upright_search WHERE {where}", values)[0][0])  # noqa: S608
        order, ranks = condition.rank() if sort == "relevance" else ("position", [])
        found = self._run(
            f"SELECT id FROM upright_search WHERE {where} ORDER BY {order}, position LIMIT %s OFFSET %s",  # noqa: S608
            [*values, *ranks, limit, offset],
        )
        return Hits(total=total, ids=tuple(int(row[0]) for row in found), facets=self._facets(condition, facets))

    def _facets(self, condition: _Condition, facets: Sequence[str]) -> dict[str, list[tuple[str, int]]]:
        rest = [name for name in facets if name not in condition.filters]
        found = self._counted(condition, rest, None) if rest else {}
        for name in facets:
            if name not in rest:
                found.update(self._counted(condition, [name], name))
        return {name: found[name] for name in facets}

    def _counted(self, condition: _Condition, names: Sequence[str], but: str | None) -> dict[str, list[tuple[str, int]]]:
        """The counts of some facets, over one pass of the rows that hold; those of all rows are kept until something is taken in."""
        if not condition.is_everything(but):
            return self._count(condition, names, but)
        if (position := self.position) != self._all_at:
            self._all, self._all_at = {}, position
        missing = [name for name in names if (condition.kind, name) not in self._all]
        if missing:
            self._all |= {(condition.kind, name): counts for name, counts in self._count(condition, missing, but).items()}
        return {name: self._all[condition.kind, name] for name in names}

    def _count(self, condition: _Condition, names: Sequence[str], but: str | None) -> dict[str, list[tuple[str, int]]]:
        where, values = condition.sql(but)
        columns = ", ".join(_COLUMN[name] for name in names)
        each = " UNION ALL ".join(
            f"SELECT {at}, value, count(*) FROM held, unnest({_COLUMN[name]}) AS value GROUP BY value"  # noqa: S608
            for at, name in enumerate(names)
        )
        rows = self._run(f"WITH held AS MATERIALIZED (SELECT {columns} FROM upright_search WHERE {where}) {each}", values)  # noqa: S608
        found: dict[str, list[tuple[str, int]]] = {name: [] for name in names}
        for at, value, times in rows:
            found[names[at]].append((value, times))
        return {name: sorted(counts, key=lambda pair: (-pair[1], pair[0])) for name, counts in found.items()}


def _row(entry: Entry) -> list[Any]:
    fields = [list(entry.fields.get(name, ())) for name in _COLUMN]
    language = entry.language or ""
    stemmed = [language + stem for stem in stems(entry.text, language)] if language in STEMMERS else []
    return [entry.kind, entry.id, entry.document, entry.order, *fields, " ".join(exact(entry.text)), " ".join(stemmed)]


class _Condition:
    """A query and filters in SQL."""

    def __init__(self, query: Query, kind: str, filters: Filters) -> None:
        self.query, self.kind, self.filters = query, kind, filters

    def is_everything(self, but: str | None) -> bool:
        """Is nothing asked but the kind?"""
        return self.query.is_empty and not set(self.filters) - {but}

    def sql(self, but: str | None) -> tuple[str, list[Any]]:
        """The condition with its values, but for the filter of one field."""
        parts = ["kind = %s"]
        values: list[Any] = [self.kind]
        for name, chosen in [*((n, v) for n, v in self.filters.items() if n != but), *self.query.filters.items()]:
            parts.append(f"{_COLUMN[name]} && %s::text[]")
            values.append(list(chosen))
        for name, chosen in self.query.excluded.items():
            parts.append(f"NOT {_COLUMN[name]} && %s::text[]")
            values.append(list(chosen))
        if self.query.root is not None:
            asked, more = _node(self.query.root)
            parts.append(asked)
            values += more
        return " AND ".join(parts), values

    def rank(self) -> tuple[str, list[Any]]:
        """The order of what is nearest to the query; in its own order without words."""
        terms = [term for term in self.query.wanted() if not term.prefix]
        if not terms:
            return "position", []
        typed = " | ".join(_phrase(term.words) for term in terms)
        stemmed = " | ".join(way for term in terms for way in _stemmed(term)) or typed
        return "-(2 * ts_rank_cd(exact, %s::tsquery) + ts_rank_cd(stems, %s::tsquery))", [typed, stemmed]


def _node(node: Node) -> tuple[str, list[Any]]:
    match node:
        case Term():
            return _term(node)
        case Without(of=of):
            asked, values = _node(of)
            return f"NOT {asked}", values
        case All(of=nodes) | Some(of=nodes):
            parts = [_node(each) for each in nodes]
            word = " AND " if isinstance(node, All) else " OR "
            return f"({word.join(part for part, _ in parts)})", [value for _, values in parts for value in values]


def _term(term: Term) -> tuple[str, list[Any]]:
    if term.prefix:
        *before, last = term.words
        return "exact @@ %s::tsquery", [" <-> ".join([*map(_quoted, before), f"{_quoted(last)}:*"])]
    if term.phrase or not (ways := _stemmed(term)):
        return "exact @@ %s::tsquery", [_phrase(term.words)]
    return "(exact @@ %s::tsquery OR stems @@ %s::tsquery)", [_phrase(term.words), " | ".join(ways)]


def _stemmed(term: Term) -> list[str]:
    if term.phrase:
        return []
    text = " ".join(term.words)
    found = ([language + stem for stem in stems(text, language)] for language in scripts(term.text))  # stems of each language apart
    return list(dict.fromkeys(_phrase(words) for words in found if words))


def _phrase(words: Sequence[str]) -> str:
    return "(" + " <-> ".join(map(_quoted, words)) + ")"


def _quoted(word: str) -> str:
    return f"'{word}'"  # words are letters and digits
