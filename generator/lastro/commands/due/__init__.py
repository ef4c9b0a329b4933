"""`lastro due`: the command, and what no other verb needs."""
