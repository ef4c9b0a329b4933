"""What must hold of exceptions."""
