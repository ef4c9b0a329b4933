"""What must hold of the reasons that a review gives."""
