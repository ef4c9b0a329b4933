"""`lastro build`: the command, and what no other verb needs."""
