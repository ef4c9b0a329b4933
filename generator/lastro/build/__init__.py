"""The straight line: load, check, derive, render, publish; a memo spares what did not change.

An executor that makes pages on other machines is handed in from outside: see `workers`.
"""
