"""`lastro explain`: the command, and what no other verb needs."""
