"""`lastro archive`: the command, and what no other verb needs."""
