// Managers × statuses: how many deals over their sum, the darker the more. Every figure opens its deals.

export default function ({ data: packed, parentElement, setTriggerValue }) {
  const root = rootOf(parentElement);
  const data = unpack(packed);
  const view = viewOf(data.key);
  root.grid = { data, root, view, send: setTriggerValue, draw: () => draw(root.grid), tip: (at) => tipOf(data, at) };
  wireGrid(root, clickCell, pressKey);
  draw(root.grid);
}

function draw(grid) {
  const { data } = grid;
  const rows = sorted(data.rows.filter((row) => !row.others), grid);
  const others = sorted(data.rows.filter((row) => row.others), grid);
  const divider = h("th", { colspan: data.columns.length, scope: "rowgroup", role: "rowheader" }, data.words.others);
  const lines = (some) => some.map((row) => line(data, row));
  const body = h("tbody", { role: "rowgroup" }, lines(rows), others.length ? h("tr", { class: "divider", role: "row" }, divider) : "", lines(others));
  const width = data.columns.reduce((sum, column) => sum + column.width, 0);
  const table = h("table", { role: "grid", "aria-label": data.words.caption, "aria-colcount": data.columns.length, style: { minWidth: `${width}px` } },
    h("colgroup", {}, data.columns.map((column) => h("col", { class: column.kind, style: { width: `${column.width}px` } }))),
    h("thead", { role: "rowgroup" }, head(grid)),
    body,
    h("tfoot", { role: "rowgroup" }, line(data, data.total)),
  );
  table.setAttribute("aria-rowcount", table.rows.length);
  replaceGrid(grid, h("div", { class: "frame" }, table));
}

function head({ data, view }) {
  const sort = view.sort ?? data.sort;
  return h("tr", { role: "row" }, data.columns.map(({ id, title, kind }) => {
    const said = sort.column === id ? (sort.down ? "descending" : "ascending") : null;
    const mark = said ? [icon(sort.down ? "down" : "up"), " "] : "";
    const attributes = { role: "columnheader", scope: "col", class: kind === "name" ? "corner" : kind, tabindex: -1, "data-row": "head", "data-column": id, "aria-sort": said };
    return h("th", attributes, h("span", { class: "title" }, mark, title));
  }));
}

function line(data, row) {
  const at = { role: "rowheader", scope: "row", class: "name", tabindex: -1, "data-row": row.id, "data-column": data.columns[0].id };
  const face = row.initials ? h("span", { class: `avatar tint${row.tint}`, "aria-hidden": "true" }, row.initials) : "";
  const name = h("th", at, h("span", { class: "person" }, face, h("span", { class: "who", title: row.name }, row.name)));
  return h("tr", { role: "row", class: row.id === "total" ? "total" : null, "data-id": row.id }, name,
    row.cells.map((cell, i) => figureCell(data, row, cell, data.columns[i + 1])));
}

function figureCell({ words }, row, cell, column) {
  const opens = !cell.empty && !cell.plain && !cell.closed;
  const figure = cell.plain ? cell.text : cell.empty ? words.none : [...cell.tip, ...(opens ? [words.opens] : [])].join(", ");
  const label = fill(words.figure, { name: row.name, column: column.title, figure });
  const attributes = { role: "gridcell", class: column.kind, tabindex: -1, "data-row": row.id, "data-column": column.id, "aria-label": label };
  return h("td", attributes, DRAWN[column.kind](cell, opens ? "figure" : ""));
}

const DRAWN = {
  heat: (cell, figure) => h("span", { class: `box ${figure} ${cell.shade ? `shade${cell.shade}` : ""} ${cell.empty ? "dash" : ""}` }, h("b", {}, cell.text), h("small", {}, cell.sum)),
  pair: (cell, figure) => [h("b", { class: `${figure} ${cell.empty ? "dash" : ""}` }, cell.text), h("small", {}, cell.sum)],
  count: (cell, figure) => h("b", { class: `${figure} ${cell.empty ? "dash" : ""}` }, cell.text),
  load: (cell, figure) => {
    if (cell.plain) return h("span", { class: "plain" }, cell.text);
    if (cell.empty) return h("span", { class: "dash" }, cell.text);
    const bar = (kind, left, width) => (width ? h("i", { class: kind, style: { left: `${left}%`, width: `${width}%` } }) : "");
    return h("span", { class: "load" },
      bar("full", 0, cell.full), bar("beyond", cell.line, cell.beyond), bar("short", cell.full, cell.short),
      h("u", { style: { left: `${cell.line}%` } }),
      h("span", { class: `${figure} ${cell.strong ? "strong" : ""}` }, cell.text));
  },
};

function tipOf(data, { row, column }) {
  const at = data.columns.findIndex((one) => one.id === column);
  if (row === "head") return data.columns[at].tip ?? null;
  const found = [...data.rows, data.total].find((one) => one.id === row);
  const cell = found?.cells[at - 1];
  return cell?.tip ? [`${found.name}, ${data.columns[at].title}`, ...cell.tip] : null;
}
