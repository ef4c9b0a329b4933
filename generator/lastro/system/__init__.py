"""The machine: whole files, trees of files, locks, processes, a stopwatch.

Knows no record.
"""
