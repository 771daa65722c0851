from fractions import Fraction

from sales_core.median import median_of


def test_the_median_of_an_even_number_lies_half_way() -> None:
    assert median_of([3, 1, 9, 4]) == Fraction(7, 2)
    assert median_of([3, 1, 9]) == 3
    assert median_of([]) is None
