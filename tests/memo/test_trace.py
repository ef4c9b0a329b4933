"""Of many things only so many are kept; one that was forgotten is made and noted as the first time."""

from lastro.memo.tables import LazyTable, Memo
from lastro.memo.trace import Tracer


def test_the_oldest_is_forgotten_and_made_again_with_what_it_looked_up() -> None:
    reads, made = Tracer(), []

    def make(entry: str) -> str:
        made.append(entry)
        reads.note(f"about/{entry}")
        return entry.upper()

    things = LazyTable(reads, "things", ("a", "b", "c"), make, most=2)
    for entry in ("a", "b", "c", "c", "b", "a"):
        with reads.trace() as noted:
            assert things[entry] == entry.upper()
        assert noted == {f"things/{entry}", f"about/{entry}"}
    assert made == ["a", "b", "c", "a"]


def test_what_lasts_is_made_once_and_hands_its_keys_to_each_of_its_users() -> None:
    reads, made = Tracer(), []

    def make(name: str) -> str:
        made.append(name)
        reads.note_all([f"claims/{name}", "held_up/a claim"] if name == "a" else [])
        return name.upper()

    kept = Memo(reads, make)
    found = []
    for name in ("a", "b", "a", "b"):
        with reads.trace() as noted:
            assert kept[name] == name.upper()
        found.append(noted)

    assert made == ["a", "b"]
    assert found == [{"claims/a", "held_up/a claim"}, set()] * 2
