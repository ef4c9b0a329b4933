"""Disk to corpus: find files, read text, decode, collect every problem, remember what did not change."""
