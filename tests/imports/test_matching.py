"""Which deal a row means: certain only where it can be one, and never one that is not there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_core.imports.foreign_rows import Clues
from sales_core.imports.matching import BY_LIKENESS, BY_MANAGER, BY_NAME, BY_NUMBER, Matcher
from sales_core.imports.names import is_person, plain_name, words_of
from sales_core.store.import_lookups import KnownLead

MANAGERS = {1: "Анна Соколова", 2: "Игорь Павлов", 3: "Анна Павлова"}
LEADS = (
    KnownLead(101, "Лицензии", ("ООО «Гранит-Строй»",), 1, 50_000, "В работе"),
    KnownLead(102, "Лицензии", ("Вектор",), 2, 70_000, "В работе"),
    KnownLead(103, "Внедрение CRM", ("Гранит-Строй",), 1, 90_000, "Договор"),
    KnownLead(104, "Техподдержка", (), 2, 10_000, "В работе"),
    KnownLead(105, "Техподдержка", (), 3, 20_000, "В работе"),
    KnownLead(106, "Техподдержка", (), 3, 30_000, "В работе"),
)
MATCHER = Matcher(LEADS, MANAGERS)


def clues(deal: str = "", client: str = "", manager: str = "", lead_id: int | None = None) -> Clues:
    return Clues(lead_id, deal, client, manager, None)


@pytest.mark.parametrize(
    ("said", "total", "lead_id"),
    [
        (clues(lead_id=104), 5, 104),
        (clues("внедрение", lead_id=103), 5, 103),
        (clues("Лицензии", "гранит строй"), 5, 101),
        (clues("ЛИЦЕНЗИИ", "Гранит-Строй ООО", "Павлов И."), 5, 101),
        (clues("Внедрение CRM"), 5, 103),
        (clues(client="Вектор"), 5, 102),
        (clues("Лицензии", manager="Павлов"), 5, 102),
        (clues("Техподдержка", manager="Павлов Игорь"), 5, 104),
        (clues("Техподдержка"), 30_000, 106),
        (clues("Техподдержка", manager="Анна Павлова"), 20_000, 105),
    ],
)
def test_one_deal_is_certain(said: Clues, total: int, lead_id: int) -> None:
    match = MATCHER.match(said, total)
    assert match.lead_id == lead_id
    assert match.candidates[0].lead_id == lead_id


@pytest.mark.parametrize(
    "said",
    [
        clues("Лицензии"),
        clues(client="Гранит-Строй"),
        clues("Техподдержка", manager="Анна Павлова"),
        clues("Внедрение CRM", manager="Павлов Игорь"),
        clues("Внедрение", "Гранит"),
        clues("Лицензии", "Ромашка"),
        clues("Мебель", lead_id=103),
        clues(lead_id=999),
        clues(),
    ],
    ids=str,
)
def test_several_or_none_is_left_to_a_person(said: Clues) -> None:
    assert MATCHER.match(said, 5).lead_id is None


def test_candidates_say_what_speaks_for_them_and_the_likeliest_is_first() -> None:
    first, second, *_ = MATCHER.match(clues("Лицензии", "Ромашка", "Соколова А."), 5).candidates
    assert first == (101, (BY_NAME, BY_MANAGER))
    assert second == (102, (BY_NAME,))
    assert MATCHER.match(clues("Внедрение ЦРМ"), 5).candidates[0] == (103, (BY_LIKENESS,))
    assert MATCHER.match(clues("Мебель", lead_id=103), 5).candidates[0] == (103, (BY_NUMBER,))


@given(
    st.lists(
        st.builds(
            KnownLead, st.integers(1, 50), st.sampled_from(["Лицензии", "Работы", "Сайт", "Работы 2"]),
            st.sampled_from([(), ("Вектор",), ("ООО Вектор", "Анна")]), st.sampled_from([1, 2, 3]),
            st.sampled_from([0, 500, 700]), st.just(""),
        ), max_size=12, unique_by=lambda lead: lead.id,
    ),
    st.builds(
        Clues, st.none() | st.integers(1, 60), st.sampled_from(["", "Лицензии", "работы", "Сайт 3"]),
        st.sampled_from(["", "Вектор", "Анна"]), st.sampled_from(["", "Анна", "Павлов", "Никто"]), st.none(),
    ),
    st.sampled_from([0, 500, 700]),
)  # fmt: skip
def test_a_match_is_among_its_candidates_and_all_of_them_are_there(
    leads: list[KnownLead], said: Clues, total: int
) -> None:
    matcher = Matcher(leads, MANAGERS)
    match = matcher.match(said, total)
    ids = [candidate.lead_id for candidate in match.candidates]
    assert len(ids) == len(set(ids))
    assert all(lead_id in matcher for lead_id in ids)
    if match.lead_id is not None:
        assert ids[0] == match.lead_id
        lead = matcher[match.lead_id]
        same_name = [other for other in leads if plain_name(other.name) == plain_name(said.deal)]
        is_named = lead in same_name or said.lead_id == lead.id
        assert is_named or (not said.deal and plain_name(said.client) in map(plain_name, lead.clients))


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("103", [103]),
        (" №103 ", [103]),
        ("https://demo.amocrm.ru/leads/detail/103", [103]),
        ("999", []),
        ("внедрен", [103]),
        ("Вектор", [102]),
        ("ничего такого", []),
    ],
)
def test_a_deal_is_searched_by_number_link_or_a_part_of_a_name(text: str, ids: list[int]) -> None:
    assert [lead.id for lead in MATCHER.search(text)] == ids


def test_names_are_compared_without_their_clothes() -> None:
    assert plain_name("ООО «Гранит-Строй»") == plain_name("гранит строй") == "гранит строй"
    assert plain_name("ИП") == "ип"
    assert is_person(words_of("Соколова А."), words_of("Анна Соколова"))
    assert not is_person(words_of("А. С."), words_of("Анна Соколова"))
    assert not is_person(words_of("Соколова Мария"), words_of("Анна Соколова"))
