"""What must hold of ratings and of the scale."""
