"""The site for machines: what pages say, as files that programs read. One module is one format.

A format that says less or other than the page would spread a verdict that we do not hold.
"""
