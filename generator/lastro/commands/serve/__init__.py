"""`lastro serve`: the command, and what no other verb needs."""
