"""The page of deals in work: who has how many in which status, what is stuck, how to even the loads out, what was
closed, and how deals go from status to status.

What is shown is in the address: ``desk`` reads it, every part of the page is drawn from a desk. ``asked`` names what a
reader clicked; ``deals`` shows the deals behind it.
"""
