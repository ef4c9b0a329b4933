"""What must hold of passages and of what they cite."""
