"""`lastro doctor`: the command, and what no other verb needs."""
