// Measures of a few managers side by side. Where the reader is, scrolled and focused, is kept by `grid.js`; every word
// comes with `data`.

export default function ({ data: packed, parentElement, setTriggerValue }) {
  const root = rootOf(parentElement);
  const data = unpack(packed);
  const grid = { data, root, view: viewOf(data.key), send: setTriggerValue, draw: () => draw(grid), tip: (at) => tipOf(data, at) };
  root.grid = grid;
  wireGrid(root, clickCell, onKey);
  grid.draw();
}

/** The head is no place to sort by. */
function onKey(grid, event) {
  const isHead = event.target.closest("[data-row=head]") !== null;
  if (!isHead || !["Enter", " "].includes(event.key)) pressKey(grid, event);
}

function draw(grid) {
  const { data } = grid;
  // As wide as the widest figure, so that the bars beside them are of one measure.
  const widest = Math.max(...data.groups.flatMap(({ rows }) => rows).flatMap(({ cells }) => cells.map(({ text }) => text.length)));
  const table = h("table", { role: "grid", "aria-label": data.words.caption, style: { minWidth: `${150 + 148 * (data.columns.length - 1)}px` } },
    h("colgroup", {}, data.columns.map((_, i) => h("col", { class: i ? null : "first" }))),
    head(data),
    data.groups.map((group) => h("tbody", { role: "rowgroup" }, divider(data, group), group.rows.map((row) => rowOf(data, row, `${widest}ch`)))));
  const legend = h("div", { class: "legend" },
    h("span", {}, h("i"), data.words.legend),
    h("span", {}, icon("up", 11), data.words.more),
    h("span", {}, icon("down", 11), data.words.less));
  replaceGrid(grid, h("div", { class: "frame" }, table), legend);
}

function head({ columns, against }) {
  const [first, ...managers] = columns;
  return h("thead", { role: "rowgroup" }, h("tr", { role: "row" },
    h("th", { class: "corner", role: "columnheader", tabindex: -1, "data-row": "head", "data-column": first.id }, first.title),
    managers.map(({ id, title, note, initials, tint }) => h("th", { role: "columnheader", tabindex: -1, "data-row": "head", "data-column": id, title },
      h("span", { class: "person" }, h("span", { class: `avatar tint${tint}`, "aria-hidden": "true" }, initials), h("span", { class: "who" }, title)),
      h("small", { class: "left" }, note),
      h("span", { class: "against" }, against.map((text) => h("small", {}, text)))))));
}

function divider({ columns }, { title }) {
  return h("tr", { class: "divider", role: "row" }, h("th", { class: "name", role: "rowheader", scope: "rowgroup" }, title), h("td", { colspan: columns.length - 1, role: "presentation" }));
}

function rowOf(data, row, width) {
  const { words, columns } = data;
  const sign = row.better && h("span", { class: "better", title: words[row.better] }, icon(row.better === "more" ? "up" : "down", 11));
  const name = h("th", { class: "name", role: "rowheader", scope: "row", tabindex: -1, "data-row": row.id, "data-column": columns[0].id }, h("span", {}, row.name), sign);
  const hasPast = row.cells.some(({ changes }) => changes.some(Boolean));
  return h("tr", { role: "row", "data-id": row.id }, name, row.cells.map((cell, i) => cellOf(data, row, cell, columns[i + 1], { hasPast, width })));
}

function cellOf({ words }, row, cell, column, { hasPast, width }) {
  const spoken = { name: column.title, figure: row.name, amount: cell.text };
  const label = [fill(cell.opens ? words.open : words.figure, spoken), cell.best ? words.best : ""].filter(Boolean).join(", ");
  const kinds = ["value", cell.best ? "best" : "", cell.empty ? "dash" : ""].filter(Boolean).join(" ");
  return h("td", { role: "gridcell", tabindex: -1, "data-row": row.id, "data-column": column.id, "aria-label": label },
    h("span", { class: kinds },
      h("span", { class: "track", "aria-hidden": "true" }, h("i", { style: { width: `${cell.share}%` } })),
      h("span", { class: "amount", style: { minWidth: width } }, h("span", { class: cell.opens ? "figure" : null }, cell.text))),
    hasPast ? h("span", { class: "against" }, cell.changes.map((text) => h("small", {}, text))) : null);
}

function tipOf({ groups, columns }, { row, column }) {
  const at = columns.findIndex(({ id }) => id === column) - 1;
  const found = at < 0 ? null : groups.flatMap(({ rows }) => rows).find(({ id }) => id === row);
  const tip = found?.cells[at].tip;
  return tip?.length ? tip : null;
}
