"""The index on this machine: a folder that tantivy keeps, made out of the archive and never the only copy of anything."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import tantivy
from tantivy import Occur, Order
from tantivy import Query as Lookup

from upright.search.entries import FACETS, FIELDS, Busy, Entry, Filters, Hits
from upright.search.query import All, Node, Query, Some, Term, Without
from upright.search.words import EXACT, STEMMERS, analyzer, folded, scripts, stems

SCHEMA = 2  # of the folder: one of another number is made anew
_POSITION = "upright.json"
_HEAP = 64_000_000
_MOST_VALUES = 1_000  # of a facet
_EXACT_FIRST = 2.0  # a word as it was typed counts more than another of its stem
_NEAR = 12  # words between words that stand near each other
_NEARNESS = 3.0


class DerivedIndex:
    """An index in a folder. One process writes at a time (`Busy`); others see what it wrote with their next search."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._writer: tantivy.IndexWriter | None = None
        self._index: tantivy.Index | None = None
        self._seen: tuple[int, int] = (0, 0)
        self._all: dict[Any, list[tuple[str, int]]] = {}

    # --- what is there

    @property
    def position(self) -> int:
        state = self._state()
        return int(state["position"]) if state.get("schema") == SCHEMA else 0

    def _state(self) -> dict[str, Any]:
        try:
            state: dict[str, Any] = json.loads((self._folder / _POSITION).read_text(encoding="ascii"))
        except (OSError, ValueError):
            return {}
        return state

    def _opened(self) -> tantivy.Index:
        """The index, looking at what was last committed, by whichever process; an unusable folder is made anew."""
        with self._lock:
            if self._index is not None and not self._folder.is_dir():
                self._index = None
            if self._index is None:
                self._index = self._open()
            stamp = self._stamp()
            if stamp != self._seen:
                self._index.reload()
                self._seen = stamp
                self._all.clear()
            return self._index

    def _stamp(self) -> tuple[int, int]:
        with contextlib.suppress(OSError):
            state = (self._folder / _POSITION).stat()
            return state.st_mtime_ns, state.st_ino
        return (0, 0)

    def _open(self) -> tantivy.Index:
        if self._state().get("schema", SCHEMA) != SCHEMA:
            shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir(parents=True, exist_ok=True)
        try:
            index = tantivy.Index(_schema(), str(self._folder))
            index.searcher()
        except (ValueError, OSError):
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder.mkdir(parents=True)
            index = tantivy.Index(_schema(), str(self._folder))
        for name in (EXACT, *STEMMERS):
            index.register_tokenizer(f"upright_{name}", analyzer(name))
        return index

    def count(self) -> int:
        """How many entries there are."""
        return self._opened().searcher().num_docs

    # --- taking in

    def _writing(self) -> tantivy.IndexWriter:
        if self._writer is None:
            index = self._opened()
            try:
                self._writer = index.writer(_HEAP, 1)
            except ValueError as error:
                if "lock" in str(error).lower():
                    raise Busy from error
                raise
        return self._writer

    def replace(self, document: int, entries: Iterable[Entry]) -> None:
        """Take in a document's entries in place of those that were there."""
        self.remove(document)
        writer = self._writing()
        for entry in entries:
            writer.add_document(_document(entry))

    def remove(self, document: int) -> None:
        """Forget a document's entries."""
        writer = self._writing()
        writer.delete_documents_by_query(Lookup.term_query(self._opened().schema, "document", document))

    def commit(self, position: int) -> None:
        """Make it visible. Whoever is stopped between the two writes takes the same documents in again, which does no harm."""
        self._writing().commit()
        self._release()
        self._say(position)

    def _release(self) -> None:
        """Let others write."""
        if self._writer is not None:
            self._writer.wait_merging_threads()
            self._writer = None

    def _say(self, position: int) -> None:
        part = self._folder / f".part-{os.getpid()}-{_POSITION}"
        part.write_text(json.dumps({"schema": SCHEMA, "position": position}), encoding="ascii")
        part.replace(self._folder / _POSITION)

    def clear(self) -> None:
        """Forget everything."""
        self._writing().delete_all_documents()
        self.commit(0)

    # --- searching

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
        index = self._opened()
        searcher = index.searcher()
        lookup = _Lookup(index.schema, query, kind, filters)
        whole = lookup.without(None)
        if sort == "relevance" and query.root is not None:
            result = searcher.search(whole, limit=max(1, limit), count=True, offset=offset)
        else:
            result = searcher.search(whole, limit=max(1, limit), count=True, offset=offset, order_by_field="order", order=Order.Asc)
        addresses = [address for _, address in result.hits[:limit]]
        ids = tuple(int(value or 0) for value in searcher.fast_field_values("id", addresses)) if addresses else ()
        total = result.count or 0  # type: ignore[attr-defined]  # the library's stub lacks it
        return Hits(total=total, ids=ids, facets=self._facets(searcher, lookup, facets))

    def _facets(self, searcher: tantivy.Searcher, lookup: _Lookup, facets: Sequence[str]) -> dict[str, list[tuple[str, int]]]:
        """The counts of each facet; those of facets without a filter of their own in one pass."""
        if not facets:
            return {}
        own = [name for name in facets if name in lookup.filters]
        rest = tuple(name for name in facets if name not in own)
        found = self._counted(searcher, lookup, rest, None) if rest else {}
        for name in own:
            found.update(self._counted(searcher, lookup, (name,), name))
        return {name: found[name] for name in facets}

    def _counted(
        self, searcher: tantivy.Searcher, lookup: _Lookup, names: tuple[str, ...], but: str | None
    ) -> dict[str, list[tuple[str, int]]]:
        every = lookup.is_everything(but)
        known = {name: self._all.get((lookup.kind, name)) for name in names} if every else {}
        if every and all(counts is not None for counts in known.values()):
            return {name: counts for name, counts in known.items() if counts is not None}
        wanted = {name: {"terms": {"field": name, "size": _MOST_VALUES, "segment_size": _MOST_VALUES}} for name in names}
        answer = searcher.aggregate(lookup.without(but), wanted)
        found = {name: [(str(bucket["key"]), int(bucket["doc_count"])) for bucket in answer[name]["buckets"]] for name in names}
        found = {name: sorted(counts, key=lambda pair: (-pair[1], pair[0])) for name, counts in found.items()}
        if every:
            self._all.update({(lookup.kind, name): counts for name, counts in found.items()})
        return found


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("id", fast=True)
    builder.add_unsigned_field("document", indexed=True)
    builder.add_unsigned_field("order", fast=True)
    builder.add_text_field("kind", tokenizer_name="raw", index_option="basic")
    for name in FIELDS:
        builder.add_text_field(f"{name}", fast=name in FACETS, tokenizer_name="raw", index_option="basic")
    for name in (EXACT, *STEMMERS):
        builder.add_text_field(name, tokenizer_name=f"upright_{name}", index_option="position")
    return builder.build()


