"""What is wrong with a line of a statement."""

from sales_core.errors import InputError


def line_fault(line: int, reason: InputError) -> InputError:
    return InputError("line {line}: {reason}", line=line, reason=reason)


def key_fault(line: int, key: str, reason: InputError) -> InputError:
    return InputError("line {line}, {key}: {reason}", line=line, key=key, reason=reason)
