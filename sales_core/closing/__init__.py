"""Closed months: freezing and reopening them, what became of their payments since, and what is paid beside a bonus.

The frozen copy is read where every figure is read, in ``reporting``; here is what people do to months. Whoever changes
payments of a closed month is asked for a reason where all payments are written, in ``store.payment_writing``.
"""
