"""The exporter of docs/handbook/how-to/extend.md, run as it stands there: whoever copies it begins with one that works."""

import re
from datetime import date
from types import ModuleType

from lastro.exports.registry import Format
from lastro.loading.load import load
from lastro.site.derive import derive
from tests.support.exported_files import exported_files
from tests.support.folders import ALDERA, ROOT

TEXT = (ROOT / "docs/handbook/how-to/extend.md").read_text(encoding="utf-8")


def test_the_exporter_of_the_docs_makes_the_golden_file_of_the_docs() -> None:
    (code,) = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
    (golden,) = re.findall(r"topic-counts\.txt`:\n\n```text\n(.*?)```", TEXT, re.DOTALL)
    module = ModuleType("topic_counts")
    exec(code, vars(module))  # noqa: S102 - the code of our own docs
    one = Format("topic-counts", parts=module.parts, shared_files=module.shared_files)
    found = load(ALDERA).corpus
    assert found
    site = derive(found, date(2026, 11, 24), url="https://aldera.example.org/")
    assert exported_files(site, {one.name: one}) == {"topic-counts.txt": golden.encode()}
