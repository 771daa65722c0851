"""What the sales head decides: saved with its history by one door, whatever way it came (page, file, first set-up).

``sales_core.decisions`` is the form everything has here; ``store.decisions`` and ``store.versions`` keep it.
"""
