"""The settings pages: what the sales head decides, typed into cards, shown with its effect, saved, with its history.

A card draws what is stored and what is typed over it, and returns ``Edits``; ``frame`` draws the page around the cards
and saves what they return.
"""
