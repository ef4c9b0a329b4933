"""An address that is published leads to the open web.

Readers follow it with one click. An address of a script, of a file or with a password in it would
turn that click against them or give away what is private.

Allowed are http and https with a public host, without user or password, up to 2,000 plain
characters. Hosts of one machine or one network, such as 127.0.0.1, 10.0.0.7 or wiki.internal, open
something else for every reader, and are never fetched. Letters beyond ASCII are written as browsers
send them, which the fix does. Whether the page still stands there is not asked.
"""

from lastro.rules.fields.value_unknown import fix

__all__ = ("FIX", "fix")
FIX = "safe"
