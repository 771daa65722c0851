from sales_core.money import currency
from sales_core.payment_search import MOST_WORDS, Word, search_for

RUB = currency("RUB")


def test_a_word_may_be_a_number_a_name_or_an_amount() -> None:
    assert search_for("акт #31415 98000", RUB).words == (
        Word("акт", None, None),
        Word("#31415", 31415, None),
        Word("98000", 98000, (9_800_000, 9_800_100)),
    )


def test_an_amount_may_be_written_in_groups_and_means_any_kopecks_unless_it_has_some() -> None:
    assert search_for("98 000", RUB).amounts == (9_800_000, 9_800_100)
    assert search_for("98 000,50", RUB).amounts == (9_800_050, 9_800_051)
    assert search_for("−500", RUB).amounts == (50_000, 50_100)


def test_nothing_is_looked_for_in_an_empty_text_and_not_more_than_a_few_words() -> None:
    assert search_for(" ", RUB) == ((), None)
    assert len(search_for("а б в г д е ж з", RUB).words) == MOST_WORDS
    assert search_for("9" * 30, RUB).words == (Word("9" * 30, None, None),)
