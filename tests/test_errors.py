import pickle

from sales_core.errors import InputError


def test_an_error_is_its_sentence_and_survives_the_way_to_another_process() -> None:
    error = InputError("“{text}” is not a month: write it like 2026-10", text="x")
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is InputError
    assert str(copy) == str(error) == "“x” is not a month: write it like 2026-10"
    assert (copy.template, copy.params) == (error.template, {"text": "x"})
