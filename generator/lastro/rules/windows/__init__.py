"""What must hold of the windows of reviews."""
