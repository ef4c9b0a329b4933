"""What a user could run instead, one file a tool: how it is installed, fed and asked.

Each names in `Job.made` what a run from nothing starts without. It is moved away, so no command of a
peer may clean before it writes: that would be timed, and slow down its own writing.
"""
