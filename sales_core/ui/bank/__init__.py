"""The page of the bank statement: files brought in, the month's money, its lines, and what is decided about each."""
