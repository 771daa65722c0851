"""The connection to amoCRM in the app: how it is made, what it opens, what the worker does with it."""
