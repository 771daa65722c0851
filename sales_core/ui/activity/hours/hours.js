// The hours of the week, the busier the darker. Keys, the tip and the way back from a dialog are those of `grid.js`.

const ROOMY = 14;

export default function ({ data: packed, parentElement, setTriggerValue }) {
  const root = rootOf(parentElement);
  const data = unpack(packed);
  const grid = { data, root, view: viewOf(data.key), send: setTriggerValue, draw: () => draw(grid), tip: (at) => tipOf(data, at) };
  root.grid = grid;
  wireGrid(root, clickCell, pressKey);
  grid.draw();
}

function draw(grid) {
  const { columns, rows, words } = grid.data;
  const longest = Math.max(2, ...rows.flatMap(({ cells }) => cells.slice(0, -1).map(({ text }) => text.length)));
  const width = `${70 + (columns.length - 2) * (6 + 6.6 * longest)}px`;
  const table = h("table", { class: columns.length > ROOMY ? "dense" : null, role: "grid", "aria-label": words.caption, style: { minWidth: width } },
    h("colgroup", {}, columns.map(({ id }) => h("col", { class: id === "weekday" || id === "day" ? id : "hour" }))),
    h("thead", { role: "rowgroup" }, h("tr", { role: "row" }, columns.map(headOf))),
    h("tbody", { role: "rowgroup" }, rows.map((row) => lineOf(grid.data, row))),
  );
  replaceGrid(grid, h("div", { class: "frame" }, table));
}

function headOf({ id, title }) {
  return h("th", { role: "columnheader", scope: "col", tabindex: -1, "data-row": "head", "data-column": id }, title);
}

function lineOf(data, row) {
  const name = h("th", { role: "rowheader", scope: "row", tabindex: -1, "aria-label": row.name, "data-row": row.id, "data-column": "weekday" }, row.short);
  return h("tr", { role: "row", "data-id": row.id }, name, row.cells.map((cell, at) => cellOf(data, row, cell, data.columns[at + 1])));
}

function cellOf({ words }, row, { text, step, opens }, { id, title }) {
  const spoken = { name: row.name, figure: id === "day" ? title : `${title}:00`, amount: text || words.none };
  const attributes = {
    role: "gridcell",
    class: step ? `step${step}` : id,
    tabindex: -1,
    "data-row": row.id,
    "data-column": id,
    "aria-label": fill(opens ? words.open : words.figure, spoken),
  };
  return h("td", attributes, h("span", { class: opens ? "figure" : null }, text));
}

function tipOf({ columns, rows }, { row, column }) {
  const at = columns.findIndex(({ id }) => id === column) - 1;
  return rows.find(({ id }) => id === row)?.cells[at]?.tip ?? null;
}
