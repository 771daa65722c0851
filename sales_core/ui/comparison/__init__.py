"""The page that compares managers: who is compared in which month stands in its address, and every part is drawn of one
report."""
