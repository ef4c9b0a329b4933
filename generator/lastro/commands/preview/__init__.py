"""`lastro preview`: the command, and what no other verb needs."""