def _document(entry: Entry) -> tantivy.Document:
    document = tantivy.Document()
    document.add_unsigned("id", entry.id)
    document.add_unsigned("document", entry.document)
    document.add_unsigned("order", entry.order)
    document.add_text("kind", entry.kind)
    for name, values in entry.fields.items():
        for value in values:
            document.add_text(name, value)
    text = folded(entry.text)
    document.add_text(EXACT, text)
    if entry.language in STEMMERS:
        document.add_text(entry.language, text)
    return document


class _Lookup:
    """A query and filters in tantivy's terms."""

    def __init__(self, schema: tantivy.Schema, query: Query, kind: str, filters: Filters) -> None:
        self._schema = schema
        self._query = query
        self.kind = kind
        self.filters = {name: tuple(values) for name, values in filters.items() if values}
        self._asked = self._node(query.root) if query.root else None

    def is_everything(self, but: str | None) -> bool:
        """Is nothing asked but the kind?"""
        return self._query.is_empty and not set(self.filters) - {but}

    def without(self, but: str | None) -> Lookup:
        """The whole query, but for the filter of one field."""
        clauses = [(Occur.Must, self._quiet(Lookup.term_query(self._schema, "kind", self.kind)))]
        for name, values in self.filters.items():
            if name != but:
                clauses.append((Occur.Must, self._any(name, values)))
        clauses += [(Occur.Must, self._any(name, values)) for name, values in self._query.filters.items()]
        clauses += [(Occur.MustNot, self._any(name, values)) for name, values in self._query.excluded.items()]
        if self._asked is not None:
            clauses.append((Occur.Must, self._asked))
            if near := self._nearness():
                clauses.append((Occur.Should, near))
        return Lookup.boolean_query(clauses)

    def _any(self, name: str, values: Sequence[str]) -> Lookup:
        terms = [Lookup.term_query(self._schema, name, value) for value in values]
        return self._quiet(terms[0] if len(terms) == 1 else Lookup.boolean_query([(Occur.Should, term) for term in terms]))

    @staticmethod
    def _quiet(lookup: Lookup) -> Lookup:
        """A filter has no part in the ranking."""
        return Lookup.const_score_query(lookup, 0.0)

    def _nearness(self) -> Lookup | None:
        """Words that stand near each other count more."""
        root = self._query.root
        if not isinstance(root, All):
            return None
        words = [word for node in root.of if isinstance(node, Term) and not node.phrase and not node.prefix for word in node.words]
        if not 1 < len(words) <= 8:
            return None
        stemmed: list[str | tuple[int, str]] = [stem for word in words for stem in stems(word, "en")]
        return Lookup.boost_query(Lookup.phrase_query(self._schema, "en", stemmed, _NEAR), _NEARNESS) if len(stemmed) > 1 else None

    def _node(self, node: Node) -> Lookup:
        match node:
            case Term():
                return self._term(node)
            case Without(of=of):
                return Lookup.boolean_query([(Occur.Must, self._quiet(Lookup.all_query())), (Occur.MustNot, self._node(of))])
            case Some(of=nodes):
                return Lookup.boolean_query([(Occur.Should, self._node(each)) for each in nodes])
            case All(of=nodes):
                return self._all(nodes)

    def _all(self, nodes: Sequence[Node]) -> Lookup:
        clauses = [(Occur.MustNot, self._node(each.of)) if isinstance(each, Without) else (Occur.Must, self._node(each)) for each in nodes]
        if all(occur == Occur.MustNot for occur, _ in clauses):
            clauses.append((Occur.Must, self._quiet(Lookup.all_query())))
        return Lookup.boolean_query(clauses)

    def _term(self, term: Term) -> Lookup:
        if term.prefix:
            return self._prefix(term)
        typed = self._row(EXACT, list(term.words))
        if term.phrase:
            return typed
        ways = [Lookup.boost_query(typed, _EXACT_FIRST)]
        ways += [self._row(language, stemmed) for language in scripts(term.text) if (stemmed := stems(" ".join(term.words), language))]
        return Lookup.disjunction_max_query(ways, 0.1) if len(ways) > 1 else ways[0]

    def _row(self, name: str, words: list[str]) -> Lookup:
        if len(words) == 1:
            return Lookup.term_query(self._schema, name, words[0])
        return Lookup.phrase_query(self._schema, name, words)  # type: ignore[arg-type]  # a list of str is meant

    def _prefix(self, term: Term) -> Lookup:
        *before, last = term.words
        if before:
            return Lookup.phrase_prefix_query(self._schema, EXACT, list(term.words))
        return Lookup.regex_query(self._schema, EXACT, f"{last}.*")  # words are letters and digits: nothing to escape
