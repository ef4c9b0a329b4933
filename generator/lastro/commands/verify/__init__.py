"""`lastro verify`: the command, and what no other verb needs."""
