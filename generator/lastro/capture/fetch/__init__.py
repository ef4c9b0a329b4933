"""Fetch pages safely: the only part of Lastro that reaches the network.

An editor captures a page that a stranger named. The page must not lead to a machine that the
stranger cannot reach, take the memory, or keep the editor waiting: each link is judged before its
name is looked up, each address before it is connected to, and one clock runs over all of it. Only
`door` touches a socket.
"""
