"""The first line of a record is all that an editor needs: proved with the server editors use."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.folders import ROOT

SERVER = ROOT / "build" / "editors" / "node_modules" / ".bin" / "yaml-language-server"
TEMPLATES = ROOT / "docs" / "templates"


class Editor:
    """An editor that knows nothing of Lastro, as a client of the server."""

    def __init__(self, folder: Path) -> None:
        self.server = subprocess.Popen(
            [str(SERVER), "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=folder
        )
        self.asked = 0
        self.told: dict[str, list[Any]] = {}
        root = {"rootUri": folder.as_uri(), "processId": None}
        abilities = {
            "workspace": {"configuration": True},
            "textDocument": {"publishDiagnostics": {}, "completion": {}},
        }
        self.ask("initialize", {**root, "capabilities": abilities})
        self.say("initialized", {})

    def send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.server.stdin is not None
        self.server.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.server.stdin.flush()

    def say(self, method: str, params: dict[str, Any]) -> None:
        self.send({"method": method, "params": params})

    def ask(self, method: str, params: dict[str, Any]) -> Any:
        self.asked += 1
        self.send({"id": self.asked, "method": method, "params": params})
        while "result" not in (message := self.hear()) or message.get("id") != self.asked:
            pass
        return message["result"]

    def hear(self) -> dict[str, Any]:
        """Read one message; note diagnostics, and answer what the server asks."""
        assert self.server.stdout is not None
        size = 0
        while line := self.server.stdout.readline().strip():
            if line.lower().startswith(b"content-length:"):
                size = int(line.split(b":")[1])
        assert size, "the server went away"
        message: dict[str, Any] = json.loads(self.server.stdout.read(size))
        if message.get("method") == "textDocument/publishDiagnostics":
            self.told[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif message.get("method") == "workspace/configuration":
            # no catalogue of schemas is fetched: the first line of the record must do
            wanted = [
                {"schemaStore": {"enable": False}} if item.get("section") == "yaml" else None
                for item in message["params"]["items"]
            ]
            self.send({"id": message["id"], "result": wanted})
        elif "id" in message and "method" in message:
            self.send({"id": message["id"], "result": None})
        return message

    def open(self, path: Path) -> str:
        uri = path.as_uri()
        text = path.read_text(encoding="utf-8")
        shown = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self.say("textDocument/didOpen", {"textDocument": shown})
        return uri

    def diagnostics(self, path: Path) -> list[Any]:
        uri = self.open(path)
        while uri not in self.told:
            self.hear()
        return self.told[uri]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "schema", tmp_path / "schema")
    places = {
        "article": "claims/harbour/article.yml",
        "claim": "claims/harbour/quays-closed.yml",
        "source": "sources/harbour-bylaws.yml",
    }
    for name, place in places.items():
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(TEMPLATES / f"{name}.yml", tmp_path / place)
    return tmp_path


@pytest.fixture
def editor(site: Path) -> Iterator[Editor]:
    assert SERVER.exists(), f"{SERVER} is missing: run `make editors`"
    one = Editor(site)
    yield one
    one.server.kill()
    one.server.communicate()


@pytest.mark.parametrize(
    "name",
    ["claims/harbour/article.yml", "claims/harbour/quays-closed.yml", "sources/harbour-bylaws.yml"],
)
def test_a_template_has_no_mistake_for_an_editor(site: Path, editor: Editor, name: str) -> None:
    assert editor.diagnostics(site / name) == []


def test_an_editor_marks_a_misspelt_stance_from_its_first_letter_to_its_last(
    site: Path, editor: Editor
) -> None:
    path = site / "claims/harbour/quays-closed.yml"
    lines = path.read_text(encoding="utf-8").replace("stance: supports", "stance: suports")
    path.write_text(lines, encoding="utf-8")
    row = next(i for i, line in enumerate(lines.splitlines()) if "suports" in line)
    (told,) = editor.diagnostics(path)
    assert told["range"] == {
        "start": {"line": row, "character": 12},
        "end": {"line": row, "character": 19},
    }
    assert all(stance in told["message"] for stance in ("supports", "refutes", "context"))


def test_an_editor_offers_the_three_stances_after_the_key(site: Path, editor: Editor) -> None:
    path = site / "claims/harbour/quays-closed.yml"
    text = path.read_text(encoding="utf-8").splitlines()
    row = next(i for i, line in enumerate(text) if "stance: supports" in line)
    text[row] = "    stance: "
    path.write_text("\n".join(text) + "\n", encoding="utf-8")
    place = {"line": row, "character": len(text[row])}
    uri = editor.open(path)
    offered = editor.ask(
        "textDocument/completion", {"textDocument": {"uri": uri}, "position": place}
    )
    assert {item["label"] for item in offered["items"]} == {"supports", "refutes", "context"}


def test_an_editor_tells_what_a_key_means(site: Path, editor: Editor) -> None:
    path = site / "claims/harbour/quays-closed.yml"
    text = path.read_text(encoding="utf-8").splitlines()
    row = next(i for i, line in enumerate(text) if "stance:" in line)
    uri = editor.open(path)
    shown = editor.ask(
        "textDocument/hover",
        {"textDocument": {"uri": uri}, "position": {"line": row, "character": 6}},
    )
    assert "Which way the passage points" in shown["contents"]["value"]
