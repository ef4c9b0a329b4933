"""The command line: one verb a file, and one place where its errors end.

A person who meets an error here reads one sentence and what to do, never a traceback. A verb is a module of
this package, or the module `command` of a folder, with a click command named `command`; it is imported when
it is called. `shared` is all that verbs have in common. What `--help` says stands in `help.md`.
"""

import gc
import importlib
import os
import pkgutil
import re
import sys
import traceback
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from lastro import __version__
from lastro.commands.shared import console
from lastro.errors import Exit, LastroError
from lastro.reporters.document import lastro_document
from lastro.system.gc_pause import pause_gc
from lastro.text.messages import did_you_mean

if TYPE_CHECKING:
    from rich_click import RichCommand

# pydantic would look through all that is installed for what may want to watch it
os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"

INTERRUPTED = 130
"""What a shell says of a process that was ended with Ctrl-C: 128 and the number of SIGINT."""

DEBUG = "--debug"
_DEBUG_OPTION = click.Option(
    [DEBUG], is_flag=True, expose_value=False, help="Show the traceback of a fault in Lastro."
)
"""What `main` reads from the command line, before anything can fail."""
JSON = "--json"
_JSON_OPTION = click.Option(
    [JSON],
    is_flag=True,
    expose_value=False,
    callback=lambda _, __, wanted: console.keep_lines() if wanted else None,
    help="Print one JSON document: the exit code, the lines, and what went wrong.",
)
_WITHOUT_JSON = {"serve", "merge-lock"}
"""One never ends by itself, git calls the other; all verbs but these have a document or get one."""
SHARED = "shared"


def verbs() -> list[str]:
    return sorted(_module_of_each_verb())


def _module_of_each_verb() -> dict[str, str]:
    return {
        found.name.strip("_").replace("_", "-"): f"{__name__}.{found.name}"
        + ".command" * found.ispkg
        for found in pkgutil.iter_modules(__path__)
        if found.name != SHARED
    }


class HelpContext(click.Context):
    """The context of a verb that can be asked for its help."""

    def get_help(self) -> str:
        """Lay out the help of the verb, with colours where a terminal shows them."""
        import rich_click  # noqa: PLC0415 - importing it takes as long as to check a small site

        self.color = True  # rich has looked where it writes to; click is to strip nothing
        return rich_click.RichContext(
            _as_rich_command(self.command, self),
            info_name=self.info_name,
            parent=self.parent,
            help_option_names=self.help_option_names,
            rich_help_config=rich_click.RichHelpConfiguration(
                max_width=100,
                force_terminal=None,
                text_paragraph_linebreaks="\n\n",
                padding_helptext_first_line=(0, 0, 1, 0),
            ),
        ).get_help()


def _as_rich_command(command: click.Command, context: click.Context) -> "RichCommand":
    from rich_click import RichCommand, RichGroup  # noqa: PLC0415 - as above

    if not isinstance(command, click.Group):
        return RichCommand(name=command.name, params=command.params, help=command.help)
    found = ((name, command.get_command(context, name)) for name in command.list_commands(context))
    return RichGroup(
        name=command.name,
        commands={name: below for name, below in found if below},
        params=command.params,
        help=command.help,
        invoke_without_command=command.invoke_without_command,
    )


