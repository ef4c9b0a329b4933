"""Records changed as text, the fewest lines: set a key, replace values, format, rename, scaffold."""
