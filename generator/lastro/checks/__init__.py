"""The engine that runs rules: all of them, or those that a change touched; places, waivers, fixes."""
