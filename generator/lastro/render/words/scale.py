"""The rules of the scale in a reader's words: what carried a rating, and what others would need.

A reader who doubts a verdict asks what would have to be found for another one. The sentences are
made from the conditions that the check counted, so that text and behaviour cannot differ.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from markupsafe import Markup

from lastro.evidence.rulings import (
    bars,
    conditions,
    parties_can_carry,
    say_all,
    say_condition,
    say_lack,
)
from lastro.model.settings import Need, Rating, Settings
from lastro.render.words.catalogue import Words
from lastro.render.words.phrases import mark_safe
from lastro.site.views import ClaimView, WindowView


@dataclass(frozen=True)
class ScaleWords:
    """The sentences of one language about the scale of one site."""

    settings: Settings
    t: Words
    _lacks: dict[object, list[Markup]] = field(default_factory=dict, init=False, repr=False)

    def rule(self, window: WindowView) -> Markup:
        """Say which alternative of the scale carries the rating of a window."""
        ruling = window.judgement.ruling(window.rating.id)
        if ruling is None or not ruling.permitted:
            return Markup()
        if ruling.fired is None:
            return self.t("rule_always")
        need = self.settings.needs(window.rating)[ruling.fired]
        return self.t("rule_fired", rule=self._need(need))

    def needs(self, rating: Rating) -> Markup:
        """Print what a rating needs, from the same data that the check reads."""
        words = self._ways(rating, self.settings.needs(rating)) or self.t("scale_always")
        barring = [mark_safe(say_condition(condition, self.t)) for condition in bars(rating)]
        if not barring:
            return words
        never = self.t("scale_without", rule=self.t("cond_or").join(barring))
        return words + Markup(". ") + never

    def list_for_parties(self) -> tuple[list[Markup], str]:
        """Say which ratings the parties' words can carry, and name those that they never carry."""
        ways = {
            self._label(rating): self._ways(rating, filter(parties_can_carry, needs))
            for rating in self.settings.ratings
            if (needs := self.settings.needs(rating))
        }
        told = [(label, what) for label, what in ways.items() if what]
        never = self.t.join(label for label, what in ways.items() if not what)
        return [self.t("scale_parties_way", label=label, what=what) for label, what in told], never

    def _ways(self, rating: Rating, needs: Iterable[Need]) -> Markup:
        ways = [self._need(need) for need in needs]
        if rating.after:
            ways = [mark_safe(say_all([way, self.t("scale_after")], self.t)) for way in ways]
        return self.t("cond_or").join(ways)

    def _label(self, rating: Rating) -> str:
        return self.t.read(rating.label).text

    def list_lacks(self, window: WindowView, view: ClaimView) -> list[Markup]:
        """Say of each rating that a window does not permit what it would need there.

        Windows whose evidence counts alike lack the same, and are told so in words made once.
        """
        key = view.claim.nature, window.judgement.rulings
        if key not in self._lacks:
            nature = self.t(f"nature_{view.claim.nature}")
            self._lacks[key] = [
                mark_safe(say_lack(ruling, self._label(rating), nature, self.t))
                for ruling in window.judgement.rulings
                if not ruling.permitted and (rating := self.settings.rating(ruling.rating))
            ]
        return self._lacks[key]

    def _need(self, need: Need) -> Markup:
        # A rule that holds for all natures but a few reads as a list; the list is the rule.
        parts = [say_condition(condition, self.t) for condition in conditions(need)]
        return mark_safe(say_all(parts, self.t))
