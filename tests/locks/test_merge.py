"""Merged locks: an entry of either side stays, and one that both changed is never chosen for them."""

import itertools
from collections.abc import Mapping

import pytest

from lastro.locks.format import lock_text, merge_locks, unite

A, B, C, D = ({"capture": {"bytes": letter}, "length": n} for n, letter in enumerate("abcd"))
Lock = Mapping[str, object]


def merged(base: Lock, ours: Lock, theirs: Lock) -> tuple[str, str, str] | None:
    return merge_locks(lock_text(base), lock_text(ours), lock_text(theirs))


def marked(*parts: Lock | str) -> str:
    """Return a text of marker lines and entries, with a comma behind each, as no command writes it."""
    lines = [
        part if isinstance(part, str) else lock_text(part)[2:-3].rstrip("\n") + ","
        for part in parts
    ]
    return "\n".join(["{", *lines, "}", ""])


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "settled"),
    [
        ({"b": B}, {"a": A, "b": B}, {"b": B, "c": C}, {"a": A, "b": B, "c": C}),
        ({}, {"a": A}, {"a": A, "b": B}, {"a": A, "b": B}),
        ({"a": A, "b": B}, {"a": C, "b": B}, {"a": A, "b": D}, {"a": C, "b": D}),
        ({"a": A, "b": B, "c": C}, {"b": B, "c": C}, {"a": A, "b": B}, {"b": B}),
        ({"a": A}, {"a": B}, {"a": B}, {"a": B}),
        ({"a": A}, {}, {}, {}),
    ],
)
def test_what_one_side_changed_is_in_the_merged_lock(
    base: Lock, ours: Lock, theirs: Lock, settled: Lock
) -> None:
    assert merged(base, ours, theirs) == (lock_text(settled),) * 3
    assert merged(base, theirs, ours) == (lock_text(settled),) * 3


@pytest.mark.parametrize(("was", "our", "their"), [(A, B, C), (None, B, C), (A, None, C)])
def test_an_entry_that_both_changed_stays_as_each_side_has_it(
    was: object, our: object, their: object
) -> None:
    sides = [{"m": entry} if entry else {} for entry in (was, our, their)]
    found = merged(sides[0], {"a": A, **sides[1]}, {**sides[2], "z": D})
    assert found == tuple(lock_text({"a": A, **side, "z": D}) for side in sides)


def test_each_language_of_a_text_is_merged_for_itself() -> None:
    base, ours, theirs = {"pt": "1", "es": "1"}, {"pt": "2", "es": "1"}, {"pt": "1", "fr": "1"}
    settled = lock_text({"claim:a/claim": {"pt": "2", "fr": "1"}})
    sides = ({"claim:a/claim": side} for side in (base, ours, theirs))
    assert merged(*sides) == (settled,) * 3
    found = merged({}, {"k": {"pt": "1", "es": "2"}}, {"k": {"pt": "3"}})
    assert found == (
        lock_text({"k": {"es": "2"}}),
        lock_text({"k": {"pt": "1", "es": "2"}}),
        lock_text({"k": {"pt": "3", "es": "2"}}),
    )


def test_fields_of_two_proofs_are_never_mixed() -> None:
    ours, theirs = {**A, "offset": 4}, {**A, "length": 9}
    assert merged({"a": A}, {"a": ours}, {"a": theirs}) == (
        lock_text({"a": A}), lock_text({"a": ours}), lock_text({"a": theirs}),
    )  # fmt: skip


def test_a_side_that_is_no_lock_is_not_merged() -> None:
    good = lock_text({"a": A})
    for bad in ("title: x\n", good.replace("\n", "\r\n"), '{\n"b": {},\n"a": {}\n}\n', "[]"):
        for texts in itertools.permutations((good, good, bad)):
            assert merge_locks(*texts) is None
    assert merge_locks("", good, lock_text({"b": B})) == (lock_text({"a": A, "b": B}),) * 3


OURS, BASE, MIDDLE, THEIRS = "<<<<<<< HEAD", "||||||| 1a2b3c4", "=======", ">>>>>>> theirs"


@pytest.mark.parametrize(
    ("text", "united"),
    [
        (marked(OURS, {"a": A}, MIDDLE, {"c": C}, THEIRS, {"b": B}), {"a": A, "b": B, "c": C}),
        (marked(OURS, {"a": A}, MIDDLE, {"a": A, "b": B}, THEIRS), {"a": A, "b": B}),
        (marked(OURS, MIDDLE, {"b": B}, THEIRS, {"a": A}), {"a": A, "b": B}),
        (marked(OURS, {"a": A}, BASE, {"b": B}, MIDDLE, {"b": B, "c": C}, THEIRS), {"a": A, "c": C}),
        (marked(OURS, {"a": B}, BASE, {"a": A}, MIDDLE, {"a": A}, THEIRS), {"a": B}),
        (marked("<" * 9, {"a": A}, "|" * 9 + " x", "=" * 9, {"b": B}, ">" * 9), {"a": A, "b": B}),
        (marked({"b": B}, {"a": A}, {"b": B}), {"a": A, "b": B}),
        (lock_text({"a": A}), {"a": A}),
        (f"{OURS}\n{lock_text({'a': A})}{BASE}\n{MIDDLE}\n{lock_text({'b': B})}{THEIRS}\n", {"a": A, "b": B}),
    ],
)  # fmt: skip
def test_a_merge_left_unfinished_keeps_the_entries_of_both_sides(text: str, united: Lock) -> None:
    assert unite(text) == lock_text(united)


@pytest.mark.parametrize(
    "text",
    [
        marked(OURS, {"a": A}, MIDDLE, {"a": B}, THEIRS),
        marked(OURS, {"a": B}, BASE, {"a": A}, MIDDLE, {"a": C}, THEIRS),
        marked(OURS, BASE, {"a": A}, MIDDLE, {"a": C}, THEIRS),
        marked({"a": A}, {"a": B}),
        marked({"a": A}, "gone"),
        marked(OURS, {"a": A}, MIDDLE),
        f"{OURS}\n{lock_text({'a': A})}{MIDDLE}\n",
        "",
        lock_text({"a": A}).removesuffix("}\n"),
        lock_text({"a": A}).removeprefix("{\n"),
        marked({"a": A}, '"b": {"length": 1, "length": 2},'),
        marked({"a": A}, '"b":  {},'),
        marked({"a": A}, '"b": {}, "c": {},'),
        marked({"a": A}, '"b": {"x": "' + "y" * 5000 + '"},'),
        marked({"a": A}, f"x{OURS}"),
    ],
)
def test_a_lock_that_a_person_must_decide_is_left_alone(text: str) -> None:
    assert unite(text) is None
