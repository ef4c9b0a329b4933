"""The rules of the scale in a reader's words: what carried a rating, and what others would need.

A reader who doubts a verdict asks what would have to be found for another one. The sentences are
made from the conditions that the check counted, so that text and behaviour cannot differ.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field

from markupsafe import Markup

from lastro.evidence.rulings import Condition, Ruling
from lastro.evidence.tally import COUNTS
from lastro.model.settings import Counts, Need, Rating, Settings
from lastro.render.words.catalogue import Words
from lastro.render.words.phrases import join_markup, markup
from lastro.site.views import ClaimView, WindowView


@dataclass(frozen=True)
class ScaleWords:
    """The sentences of one language about the scale of one site."""

    settings: Settings
    t: Words
    _fired: dict[tuple[str, int], Markup] = field(default_factory=dict, init=False, repr=False)
    _lacks: dict[Hashable, list[Markup]] = field(default_factory=dict, init=False, repr=False)

    def rule(self, window: WindowView) -> Markup:
        """Say which alternative of the scale carries the rating of a window."""
        ruling = window.judgement.ruling(window.rating.id)
        if ruling is None or not ruling.permitted:
            return Markup()
        if ruling.fired is None:
            return self.t("rule_always")
        key = ruling.rating, ruling.fired
        found = self._fired.get(key)
        if found is None:
            need = self.settings.needs(window.rating)[ruling.fired]
            found = self._fired[key] = self.t("rule_fired", rule=self._need(need))
        return found

    def needs(self, rating: Rating) -> Markup:
        """Print what a rating needs, from the same data that the check reads."""
        ways = [self._need(need) for need in self.settings.needs(rating)]
        if rating.after:
            ways = [self._and([way, self.t("scale_after")]) for way in ways]
        words = self.t("cond_or").join(ways) if ways else self.t("scale_always")
        if rating.without is None:
            return words
        forbidding = self._counts("supports", rating.without.supports)
        forbidding += self._counts("refutes", rating.without.refutes)
        never = self.t("scale_without", rule=self.t("cond_or").join(forbidding))
        return words + Markup(". ") + never

    def list_lacks(self, window: WindowView, view: ClaimView) -> list[Markup]:
        """Say of each rating that a window does not permit what it would need there.

        Windows whose evidence counts alike lack the same, and are told so in words made once.
        """
        key = view.claim.nature, *map(_counted_alike, window.judgement.rulings)
        found = self._lacks.get(key)
        if found is None:
            found = self._lacks[key] = self._lacking(window, view.claim.nature)
        return found

    def _lacking(self, window: WindowView, of_nature: str) -> list[Markup]:
        nature = self.t(f"nature_{of_nature}")
        found = []
        for ruling in window.judgement.rulings:
            rating = self.settings.rating(ruling.rating)
            if rating and not ruling.permitted:
                label = self.t.read(rating.label).text
                found.append(self.t("lacks", label=label, what=self._lack(ruling, nature)))
        return found

    def _lack(self, ruling: Ruling, nature: Markup) -> Markup:
        ways = []
        if ruling.fired is None:
            ways = [
                self._and(self._had(c, nature) for c in way if c.subject != "nature" or not c.met)
                for way in ruling.fitting
            ]
        lacked = [self.t("cond_or").join(ways)] if ways else []
        lacked += [self.t("scale_after")] if ruling.lacks_earlier else []
        lacked = lacked or [self.t("lacks_nothing")]
        parts = [markup("{}.", self._and(lacked))]
        if ruling.forbidden:
            forbidding = self.t("cond_or").join(self._had(c, nature) for c in ruling.forbidden)
            parts.append(self.t("scale_without", rule=forbidding))
        return join_markup(" ", parts)

    def _had(self, condition: Condition, nature: Markup) -> Markup:
        """Say what a condition wants, and what the window has of it."""
        have: object = condition.have
        if condition.subject == "nature":
            words, have = self._natures(condition.natures), nature
        elif condition.subject == "events":
            words = self.t.count("cond_events", condition.wanted)
        else:
            key = f"cond_{condition.subject}_{condition.kind}"
            words = self.t.count(key, condition.wanted)
        return self.t("cond_have", condition=words, have=have)

    def _need(self, need: Need) -> Markup:
        # A rule that holds for all natures but a few reads as a list; the list is the rule.
        parts = [self._natures(need.nature)] if need.nature else []
        parts += self._counts("supports", need.supports)
        parts += self._counts("refutes", need.refutes)
        parts += self._counts("context", need.context)
        if need.events:
            parts.append(self.t.count("cond_events", need.events))
        return self._and(parts)

    def _natures(self, natures: Iterable[str]) -> Markup:
        names = [self.t(f"nature_{nature}") for nature in natures]
        return self.t("cond_nature", natures=self.t.join(names, style="or"))

    def _and(self, parts: Iterable[Markup]) -> Markup:
        first, *others = parts
        for part in others:
            first = self.t("cond_and", first=first, second=part)
        return first

    def _counts(self, stance: str, counts: Counts | None) -> list[Markup]:
        if counts is None:
            return []
        wanted = [(kind, getattr(counts, kind)) for kind in COUNTS]
        return [self.t.count(f"cond_{stance}_{kind}", number) for kind, number in wanted if number]


def _counted_alike(ruling: Ruling) -> Hashable:
    """Return what tells two rulings on one rating apart: the scale says the rest of them."""
    return (
        ruling.rating,
        ruling.fired,
        ruling.lacks_earlier,
        tuple([(c.subject, c.kind, c.have) for c in ruling.forbidden]),
        tuple([c.have for tried in ruling.alternatives for c in tried]),
    )
