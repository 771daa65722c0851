"""The history of payments as a sheet, one line a change, and as a JSON document."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sales_core.delivery.documents import Document
from sales_core.delivery.sheet import Column, Kind, Level, Line, Part, Sheet
from sales_core.i18n import N_, Language
from sales_core.money import Currency
from sales_core.payment_history import Change, PastAct, Terms, days_slipped
from sales_core.register.history import History
from sales_core.register.words import Names, tell_change, tell_due_moves, tell_way

_COLUMNS = (N_("Act"), N_("When"), N_("Who"), N_("How"), N_("Payment"), N_("What changed"))


def build_history_sheet(history: History, names: Names, zone: ZoneInfo, language: Language) -> Sheet:
    """Oldest first."""
    undone = history.undone
    return Sheet(
        name=language.text("History"),
        title=language.text("History of payments"),
        notes=tuple(_notes(history, language)),
        parts=(Part("", tuple(Column(language.text(title), Kind.TEXT) for title in _COLUMNS)),),
        lines=tuple(
            Line(Level.ROW, (*_head(act, zone, language, is_undone=act.id in undone), *_line(change, names, language)))
            for act in history.acts
            for change in act.changes
        ),
        currency=names.currency,
        key_columns=1,
    )


def build_history_document(history: History, currency: Currency, zone: ZoneInfo) -> Document:
    """``tablo payments history --format json``: amounts as text, days and instants ISO 8601, what is absent null."""
    undone = history.undone
    return {
        "acts": [_act(act, currency, zone) | {"is_undone": act.id in undone} for act in history.acts],
        "due_moves": [
            {"payment_id": id_, "times": len(moves), "days": days_slipped(moves)}
            for id_, moves in history.due_moves.items()
        ],
        "before_the_history": sorted(history.older),
    }


def _head(act: PastAct, zone: ZoneInfo, language: Language, *, is_undone: bool) -> tuple[str, ...]:
    moment = datetime.fromtimestamp(act.at, zone).strftime("%d.%m.%Y %H:%M")
    return str(act.id), moment, act.by, tell_way(act, language, is_undone=is_undone)


def _line(change: Change, names: Names, language: Language) -> tuple[str, str]:
    return str(change.payment_id), tell_change(change, names, language)


def _notes(history: History, language: Language) -> list[str]:
    notes = [
        language.text("Payment {number}: {told}", number=id_, told=tell_due_moves(moves, language))
        for id_, moves in history.due_moves.items()
    ]
    if history.older:
        numbers = ", ".join(map(str, sorted(history.older)))
        notes.append(language.text("There before the history began: {numbers}", numbers=numbers))
    return notes


def _act(act: PastAct, currency: Currency, zone: ZoneInfo) -> Document:
    return {
        "id": act.id,
        "at": datetime.fromtimestamp(act.at, zone).isoformat(),
        "by": act.by or None,
        "via": act.via.value,
        "note": act.note or None,
        "undoes": act.undoes,
        "changes": [_change(change, currency) for change in act.changes],
    }


def _change(change: Change, currency: Currency) -> Document:
    return {
        "payment_id": change.payment_id,
        "before": _terms(change.before, currency),
        "after": _terms(change.after, currency),
    }


def _terms(terms: Terms | None, currency: Currency) -> Document | None:
    if terms is None:
        return None
    return {
        "lead_id": terms.lead_id,
        "amount": currency.plain(terms.amount_minor),
        "due_on": terms.due_on.isoformat(),
        "paid_on": terms.paid_on.isoformat() if terms.paid_on else None,
        "comment": terms.comment,
        "source": terms.source,
        "external_id": terms.external_id,
        "refund_of": terms.refund_of,
        "credited_to": terms.credited_to,
        "credit_shares": [{"manager_id": manager_id, "share": share} for manager_id, share in terms.credit_shares],
    }
