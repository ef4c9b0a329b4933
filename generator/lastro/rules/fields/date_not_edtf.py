"""A date can be read in one way only.

03/04/26 is a day of March for some readers and of April for others; a verdict that holds for a
window of time hangs on it.

Written are years, months and days: 2026, 2026-04, 2026-04-03, with `~` for about and `?` for
uncertain, and windows such as 2026-04-03/.. whose end day is excluded. An act of ours, such as
`decided`, is a whole day.
"""
