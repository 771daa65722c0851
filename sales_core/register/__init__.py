"""The register of payments as people keep it.

Every operation is a pure function from payments as their author saw them to **wishes**: what each should become
(``payments``, ``instalments``). One door stores wishes as one act, unless somebody changed the same payments meanwhile
(``saving``). An act can be taken back while everything it did still stands (``undoing``).
"""
