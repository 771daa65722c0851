"""The page of activity: who did how much in a period, what lies behind each count, and what it says beside the plan.

Period and filters are in the address: ``desk`` reads it, and every part of the page is drawn from a desk.
"""
