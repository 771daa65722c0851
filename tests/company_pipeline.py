"""The demo company's deals in work for the oracle: nothing of what Tablo stored is asked."""

from sales_core.demo.company import DemoCompany
from sales_core.demo.setting_up import DEAL_TYPE_FIELD
from tests.company_activity import activity_oracle
from tests.company_oracle import ZONE, company_oracle
from tests.pipeline_oracle import Deal, Part, PipelineOracle

_UNSORTED_TYPE = 1


def pipeline_oracle(company: DemoCompany, read_at: int) -> PipelineOracle:
    """Of a company that stands still. ``read_at`` as in ``company_oracle``."""
    world, money = company.world, company_oracle(company, read_at)
    return PipelineOracle(
        activity=activity_oracle(world, ZONE),
        deals=[
            Deal(
                lead.id, lead.responsible_user_id, lead.pipeline_id, lead.status_id, lead.price * 100,
                lead.created_at, lead.choices.get(DEAL_TYPE_FIELD, 0), closed_at=lead.closed_at,
            )
            for lead in world.leads
        ],
        payments=[
            Part(payment.lead.id, payment.amount, money.margin(payment), payment.paid_on is not None)
            for payment in money.payments
        ],
        incoming={
            status.id for pipeline in world.pipelines for status in pipeline.statuses if status.type == _UNSORTED_TYPE
        },
    )  # fmt: skip
