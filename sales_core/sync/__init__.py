"""Keeps the local database true to one amoCRM account.

``planning`` and ``mapping`` decide and are pure; ``passes`` runs what they decided, a page a transaction; ``worker`` is
the shell that does so every minute and survives what fails.
"""
