"""The page of all payments: filters held in its address, what the selection adds up to, how old its debts are, what is
due day by day, and the list, whose payments can be changed many at once.

Everything that narrows or turns the list is an address: a click goes to it, whoever is sent it sees the same.
"""