class Verbs(click.Group):
    """A group that imports a verb when it is asked for."""

    context_class = HelpContext

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return verbs()

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in verbs():
            return None
        with pause_gc():
            command: click.Command = importlib.import_module(
                _module_of_each_verb()[cmd_name]
            ).command
        gc.freeze()  # classes and functions are never garbage
        _complete(command, cmd_name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the verb of a command line; raises LastroError for one that is misspelt."""
        if args[0] not in verbs() and not args[0].startswith("-"):
            listed = f"commands: {', '.join(verbs())}"
            raise LastroError(f"no command '{args[0]}'", did_you_mean(args[0], verbs(), listed))
        return super().resolve_command(ctx, args)


class Help(NamedTuple):
    """What `--help` says of a verb: its text, and that of each option that does not say it itself."""

    text: str
    options: dict[str, str]


@cache
def read_help() -> dict[str, Help]:
    """Return the help of each verb by its words; examples are marked to keep their line ends."""
    text = Path(__file__).with_name("help.md").read_text(encoding="utf-8")
    parts = re.split(r"^## lastro *(.*)\n", text, flags=re.MULTILINE)[1:]
    found = {}
    for name, part in zip(parts[::2], parts[1::2], strict=True):
        said, _, options = part.strip().partition("\n\nOptions:\n")
        marked = re.sub(r"\n\n(?=    )", "\n\n\b\n", said)
        found[name] = Help(
            marked, dict(re.findall(r"^- `(--[\w-]+).*?`: (.*)$", options, re.MULTILINE))
        )
    return found


def _complete(command: click.Command, name: str) -> None:
    """Let a verb, and each verb below it, lay out its help and take the option that `main` has read already."""
    command.context_class = HelpContext
    command.help, told = read_help().get(name, Help(command.help or "", {}))
    for option in command.params:
        if isinstance(option, click.Option) and option.help is None:
            option.help = told.get(option.opts[0])
        choice = option.type if isinstance(option, click.Option) else None
        if isinstance(choice, click.Choice) and option.metavar is None:
            # a long list of words would be broken within one
            listed = ", ".join(map(str, choice.choices))
            option.metavar, option.help = "WORD", f"{option.help} One of: {listed}."
    if _DEBUG_OPTION not in command.params:
        says = any(JSON in option.opts for option in command.params) or name in _WITHOUT_JSON
        command.params += [_DEBUG_OPTION] if says else [_JSON_OPTION, _DEBUG_OPTION]
    for below in command.commands.values() if isinstance(command, click.Group) else ():
        _complete(below, f"{name} {below.name}")


@click.group(
    cls=Verbs, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(__version__, prog_name="lastro", message="%(prog)s %(version)s")
@click.pass_context
def group(context: click.Context) -> None:
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


group.help = read_help()[""].text
group.params.append(_DEBUG_OPTION)


@group.result_callback()
@click.pass_context
def _end(context: click.Context, code: Exit | None) -> None:
    """End with the exit that a verb returns; one that returns none did its work."""
    context.exit(code or Exit.OK)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and end the process with 0, 1 for findings, 2 for the surroundings, 3 for a fault of ours."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    console.accept_any_text()
    with console.debug_to_stderr(wanted=DEBUG in given):
        code, fault = _run(given)
    lines = console.take_lines()
    if JSON in given and (fault or lines is not None):
        verb = next((word for word in given if not word.startswith("-")), "lastro")
        console.write(lastro_document(verb, {"exit": code, "lines": lines or [], "error": fault}))
    console.flush_output()
    if arguments is None:
        # a third of a build without changes went into taking apart what ends with the process anyway
        if logging := sys.modules.get("logging"):
            logging.shutdown()
        os._exit(code)
    sys.exit(code)


Fault = dict[str, object]
"""What went wrong, as a document tells it: `message`, `hint`, `listed`."""


def _run(given: list[str]) -> tuple[int, Fault | None]:
    try:
        return int(group.main(args=given, prog_name="lastro", standalone_mode=False)), None
    except click.exceptions.NoArgsIsHelpError as asked:
        click.echo(asked.message)
        return Exit.SURROUNDINGS, None
    except click.Abort:
        return INTERRUPTED, None
    except Exception as error:  # noqa: BLE001 - the one place where every error ends
        if DEBUG in given:
            traceback.print_exc()
        code, message, hint, listed = _explain(error)
        console.complain(message, hint, listed)
        return code, {"message": message, "hint": hint, "listed": listed}


def _explain(error: Exception) -> tuple[int, str, str, Sequence[str]]:
    """Return the exit code of an error, what happened, what to do, and the things that it counts."""
    if isinstance(error, LastroError):
        return Exit.SURROUNDINGS, error.message, error.hint, error.listed
    if isinstance(error, click.ClickException):
        said = error.format_message().strip().partition("\n")[0]  # a list of choices follows
        said = said.removesuffix(" Choose from:").removesuffix(".")
        path = getattr(getattr(error, "ctx", None), "command_path", "lastro")
        unquoted = "put several words between straight quotes; " if "extra argument" in said else ""
        return Exit.SURROUNDINGS, said[:1].lower() + said[1:], f"{unquoted}see `{path} --help`", ()
    if isinstance(error, OSError):
        of = f" '{error.filename}'" if error.filename else ""
        return Exit.SURROUNDINGS, f"the system refused{of}: {error.strerror or error}", "", ()
    message = f"our fault: {type(error).__name__}: {error}"
    hint = f"report it with the output of the same command and {DEBUG}"
    return Exit.OUR_FAULT, message, hint, ()
