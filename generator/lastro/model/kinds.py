"""The kinds of records: the model and the file of each."""

from collections.abc import Mapping

from lastro.model.article import Article
from lastro.model.base import Kept, Record
from lastro.model.claim import Claim
from lastro.model.settings import Settings
from lastro.model.source import Source


def file_of(record: Kept) -> str:
    if isinstance(record, Claim):
        return f"claims/{record.article}/{record.id}.yml"
    if isinstance(record, Article):
        return f"claims/{record.id}/article.yml"
    return f"sources/{record.id}.yml" if isinstance(record, Source) else SETTINGS


SETTINGS = "lastro.yml"
MODELS: Mapping[str, type[Record]] = {
    "articles": Article,
    "claims": Claim,
    "sources": Source,
    "lastro": Settings,
}
"""The model of a record by the first step of its route."""
