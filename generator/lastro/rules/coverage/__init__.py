"""What must hold of the list of what an article says."""
