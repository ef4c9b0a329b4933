"""One key stands once in a map.

Of two `rating` lines most tools keep the last one in silence: whoever reads the file from the top
believes the other one.

The same key in two items of a list, or in two maps, is no fault.
"""
