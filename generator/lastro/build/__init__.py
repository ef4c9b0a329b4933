"""The straight line: load, check, derive, render, publish, with a memory of what did not change."""
