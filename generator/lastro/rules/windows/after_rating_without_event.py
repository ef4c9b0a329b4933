from lastro.evidence.judge import lacks_event
from lastro.rules import Claim, Finding, Findings, Settings, in_quotes


def check(claim: Claim, settings: Settings) -> Findings:
    for index, review in enumerate(claim.reviews):
        if lacks_event(claim, review, settings):
            at = (*claim.at, "reviews", index, "rating")
            message = f"{in_quotes(review.rating)}, but no event ended it"
            hint = f"add it to `events`, on {review.holds.first}, with its source"
            yield Finding(route=at, message=message, hint=hint)
