"""What must hold of a change to what was published."""
