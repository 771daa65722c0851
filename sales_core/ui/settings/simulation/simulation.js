// Who wins and loses by another bonus scale: in all, and month by month.

export default function ({ data: packed, parentElement }) {
  const data = unpack(packed);
  const root = rootOf(parentElement);
  const scrolled = root.querySelector(".effects")?.scrollTop ?? 0;
  const frame = h("div", { class: "effects", tabindex: "0" },
    h("table", { "aria-label": data.caption },
      h("thead", {},
        h("tr", {},
          data.heads.map((head, i) => h("th", { scope: "col", class: i ? "" : "name" }, head)),
          data.months.map(({ short, title }, i) => h("th", { scope: "col", class: i ? "" : "first", title, "aria-label": `${data.by_month}, ${title}` }, short)))),
      h("tbody", {}, data.rows.map(line)),
      h("tfoot", {}, line(data.total))));
  root.replaceChildren(frame, data.note ? h("p", { class: "note" }, data.note) : "");
  frame.scrollTop = scrolled;
}

function line({ name, before, after, difference, by_month: months }) {
  return h("tr", {},
    h("th", { scope: "row", class: "name" }, name),
    h("td", {}, before),
    h("td", {}, after),
    h("td", { class: difference.kind }, h("b", {}, difference.text)),
    months.map(({ kind, text, title }, i) => h("td", { class: `${kind} ${i ? "" : "first"}`, title }, text)));
}
