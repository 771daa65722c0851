// Rows of a file as they are in it, the wrong cells marked and what is wrong with them under the row.

export default function ({ data: packed, parentElement }) {
  const root = rootOf(parentElement);
  const { head, rows, words } = unpack(packed);
  const columns = head.map((name) => h("th", { scope: "col", title: name }, name));
  const body = rows.flatMap((row) => [line(row), why(row, head)]).filter(Boolean);
  root.replaceChildren(
    h(
      "div",
      { class: "frame", tabindex: 0, role: "region", "aria-label": words.table },
      h("table", {}, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, words.row), columns)), h("tbody", {}, body)),
    ),
  );
}

function line({ number, cells, wrong }) {
  const shown = cells.map((text, place) => {
    const marks = wrong.includes(place) ? `wrong${text ? "" : " empty"}` : null;
    return h("td", { class: marks, title: text, "aria-invalid": marks ? "true" : null }, text);
  });
  return h("tr", {}, h("th", { scope: "row" }, String(number)), shown);
}

function why({ faults }, head) {
  if (!faults.length) return null;
  const items = faults.map(({ column, told }) => h("li", {}, icon("alert"), h("span", {}, h("b", {}, column), ` ${told}`)));
  return h("tr", { class: "why" }, h("th", {}), h("td", { colspan: head.length }, h("ul", {}, items)));
}
