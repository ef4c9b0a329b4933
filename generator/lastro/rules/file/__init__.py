"""What must hold of a file before it is a record."""
