"""The account whose settings the files of these tests speak of."""

from sales_core.money import currency
from sales_core.settings.file.vocabulary import Named, Vocabulary

KNOWN = Vocabulary(
    currency=currency("RUB"),
    users=(
        Named(5501, "a@example.org"),
        Named(5502, ""),
        Named(5503, "twin@example.org"),
        Named(5504, "Twin@example.org"),
    ),
    fields=(Named(10, "Тип сделки"), Named(11, "Источник")),
    options={
        10: (Named(701, "Лицензии"), Named(702, "Работы"), Named(703, '"Поддержка" \\ 24/7')),
        11: (Named(801, "Сайт"),),
    },
)
"""No deal-type field is chosen in it yet."""
