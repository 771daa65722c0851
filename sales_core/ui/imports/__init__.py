"""The page that brings in a file of payments: what its columns are, what is wrong in it, which deals it speaks of, what
it would do, and only then doing it.

Everything said on the way is kept with the file (``drafts``) and computed anew only when something it depends on
changes; nothing is stored before the last button.
"""
