"""What every page that changes payments shares: one way to store wishes, the questions that may come up on the way
(somebody else was faster, a month is closed), the way back, and the history.

A page says ``do(board, wishes, said)`` and draws ``draw_undo(board)`` where it wants the way back. On a page that is
watched, what the reader clicks belongs into a fragment of its own: the page's next look would close a dialog otherwise.
"""
