"""What must hold of ids and of what they lead to."""
