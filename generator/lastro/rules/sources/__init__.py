"""What must hold of sources and of their origins."""
