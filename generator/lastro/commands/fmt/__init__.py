"""`lastro fmt`: the command, and what no other verb needs."""
