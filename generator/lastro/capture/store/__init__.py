"""Captures kept in private: what was fetched, by what was cited."""
