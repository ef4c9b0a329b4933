"""`lastro export`: the command, and what no other verb needs."""
