"""Fetch pages safely: the only part of Lastro that reaches the network. Only `door` touches a socket.

An editor captures a page that a stranger named. It must not lead to a machine that the stranger cannot
reach, take the memory, or keep the editor waiting: each link is judged before its name is looked up, each
address before it is connected to, and one clock runs over all of it.
"""
