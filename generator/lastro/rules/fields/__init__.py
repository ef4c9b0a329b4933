"""What must hold of single values."""
