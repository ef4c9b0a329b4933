"""The engine that runs rules, and gives their findings places, waivers and fixes.

A rule is added in `rules/`, not here.
"""
