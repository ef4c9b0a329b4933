"""`lastro import`: the command, and what no other verb needs."""
