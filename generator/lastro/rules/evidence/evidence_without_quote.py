"""Evidence shows the words that it rests on, or says what there is instead.

A reader compares the words with the verdict. A passage without any asks her to believe that
somewhere in the source something fits.

A table, a chart or an absence has no words to quote: its `note` says what it shows.
"""

from lastro.rules import Claim, Finding, Findings


def check(claim: Claim) -> Findings:
    for index, item in enumerate(claim.evidence):
        if not (item.quote or item.note):
            message = "this evidence has neither a quote nor a note"
            hint = "quote the words, or say in `note` what the table or absence shows"
            yield Finding(route=(*claim.at, "evidence", index), message=message, hint=hint)
