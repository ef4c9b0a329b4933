"""Nothing is left to fill in: no value is still the `TODO` of a scaffold.

A reader who meets "TODO" where a reason belongs learns that nobody looked. A record with such a
mark is not finished, whatever else it says.

A mark is a value `TODO`, or one that begins with `TODO:`; without quotes around it other words may
follow it directly. Nothing else is said of a value that is a mark, and no rule about evidence or
ratings looks at a record that holds one.
"""
