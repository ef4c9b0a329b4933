from lastro.rules import Claim, Finding, Findings, Related


def check(claim: Claim) -> Findings:
    if claim.opened:
        return
    reviews = ("claims", claim.id, "reviews")
    windows = ((review.holds, n) for n, review in enumerate(claim.reviews))
    (last, earlier), *others = sorted(windows, key=lambda numbered: numbered[0].first)
    for window, later in others:
        if last.after is None:
            break
        if last.after < window.first:
            yield Finding(
                route=(*reviews, later, "holds"),
                message=f"no review holds from {last.after} to {window.first}",
                hint="move an end: the end day of a window is excluded",
                related=(Related((*reviews, earlier, "holds"), "the window before"),),
            )
        if window.after is None or window.after > last.after:
            last, earlier = window, later
