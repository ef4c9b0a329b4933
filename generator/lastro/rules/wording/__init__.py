"""What must hold of the words that readers get."""
