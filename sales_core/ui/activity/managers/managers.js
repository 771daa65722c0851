// What each manager did. Sorting, keys, the tip and the way back from a dialog are those of `grid.js`; every word comes
// with `data`.

export default function ({ data: packed, parentElement, setTriggerValue }) {
  const root = rootOf(parentElement);
  const data = unpack(packed);
  const view = viewOf(data.key);
  if (!data.columns.some(({ id }) => id === view.sort?.column)) view.sort = null;
  const grid = { data, root, view, send: setTriggerValue, draw: () => draw(grid), tip: (at) => tipOf(data, at) };
  root.grid = grid;
  wireGrid(root, clickCell, pressKey);
  grid.draw();
}

function draw(grid) {
  const { columns, rows, total, robots, notes, words } = grid.data;
  const others = rows.filter((row) => row.others);
  const divider = h("tr", { class: "divider", role: "row" }, h("th", { colspan: columns.length, role: "rowheader" }, words.others));
  const widths = columns.slice(1).map(widthOf(grid.data));
  const table = h("table", { role: "grid", "aria-label": words.caption, style: { minWidth: `calc(var(--name) + ${widths.reduce((sum, width) => sum + width)}px)` } },
    h("colgroup", {}, h("col", { class: "names" }), widths.map((width) => h("col", { style: { width: `${width}px` } }))),
    h("thead", { role: "rowgroup" }, h("tr", { role: "row" }, columns.map((column) => headOf(grid, column)))),
    h("tbody", { role: "rowgroup" },
      sorted(rows.filter((row) => !row.others), grid).map((row) => lineOf(grid, row)),
      others.length ? [divider, ...sorted(others, grid).map((row) => lineOf(grid, row))] : []),
    h("tfoot", { role: "rowgroup" }, lineOf(grid, total, "total"), robots ? lineOf(grid, robots, "robots") : null),
  );
  replaceGrid(grid, h("div", { class: "frame" }, table), h("div", { class: "notes" }, notes.map((note) => h("span", {}, note))));
}

/** The design's width, more where the counts of a larger company need it. There are no bars in the total. */
function widthOf({ rows, total }) {
  const beside = { bar: 26, quiet: 26, late: 16, total: 102 };
  const besideTotal = { late: 16, total: 52 };
  return ({ width, kind }, at) => {
    const longest = Math.max(0, ...rows.map(({ cells }) => cells[at].text.length));
    const needed = (beside[kind] ?? 0) + 7.4 * longest;
    const neededByTotal = (besideTotal[kind] ?? 0) + 8 * total.cells[at].text.length;
    return Math.max(width, 13 + Math.max(needed, neededByTotal));
  };
}

function headOf({ data, view }, { id, title, part, kind }) {
  const sort = view.sort ?? data.sort;
  const isSorted = sort.column === id;
  const attributes = {
    class: [part ? "part" : "", kind === "name" ? "corner" : ""].join(" ").trim() || null,
    role: "columnheader",
    scope: "col",
    tabindex: -1,
    "data-row": "head",
    "data-column": id,
    "aria-sort": isSorted ? (sort.down ? "descending" : "ascending") : null,
  };
  return h("th", attributes, h("span", { class: "title" }, isSorted ? [icon(sort.down ? "down" : "up", 11), " "] : "", title));
}

function lineOf(grid, row, kind = null) {
  const { columns } = grid.data;
  const cells = row.cells.map((cell, at) => cellOf(grid.data, row, cell, columns[at + 1]));
  return h("tr", { role: "row", class: kind, "data-id": row.id }, nameOf(columns[0], row), cells);
}

function nameOf(column, row) {
  const avatar = row.initials ? h("span", { class: `avatar tint${row.tint}`, "aria-hidden": "true" }, row.initials) : null;
  const attributes = { class: "name", role: "rowheader", scope: "row", tabindex: -1, "data-row": row.id, "data-column": column.id };
  return h("th", attributes, h("span", { class: "person" }, avatar, h("span", { class: "who", title: row.about ?? row.name }, row.name)));
}

function cellOf({ words }, row, cell, column) {
  const spoken = { name: row.name, figure: column.title, amount: cell.empty ? words.none : cell.text };
  const attributes = {
    role: "gridcell",
    class: column.part ? "part" : null,
    tabindex: -1,
    "data-row": row.id,
    "data-column": column.id,
    "aria-label": fill(cell.opens ? words.open : words.figure, spoken),
  };
  return h("td", attributes, DRAWN[column.kind](cell));
}

function number({ text, opens, empty }, kind = "") {
  return h("span", { class: [opens ? "figure" : "", empty ? "dash" : "", kind].filter(Boolean).join(" ") || null }, text);
}

/** A bar as long as the count is of the column's longest; none in the total. */
function bar({ bar: width }, kind) {
  return h("span", { class: "track" }, width ? h("i", { class: kind, style: { width: `${width}%` } }) : "");
}

const DRAWN = {
  count: (cell) => number(cell),
  bar: (cell) => h("span", { class: "count" }, bar(cell, "bar"), number(cell)),
  quiet: (cell) => h("span", { class: "count" }, bar(cell, "bar quiet"), number(cell)),
  late: (cell) => (cell.empty ? number(cell) : h("span", { class: "late" }, icon("alert", 12), number(cell))),
  total: (cell) => h("span", { class: "count" }, bar(cell, "bar whole"), h("span", { class: "change" }, cell.change ?? ""), number(cell, "strong")),
};

function tipOf({ columns, rows, total, robots }, { row, column }) {
  const at = columns.findIndex(({ id }) => id === column) - 1;
  if (at < 0 || row === "head") return null;
  const tip = [...rows, total, robots].find((one) => one?.id === row)?.cells[at].tip;
  return tip?.length ? tip : null;
}
