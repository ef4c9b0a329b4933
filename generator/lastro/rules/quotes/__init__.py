"""What must hold of quotes and of their proofs."""
