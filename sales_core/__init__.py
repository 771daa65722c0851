"""Tablo: the sales department's board over amoCRM."""

__version__ = "0.1.0"
