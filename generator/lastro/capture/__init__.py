"""Captures: what a source said at one moment, fetched safely and kept for those who verify."""
