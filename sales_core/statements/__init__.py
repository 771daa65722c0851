"""Statements of the bank kept, and what people decide about their lines.

``importing`` stores a file's lines once; ``proposing`` says which payments each undecided line may stand for and why;
``confirming`` stores what a person decides: the payment is marked as paid on the day the money was booked, and bears
the bank's confirmation, in one transaction. ``searching`` finds other payments for a line. The matching itself is pure
and lies in ``sales_core.bank``.
"""
