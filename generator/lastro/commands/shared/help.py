"""The help of a verb as rich-click lays it out: imported only for who asks, since most runs need none."""

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich_click import RichCommand


class HelpContext(click.Context):
    """The context of a verb that can be asked for its help."""

    def get_help(self) -> str:
        """Lay out the help of the verb, with colours where a terminal shows them."""
        import rich_click  # noqa: PLC0415 - importing it takes as long as to check a small site

        self.color = True  # rich has looked where it writes to; click is to strip nothing
        return rich_click.RichContext(
            _same(self.command, self),
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


def _same(command: click.Command, context: click.Context) -> "RichCommand":
    """Return a command of rich-click that says of itself what a plain one does."""
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
