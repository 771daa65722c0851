"""What happens to leads: made, moved, handed over, deleted, restored, merged. Each deed leaves amoCRM's own events."""

from collections.abc import Mapping, Sequence
from typing import Any

from sales_core.demo.entities import LOST, WON, Company, Contact, Lead
from sales_core.demo.names import inn_of
from sales_core.demo.records import Records, locked


def _stage(lead: Lead) -> list[dict[str, Any]]:
    return [{"lead_status": {"id": lead.status_id, "pipeline_id": lead.pipeline_id}}]


class LeadDeeds(Records):
    """``at`` is the present and ``by`` the responsible user unless told; ``by=0`` is the robot."""

    @locked
    def add_company(self, name: str, *, responsible: int, by: int | None = None, at: int | None = None) -> Company:
        moment, author = self.now(at), responsible if by is None else by
        number = self.new_id("company")
        added = Company(number, name, inn_of(name, number), responsible, author, moment, moment)
        return self.companies.add(added)

    @locked
    def add_contact(  # noqa: PLR0913 - a person has that many particulars
        self,
        name: str,
        *,
        responsible: int,
        phone: str = "",
        email: str = "",
        company_id: int | None = None,
        by: int | None = None,
        at: int | None = None,
    ) -> Contact:
        moment, author = self.now(at), responsible if by is None else by
        added = Contact(self.new_id("contact"), name, responsible, author, moment, moment, phone, email, company_id)
        return self.contacts.add(added)

    @locked
    def create_lead(  # noqa: PLR0913 - a lead has that many particulars
        self,
        name: str,
        *,
        responsible: int,
        pipeline: int,
        status: int,
        price: int = 0,
        choices: Mapping[int, int] | None = None,
        contacts: Sequence[int] = (),
        company: int | None = None,
        by: int | None = None,
        at: int | None = None,
    ) -> Lead:
        moment, author = self.now(at), responsible if by is None else by
        lead = Lead(
            id=self.new_id("lead"),
            name=name,
            price=price,
            responsible_user_id=responsible,
            pipeline_id=pipeline,
            status_id=status,
            created_by=author,
            created_at=moment,
            updated_by=author,
            updated_at=moment,
            closed_at=moment if status in (WON, LOST) else None,
            choices=dict(choices or {}),
            contact_ids=list(contacts),
            company_id=company,
        )
        self.leads.add(lead)
        self.emit_note("lead_added", "lead", lead.id, at=moment, by=author, note_id=self.new_id("note"))
        return lead

    def _changed(self, lead: Lead, at: int | None, by: int | None) -> tuple[int, int]:
        """Bumps ``updated_at`` and says when it was and who did it."""
        moment, author = self.now(at), lead.responsible_user_id if by is None else by
        lead.updated_by = author
        self.leads.touch(lead, moment)
        return moment, author

    @locked
    def move_lead(  # noqa: PLR0913 - see create_lead
        self,
        lead_id: int,
        status: int,
        *,
        pipeline: int | None = None,
        loss_reason: int | None = None,
        by: int | None = None,
        at: int | None = None,
    ) -> Lead:
        """To another stage or pipeline. Closing sets ``closed_at``, reopening clears it."""
        lead = self.leads[lead_id]
        before = _stage(lead)
        lead.status_id = status
        lead.pipeline_id = lead.pipeline_id if pipeline is None else pipeline
        lead.loss_reason_id = loss_reason if status == LOST else None
        moment, author = self._changed(lead, at, by)
        lead.closed_at = moment if status in (WON, LOST) else None
        self.emit("lead_status_changed", "lead", lead_id, at=moment, by=author, after=_stage(lead), before=before)
        return lead

    @locked
    def reassign_lead(self, lead_id: int, user_id: int, *, by: int | None = None, at: int | None = None) -> Lead:
        lead = self.leads[lead_id]
        before = [{"responsible_user": {"id": lead.responsible_user_id}}]
        moment, author = self._changed(lead, at, by)
        lead.responsible_user_id = user_id
        after = [{"responsible_user": {"id": user_id}}]
        self.emit("entity_responsible_changed", "lead", lead_id, at=moment, by=author, after=after, before=before)
        return lead

    @locked
    def price_lead(self, lead_id: int, price: int, *, by: int | None = None, at: int | None = None) -> Lead:
        lead = self.leads[lead_id]
        before = [{"sale_field_value": {"sale": lead.price}}]
        lead.price = price
        moment, author = self._changed(lead, at, by)
        after = [{"sale_field_value": {"sale": price}}]
        self.emit("sale_field_changed", "lead", lead_id, at=moment, by=author, after=after, before=before)
        return lead

    @locked
    def rename_lead(self, lead_id: int, name: str, *, by: int | None = None, at: int | None = None) -> Lead:
        lead = self.leads[lead_id]
        before = [{"name_field_value": {"name": lead.name}}]
        lead.name = name
        moment, author = self._changed(lead, at, by)
        after = [{"name_field_value": {"name": name}}]
        self.emit("name_field_changed", "lead", lead_id, at=moment, by=author, after=after, before=before)
        return lead

    @locked
    def choose(
        self, lead_id: int, field_id: int, option_id: int | None, *, by: int | None = None, at: int | None = None
    ) -> Lead:
        """Picks an option of a select field of the lead (its deal type), or clears it."""
        lead = self.leads[lead_id]
        before = self._choice(field_id, lead.choices.pop(field_id, None))
        if option_id is not None:
            lead.choices[field_id] = option_id
        moment, author = self._changed(lead, at, by)
        kind = f"custom_field_{field_id}_value_changed"
        after = self._choice(field_id, option_id)
        self.emit(kind, "lead", lead_id, at=moment, by=author, after=after, before=before)
        return lead

    def _choice(self, field_id: int, option_id: int | None) -> list[dict[str, Any]]:
        field = next(field for field in self.fields if field.id == field_id)
        return [
            {"custom_field_value": {"field_id": field_id, "field_type": 4, "enum_id": option.id, "text": option.value}}
            for option in field.options
            if option.id == option_id
        ]

    @locked
    def tag_lead(self, lead_id: int, tag: str, *, by: int | None = None, at: int | None = None) -> Lead:
        lead = self.leads[lead_id]
        lead.tags.append(tag)
        moment, author = self._changed(lead, at, by)
        self.emit("entity_tag_added", "lead", lead_id, at=moment, by=author, after=[{"tag": {"name": tag}}])
        return lead

    @locked
    def touch_lead(self, lead_id: int, *, by: int | None = None, at: int | None = None) -> Lead:
        """Only ``updated_at`` moves, as after a change no event tells of; ``at`` may lie in the past."""
        lead = self.leads[lead_id]
        self._changed(lead, at, by)
        return lead

    @locked
    def delete_lead(self, lead_id: int, *, by: int | None = None, at: int | None = None) -> None:
        """Into the trash."""
        lead = self.leads[lead_id]
        moment, author = self._changed(lead, at, by)
        self.trash.add(self.leads.remove(lead_id))
        self.emit("lead_deleted", "lead", lead_id, at=moment, by=author)

    @locked
    def restore_lead(self, lead_id: int, *, by: int | None = None, at: int | None = None) -> Lead:
        lead = self.leads.add(self.trash.remove(lead_id))
        moment, author = self._changed(lead, at, by)
        self.emit("lead_restored", "lead", lead_id, at=moment, by=author)
        return lead

    @locked
    def purge_lead(self, lead_id: int) -> None:
        """Out of the trash for ever; nothing tells of it."""
        self.trash.remove(lead_id)

    @locked
    def merge_leads(self, survivor_id: int, loser_id: int, *, by: int | None = None, at: int | None = None) -> Lead:
        """The loser vanishes; its id is in no event unless the knob says that merging emits ``lead_deleted``."""
        survivor, loser = self.leads[survivor_id], self.leads.remove(loser_id)
        survivor.contact_ids += [contact for contact in loser.contact_ids if contact not in survivor.contact_ids]
        survivor.elements += [link for link in loser.elements if link not in survivor.elements]
        survivor.company_id = survivor.company_id or loser.company_id
        moment, author = self._changed(survivor, at, by)
        self.emit("entity_merged", "lead", survivor_id, at=moment, by=author)
        if self.knobs.merge_emits_delete:
            self.emit("lead_deleted", "lead", loser_id, at=moment, by=author)
        return survivor
