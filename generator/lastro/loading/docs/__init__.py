"""Hand-written pages: which files are published, and what a page may hold."""
