"""Where a finding stands, as programs name it: the record and the route in it."""

from lastro.places import Place, Step, name_of


def record_of(place: Place) -> str | None:
    """Name the record, such as `claim:quays-closed`; None for what stands in none."""
    return name_of(place.steps)


def steps_of(place: Place) -> list[Step]:
    """Return the route inside the record, or inside the file where there is no record."""
    return list(place.steps[2 if record_of(place) else 1 :])
