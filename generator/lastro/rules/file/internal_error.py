"""A rule raised, and what it would have found is unknown.

A check that fails silently would publish what it should have refused; so a fault of ours is an
error too, and the process ends with exit 3. The other rules still ran.
"""
