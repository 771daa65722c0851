"""What a month's report was made of reads back as it was, and equal terms are equal text."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from sales_core.money import currency
from sales_core.reports.bonus import Applies, Scale, Tier
from sales_core.reports.frozen_terms import freeze_terms, thaw_terms
from sales_core.reports.plans import MonthPlans, WorkedDays
from sales_core.reports.sales import DealType, Manager, SalesInputs

ids, amounts = st.integers(0, 10**12), st.integers(-(10**14), 10**14)
shares = st.decimals(0, 5, places=4)
plans = st.dictionaries(st.tuples(ids, ids), amounts, max_size=4)
scales = st.none() | st.builds(
    Scale,
    st.lists(st.builds(Tier, shares, shares, st.sampled_from(Applies)), min_size=1, max_size=1).map(tuple),
    st.none() | st.integers(0, 10**12),
)
inputs = st.builds(
    SalesInputs,
    cells=st.just(()),
    whole_cells=st.just(()),
    managers=st.dictionaries(ids, st.tuples(st.text(max_size=5), ids), max_size=4).map(
        lambda them: {id_: Manager(id_, name, group) for id_, (name, group) in them.items()}
    ),
    in_report=st.frozensets(ids, max_size=4),
    plans=st.builds(MonthPlans, plans, plans, st.dictionaries(ids, st.builds(WorkedDays, ids, ids), max_size=3)),
    deal_types=st.dictionaries(ids, st.tuples(st.text(max_size=5), shares, st.booleans()), max_size=4).map(
        lambda them: {id_: DealType(id_, *each) for id_, each in them.items()}
    ),
    scale=scales,
    currency=st.sampled_from(["RUB", "JPY", "KWD"]).map(currency),
    bonus_unit=st.sampled_from([1, 100]),
    working_days=st.lists(st.dates(date(2026, 10, 1), date(2026, 10, 31)), max_size=23).map(tuple),
)


@given(inputs)
def test_terms_read_back_as_they_were(terms: SalesInputs) -> None:
    assert thaw_terms(freeze_terms(terms)) == terms
    assert freeze_terms(thaw_terms(freeze_terms(terms))) == freeze_terms(terms)
