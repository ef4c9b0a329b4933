"""Facts are a tracked table: a row, or the columns that a walk names, and nothing around them."""

import pytest

from lastro.corpus.columns import STRICT, FactsTable, is_strict, move_columns
from lastro.corpus.facts import Facts
from lastro.memo.trace import Tracer
from lastro.places import RecordPath

QUAYS = Facts("claims", "quays", topics=("harbour",), evidence=("bylaw",), events=(("log",),))
PIERS = Facts("claims", "piers", topics=("harbour",))
BYLAW = Facts("sources", "bylaw", origin="town")
KNOWN: dict[RecordPath, Facts] = {facts.at: facts for facts in (PIERS, QUAYS, BYLAW)}


def _table() -> tuple[Tracer, FactsTable]:
    tracer = Tracer()
    return tracer, FactsTable(tracer, KNOWN)


def test_a_row_that_is_looked_up_is_one_key_and_a_question_for_a_record_another() -> None:
    tracer, table = _table()
    with tracer.trace() as noted:
        assert table["claims", "quays"] is QUAYS
        assert table.get(("claims", "gone")) is None
        assert ("sources", "bylaw") in table
    assert noted == {"claims/quays", "claims/gone", "there/sources/bylaw"}


def test_a_walk_depends_on_the_columns_that_it_names() -> None:
    tracer, table = _table()
    with tracer.trace() as noted:
        assert [row.id for row in table.rows("claims", "topics", "named")] == ["piers", "quays"]
    fields = ("topics", "evidence", "events", "reply", "original")
    assert noted == {f"column/claims.{field}" for field in fields}
    with tracer.trace() as noted:
        assert [row.id for row in table.rows("sources")] == ["bylaw"]
    assert noted == {"column/sources.id"}


def test_a_walk_past_the_columns_fails_while_something_is_traced() -> None:
    tracer, table = _table()
    assert [*table] == [*KNOWN]
    with tracer.trace(), pytest.raises(LookupError, match="must name its columns"):
        list(table.values())


def test_a_strict_walk_hands_out_no_column_that_it_did_not_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(STRICT, "0")
    assert next(_table()[1].rows("claims", "rating")) is PIERS
    monkeypatch.setenv(STRICT, "1")
    _, table = _table()
    row = next(table.rows("claims", "rating"))
    assert (row.at, row.rating, row.ratings) == (("claims", "piers"), "", ())
    with pytest.raises(LookupError, match="the column 'topics' was not asked for"):
        assert row.topics


def test_the_tests_run_in_the_strict_mode() -> None:
    assert is_strict()


def test_only_columns_in_which_a_record_changed_have_another_fingerprint() -> None:
    cold = move_columns({}, ((at, None, facts) for at, facts in KNOWN.items()))
    assert move_columns(cold, [(QUAYS.at, QUAYS, QUAYS)]) == cold
    other = QUAYS._replace(topics=("town",))
    moved = move_columns(cold, [(QUAYS.at, QUAYS, other)])
    assert {name for name in cold if cold[name] != moved[name]} == {"claims.topics"}
    gone = move_columns(cold, [(BYLAW.at, BYLAW, None)])
    assert {name for name in cold if cold[name] != gone[name]} == {
        f"sources.{field}" for field in Facts._fields
    }
    assert move_columns(cold, [(QUAYS.at, QUAYS, QUAYS._replace(topics=()))]) != moved
