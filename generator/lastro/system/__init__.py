"""The machine: whole files, trees of files, locks, processes.

Knows no record.
"""
