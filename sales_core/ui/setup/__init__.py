"""The first set-up: from nothing to a report, step by step. Each step can be skipped, left and come back to."""
