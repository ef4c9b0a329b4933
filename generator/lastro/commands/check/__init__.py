"""`lastro check`: the command, and what no other verb needs."""
