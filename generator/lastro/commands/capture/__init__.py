"""`lastro capture`: the command, and what no other verb needs."""
