"""What the kinds of actions are called."""

from sales_core.activity import ActionKind
from sales_core.i18n import N_

ACTION_LABELS = {
    ActionKind.MAIL_IN: N_("mail in"),
    ActionKind.MAIL_OUT: N_("mail out"),
    ActionKind.CALL_IN: N_("call in"),
    ActionKind.CALL_IN_MISSED: N_("missed call"),
    ActionKind.CALL_OUT: N_("call out"),
    ActionKind.CALL_OUT_UNANSWERED: N_("call out, no answer"),
    ActionKind.MESSAGE_IN: N_("message in"),
    ActionKind.MESSAGE_OUT: N_("message out"),
    ActionKind.TASK_ON_TIME: N_("task done on time"),
    ActionKind.TASK_LATE: N_("task done late"),
    ActionKind.STATUS_CHANGE: N_("change of stage"),
    ActionKind.LEAD_NEW: N_("new deal"),
    ActionKind.LEAD_HANDED_OVER: N_("deal taken over"),
    ActionKind.NOTE: N_("note"),
}
