"""`lastro captures`: the command, and what no other verb needs."""
