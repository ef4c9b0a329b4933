"""Lastro: every claim has backing.

Claims and sources are YAML records; this package checks that each verdict is carried by its
evidence and renders the records into a static, bilingual site.
"""

__version__ = "0.1.0"
