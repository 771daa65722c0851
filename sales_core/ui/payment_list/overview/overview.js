// The ages of the debts and the calendar of what is due. Everything that can be clicked carries the address it leads to.

export default function ({ data: packed, parentElement, setTriggerValue }) {
  const root = rootOf(parentElement);
  const { selection, ages, calendar } = unpack(packed);
  root.onclick = (event) => {
    const target = event.target.closest("[data-go]");
    if (target) setTriggerValue("go", target.dataset.go);
  };
  const at = root.getRootNode().activeElement;
  const focused = at && root.contains(at) ? at.dataset.at : null;
  root.replaceChildren(h("div", { class: "left" }, selectionOf(selection), agesOf(ages)), calendarOf(calendar));
  if (focused) root.querySelector(`[data-at="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}

function selectionOf({ title, facts }) {
  return h("section", { class: "card selection", "aria-label": title }, facts.map(({ label, text }) => h("div", {}, h("b", {}, text), h("small", {}, label))));
}

function agesOf({ title, about, sum, rows }) {
  return h("section", { class: "card ages", "aria-label": title },
    h("h2", {}, icon("alert", 14), title, h("small", {}, about), h("b", {}, sum)),
    h("div", { class: "rows" }, rows.map((row) => button(row.go, `age ${row.label}`, { class: "age", "aria-pressed": String(row.pressed), title: row.go ? row.about : null },
      h("span", { class: "label" }, row.label),
      h("span", { class: "track", "aria-hidden": "true" }, h("i", { style: { width: `${row.share}%` } })),
      h("span", { class: "count" }, row.count),
      h("span", { class: "sum" }, row.sum)))),
  );
}

function calendarOf({ title, about, whole, earlier, later, weekdays, lead, days, legend }) {
  const step = ({ go, label }, name, sign) =>
    button(go, name, { class: "step", "aria-label": label, title: label }, icon(sign, 14));
  return h("section", { class: "card calendar", "aria-label": title },
    h("h2", {}, step(earlier, "earlier", "left"), button(whole, "whole", { class: "month" }, title), step(later, "later", "right"),
      h("small", {}, about),
      h("span", { class: "legend" }, legend.map(({ kind, icon: name, text }) => h("span", { class: kind }, icon(name, 12), text)))),
    h("div", { class: "days" },
      weekdays.map((name) => h("span", { class: "weekday", "aria-hidden": "true" }, name)),
      Array.from({ length: lead }, () => h("span")),
      days.map(dayOf)),
  );
}

function dayOf(day) {
  const kinds = ["day", day.off ? "off" : "", day.today ? "today" : "", day.late ? "late" : "", day.go ? "" : "empty"];
  const attributes = { class: kinds.filter(Boolean).join(" "), "aria-label": day.about, title: day.about, "aria-pressed": String(day.pressed) };
  return button(day.go, `day ${day.number}`, attributes,
    h("span", { class: "number" }, day.number),
    h("span", { class: "sum" }, day.sum),
    h("span", { class: "marks" }, day.marks.map(({ kind, icon: name, count }) => h("span", { class: kind }, icon(name, 10), count))));
}

/** A button to an address; without one there is nothing to press. */
function button(go, at, attributes, ...children) {
  if (!go) return h("span", { ...attributes, "aria-pressed": null, role: attributes["aria-label"] ? "note" : null }, children);
  return h("button", { ...attributes, type: "button", "data-go": go, "data-at": at }, children);
}
