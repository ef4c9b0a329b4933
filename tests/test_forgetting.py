"""Of many things only so many are kept; one that was forgotten is made and noted as the first time."""

from lastro.reads import Made, Reads


def test_the_oldest_is_forgotten_and_made_again_with_what_it_looked_up() -> None:
    reads, made = Reads(), []

    def make(entry: str) -> str:
        made.append(entry)
        reads.note(f"about/{entry}")
        return entry.upper()

    things = Made(reads, "things", ("a", "b", "c"), make, most=2)
    for entry in ("a", "b", "c", "c", "b", "a"):
        with reads.noting() as noted:
            assert things[entry] == entry.upper()
        assert noted == {f"things/{entry}", f"about/{entry}"}
    assert made == ["a", "b", "c", "a"]
