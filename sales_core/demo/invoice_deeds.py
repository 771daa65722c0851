"""What happens to invoices. amoCRM has no event of its own for them: only hints, which a knob can take away."""

from sales_core.demo.entities import ElementLink, Invoice
from sales_core.demo.records import ROBOT, locked
from sales_core.demo.work_deeds import WorkDeeds

PAID_STATUSES = ("paid", "paid_in_advance")


class InvoiceDeeds(WorkDeeds):
    """An invoice knows no lead: the lead's side holds the link."""

    @locked
    def add_invoice(  # noqa: PLR0913 - an invoice has that many particulars
        self,
        price: int | str,
        *,
        lead_id: int | None = None,
        planned_at: int | None = None,
        payer: str = "",
        item: str = "",
        comment: str = "",
        name: str | None = None,
        by: int = ROBOT,
        at: int | None = None,
    ) -> Invoice:
        """A created invoice, linked to the lead where one is told. ``planned_at``: BILL_PAYMENT_DATE while unpaid."""
        moment, number = self.now(at), self.new_id("invoice")
        lead = self.leads.get(lead_id) if lead_id is not None else None
        invoice = Invoice(
            id=number,
            name=name or f"Счёт № {number - 440_000}",
            price=str(price),
            status="created",
            payment_at=planned_at,
            payer=payer,
            payer_company_id=lead.company_id if lead else None,
            item=item,
            comment=comment,
            created_by=by,
            created_at=moment,
            updated_by=by,
            updated_at=moment,
        )
        self.invoices.add(invoice)
        if lead_id is not None:
            self.link_invoice(lead_id, number, by=by, at=moment)
        return invoice

    @locked
    def pay_invoice(
        self,
        invoice_id: int,
        *,
        status: str = "paid",
        paid_at: int | None = None,
        by: int = ROBOT,
        at: int | None = None,
    ) -> Invoice:
        """``paid_at``: the date of payment written into the invoice; ``at``: when it was written."""
        invoice = self.invoices[invoice_id]
        moment = self.now(at)
        invoice.status = status
        if status in PAID_STATUSES:
            invoice.payment_at = moment if paid_at is None else paid_at
        self._invoice_changed(invoice, moment, by)
        if self.knobs.invoice_hints:
            for lead_id in self.leads_of_invoice(invoice_id):
                self._hint_paid(lead_id, invoice, moment)
        return invoice

    def _hint_paid(self, lead_id: int, invoice: Invoice, at: int) -> None:
        self.add_note(
            "invoice_paid",
            {"service": "Счета/покупки", "text": f"{invoice.name} оплачен", "icon_url": ""},
            entity_type="leads",
            entity_id=lead_id,
            responsible=self.leads[lead_id].responsible_user_id,
            event="service_note_added",
            by=ROBOT,
            at=at,
        )

    @locked
    def change_invoice(  # noqa: PLR0913 - any part of it may change
        self,
        invoice_id: int,
        *,
        price: int | str | None = None,
        status: str | None = None,
        payment_at: int | None = None,
        comment: str | None = None,
        payer: str | None = None,
        by: int = ROBOT,
        at: int | None = None,
    ) -> Invoice:
        """Whatever is told replaces what was there; nothing tells of it but the invoice's own ``updated_at``."""
        invoice = self.invoices[invoice_id]
        invoice.price = invoice.price if price is None else str(price)
        invoice.status = status or invoice.status
        invoice.payment_at = invoice.payment_at if payment_at is None else payment_at
        invoice.comment = invoice.comment if comment is None else comment
        invoice.payer = invoice.payer if payer is None else payer
        self._invoice_changed(invoice, self.now(at), by)
        return invoice

    @locked
    def link_invoice(self, lead_id: int, invoice_id: int, *, by: int = ROBOT, at: int | None = None) -> None:
        link = ElementLink(self._invoices_catalog(), invoice_id)
        self.leads[lead_id].elements.append(link)
        self._link_changed("entity_linked", lead_id, link, by=by, at=self.now(at))

    @locked
    def unlink_invoice(self, lead_id: int, invoice_id: int, *, by: int = ROBOT, at: int | None = None) -> None:
        link = ElementLink(self._invoices_catalog(), invoice_id)
        self.leads[lead_id].elements.remove(link)
        self._link_changed("entity_unlinked", lead_id, link, by=by, at=self.now(at))

    @locked
    def delete_invoice(
        self, invoice_id: int, *, still_listed: bool = False, by: int = ROBOT, at: int | None = None
    ) -> None:
        """No link leads to it any more, and the list shows it no more, or shows it with ``is_deleted``."""
        if still_listed:
            invoice = self.invoices[invoice_id]
            invoice.is_deleted = True
            self._invoice_changed(invoice, self.now(at), by)
        else:
            self.thrown_invoices.add(self.invoices.remove(invoice_id))
        for lead_id in self.leads_of_invoice(invoice_id):
            lead = self.leads[lead_id]
            lead.elements = [link for link in lead.elements if link.element_id != invoice_id]

    @locked
    def restore_invoice(self, invoice_id: int, *, by: int = ROBOT, at: int | None = None) -> Invoice:
        """Back into the list; the links that led to it are gone."""
        if invoice_id in self.thrown_invoices:
            self.invoices.add(self.thrown_invoices.remove(invoice_id))
        invoice = self.invoices[invoice_id]
        invoice.is_deleted = False
        self._invoice_changed(invoice, self.now(at), by)
        return invoice

    @locked
    def drop_list_of_invoices(self) -> None:
        """The account's list «Счета/покупки» is switched off, or its plan has none any more."""
        self.catalogs = [catalog for catalog in self.catalogs if catalog.id != self.account.invoices_catalog_id]
        self.account.names_its_invoices = False

    @locked
    def leads_of_invoice(self, invoice_id: int) -> list[int]:
        catalog = self._invoices_catalog()
        return [
            lead.id
            for lead in self.leads
            if any(link.element_id == invoice_id and link.catalog_id == catalog for link in lead.elements)
        ]

    def _invoices_catalog(self) -> int:
        catalog = self.account.invoices_catalog_id
        if catalog is None:
            raise KeyError("this account has no list of invoices")
        return catalog

    def _link_changed(self, kind: str, lead_id: int, link: ElementLink, *, by: int, at: int) -> None:
        if self.knobs.links_bump_leads:
            self.leads.touch(self.leads[lead_id], at)
        if not self.knobs.invoice_hints:
            return
        value = [{"link": {"entity": {"type": "catalog_element", "id": link.element_id}}}]
        after, before = (value, []) if kind == "entity_linked" else ([], value)
        self.emit(kind, "lead", lead_id, at=at, by=by, after=after, before=before)

    def _invoice_changed(self, invoice: Invoice, at: int, by: int) -> None:
        invoice.updated_by = by
        self.invoices.touch(invoice, at)
