"""Conversion from status to status: a chart of one month's deals or of all of them, and every month in a table."""
