"""`lastro new`: the command, and what no other verb needs."""
