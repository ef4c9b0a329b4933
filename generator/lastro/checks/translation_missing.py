"""Every reader gets the whole answer in her language.

A page of two languages asks of its reader that she knows both, and what she skips may be what the
verdict turns on. Until the text is there, the page says that it is not translated yet.

Looked at is every text for readers, in each language of the site; the texts of lastro.yml are the
matter of `scale-broken`. Quotes and
`said.words` stay in their own language and need a `translation` into each other one; `pt` is not
asked of a quote in `pt-BR`, nor `en` of one in `en-GB`. A quote of unknown language is passed over,
and so are titles, `said.also` and the words of a reply, which are never translated.
"""

from collections.abc import Iterable, Iterator

from lastro.corpus import Corpus
from lastro.diagnostics import Finding, Severity
from lastro.places import RecordPath
from lastro.translations import reader_texts
from lastro.values import Text

SEVERITY = Severity.WARNING
WAIVABLE = True
FIX = "none"
SCOPE = "corpus"


def check(corpus: Corpus) -> Iterator[Finding]:
    """Yield one finding for each text and each language that it lacks."""
    languages = corpus.settings.languages
    for found in reader_texts(corpus):
        if found.at[0] == "lastro":
            continue
        missing = [tag for tag in languages if found.text.get(tag) is None]
        bare = _of_bare(languages[0], languages, "it")
        hint = bare if found.text.bare else "add it; until then the page says so"
        yield from _missing(found.at, missing, hint)
    for at, spoken, translation in _quotes(corpus):
        there = {spoken, *(translation.languages if translation else ())}
        missing = [tag for tag in languages if not _speaks(tag, spoken) and tag not in there]
        bare = _of_bare(languages[0], missing, "`translation`")
        hint = bare if translation and translation.bare else "add it to `translation`"
        yield from _missing(at, missing, hint)


def _quotes(corpus: Corpus) -> Iterator[tuple[RecordPath, str, Text | None]]:
    """Yield the words of others whose language is known: route, language, translation."""
    for claim in corpus.claims.values():
        yield ("claims", claim.id, "said", "words"), claim.said.lang, claim.said.translation
        for number, item in enumerate(claim.evidence):
            source = corpus.sources.get(item.source)
            spoken = item.lang or (source.lang if source else None)
            if item.quote and spoken:
                yield ("claims", claim.id, "evidence", number, "quote"), spoken, item.translation


def _of_bare(first: str, languages: Iterable[str], where: str) -> str:
    keys = " and ".join(f"`{tag}: …`" for tag in languages)
    return f"a bare text counts as {first}; write {keys} below {where}"


def _speaks(tag: str, spoken: str) -> bool:
    return tag.partition("-")[0] == spoken.partition("-")[0]


def _missing(at: RecordPath, languages: Iterable[str], hint: str) -> Iterator[Finding]:
    name = next(step for step in reversed(at) if isinstance(step, str))
    for language in languages:
        yield Finding(at=at, on_key=True, message=f"'{name}' has no {language}", hint=hint)
