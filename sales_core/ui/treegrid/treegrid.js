// The report as a treegrid. What is open, sorted and focused is kept by `grid.js`; everything else, every word included,
// comes with `data`.

export default function ({ data: packed, parentElement, setTriggerValue }) {
  const root = rootOf(parentElement);
  const data = unpack(packed);
  const view = viewOf(data.key);
  const grid = { data, root, view, send: setTriggerValue, draw: (unfolding) => draw(grid, unfolding), tip: (at) => tipOf(data, at) };
  if (view.scope !== data.scope) view.shown = new Map();
  view.scope = data.scope;
  root.grid = grid;
  wireGrid(root, onClick, onKey);
  grid.draw();
}

// ---------------------------------------------------------------- drawing

function draw(grid, unfolding = null) {
  const { data } = grid;
  const managers = sorted(data.rows.filter((row) => !row.others), grid);
  const others = sorted(data.rows.filter((row) => row.others), grid);
  const body = h("tbody", { role: "rowgroup" }, managers.flatMap((row, i) => withKids(grid, row, i, managers, unfolding)));
  if (others.length) {
    const divider = h("th", { colspan: data.columns.length, scope: "rowgroup", role: "rowheader" }, data.words.others);
    body.append(h("tr", { class: "divider", role: "row" }, divider));
    body.append(...others.flatMap((row, i) => withKids(grid, row, i, others, unfolding)));
  }
  const widths = widthsOf(data);
  const table = h(
    "table",
    {
      style: { minWidth: `${widths.reduce((sum, width) => sum + width)}px` },
      role: "treegrid", 
      "aria-label": data.words.caption,
      "aria-colcount": data.columns.length,
    },
    h("colgroup", {}, widths.map((width) => h("col", { style: { width: `${width}px` } }))),
    head(grid),
    body,
    h("tfoot", { role: "rowgroup" }, withKids(grid, data.total, 0, [data.total], unfolding)),
  );
  table.setAttribute("aria-rowcount", table.rows.length);
  const frame = h("div", { class: "frame" }, table);
  const notes = h("div", { class: "notes" }, data.notes.map((note, i) => h("span", {}, i === 0 ? h("i") : "", note)));
  replaceGrid(grid, frame, notes);
}

/** The design's widths, more where the figures of a larger company need it. */
function widthsOf({ columns, rows, total }) {
  return columns.map((column, i) => {
    if (i === 0 || column.kind === "plan") return column.width;
    const needs = ({ text, aside, late }) => 13 + 6.6 * text.length + (aside ? 12 + 6.6 * aside.length : 0) + (late ? 18 : 0);
    return Math.max(column.width, ...[total, ...rows].map(({ cells }) => needs(cells[i - 1])));
  });
}

function head({ data, view }) {
  const upper = h("tr", { role: "row" });
  const lower = h("tr", { role: "row" });
  const sort = view.sort ?? data.sort;
  data.columns.forEach((column, i) => {
    const isSorted = sort.column === column.id;
    const cell = h(
      "th",
      {
        role: "columnheader",
        scope: "col",
        class: [column.group ? "" : "alone", column.part ? "part" : "", i === 0 ? "corner" : ""].join(" ").trim() || null,
        rowspan: column.group ? null : 2,
        tabindex: -1,
        "data-row": "head",
        "data-column": column.id,
        "aria-sort": isSorted ? (sort.down ? "descending" : "ascending") : null,
      },
      h("span", { class: "title" }, isSorted ? [icon(sort.down ? "down" : "up"), " "] : "", column.title),
      h("small", {}, column.note),
    );
    if (!column.group) upper.append(cell);
    else {
      lower.append(cell);
      if (column.group !== data.columns[i - 1].group) {
        const colspan = data.columns.filter((other) => other.group === column.group).length;
        const part = column.part ? "span part" : "span";
        upper.append(h("th", { role: "columnheader", scope: "colgroup", colspan, class: part }, column.group));
      }
    }
  });
  return h("thead", { role: "rowgroup" }, upper, lower);
}

function withKids(grid, row, i, siblings, unfolding) {
  const isOpen = grid.view.open.has(row.id) && row.kids.length > 0;
  const lines = [line(grid, row, { level: 1, position: i + 1, size: siblings.length, isOpen })];
  if (isOpen) {
    row.kids.forEach((kid, k) => {
      const last = k === row.kids.length - 1;
      const place = { level: 2, position: k + 1, size: row.kids.length, parent: row, last, unfolding: unfolding === row.id };
      lines.push(line(grid, kid, place));
    });
  }
  return lines;
}

function line(grid, row, place) {
  const { data } = grid;
  const classes = [
    row.id === "total" ? "total" : "",
    place.isOpen ? "open" : "",
    place.level === 2 ? "kid" : "",
    place.last ? "last" : "",
    place.unfolding ? "unfolding" : "",
  ];
  return h(
    "tr",
    {
      role: "row",
      class: classes.filter(Boolean).join(" ") || null,
      "aria-level": place.level,
      "aria-posinset": place.position,
      "aria-setsize": place.size,
      "aria-expanded": row.kids?.length ? String(place.isOpen) : null,
      "data-id": row.id,
    },
    nameCell(data, row, place),
    row.cells.map((cell, i) => figureCell(grid, row, cell, data.columns[i + 1], place.parent)),
  );
}

function nameCell(data, row, place) {
  const children = [];
  if (row.kids?.length) {
    const label = fill(place.isOpen ? data.words.collapse : data.words.expand, { name: row.name });
    children.push(h("button", { class: "toggle", type: "button", tabindex: -1, "aria-label": label }, icon(place.isOpen ? "minus" : "plus", 10)));
  } else if (place.level === 1 && row.id !== "total") children.push(h("span", { style: { width: "18px", flex: "none" } }));
  if (row.initials) children.push(h("span", { class: `avatar tint${row.tint}`, "aria-hidden": "true" }, row.initials));
  children.push(h("span", { class: "who", title: row.name }, row.name));
  if (row.share) children.push(h("span", { class: "badge", title: row.shareNote }, row.share));
  const attributes = { class: "name", role: "rowheader", scope: "row", tabindex: -1, "data-row": row.id, "data-column": data.columns[0].id };
  return h("th", attributes, h("span", { class: "person" }, children));
}

function figureCell(grid, row, cell, column, parent) {
  const { data, view } = grid;
  const name = parent ? `${parent.name}, ${row.name}` : row.name;
  const key = `${row.id}/${column.id}`;
  const before = view.shown.get(key);
  view.shown.set(key, cell.text);
  const spoken = { name, figure: column.spoken, amount: cell.empty ? data.words.none : cell.text };
  const attributes = {
    role: "gridcell",
    class: column.part ? "part" : null,
    tabindex: -1,
    "data-row": row.id,
    "data-column": column.id,
    "aria-label": fill(cell.opens ? data.words.open : data.words.figure, spoken),
  };
  return h("td", attributes, DRAWN[column.kind](cell, before !== undefined && before !== cell.text));
}

function amount(cell, changed) {
  const classes = [cell.opens ? "figure" : "", cell.empty ? "dash" : "", cell.late ? "late" : "", changed ? "changed" : ""];
  return h("span", { class: classes.filter(Boolean).join(" ") || null }, cell.late ? icon("alert") : "", cell.text);
}

const DRAWN = {
  amount,
  bonus: (cell, changed) => h("span", { class: "split" }, h("span", { class: "aside" }, cell.aside ?? ""), amount(cell, changed)),
  forecast: (cell, changed) => [amount(cell, changed), h("span", { class: "aside after" }, cell.aside ?? "")],
  plan: (cell, changed) => {
    const track = h("span", { class: "track" });
    for (const { kind, left, width } of cell.bars ?? []) {
      track.append(h("i", { class: kind, style: { left: `${left}%`, width: `${width}%` } }));
    }
    if (cell.pace !== undefined) track.append(h("u", { style: { left: `${cell.pace}%` } }));
    if (cell.tick !== undefined) track.append(h("s", { style: { left: `${cell.tick}%` } }));
    return h("span", { class: "plan" }, track, h("b", { class: changed ? "changed" : null }, cell.text));
  },
};

// ---------------------------------------------------------------- clicks and keys

function onClick(grid, event) {
  const button = event.target.closest(".toggle");
  if (button) toggle(grid, button.closest("[data-row]").dataset.row);
  else clickCell(grid, event);
}

function toggle(grid, id, wanted = !grid.view.open.has(id)) {
  const { data, view } = grid;
  if (wanted) view.open.add(id);
  else view.open.delete(id);
  keep(data.key, view);
  view.at = { row: id, column: data.columns[0].id };
  grid.draw(wanted ? id : null);
  placeTabStop(grid)?.focus({ preventScroll: true });
}

/** In the first column the arrows also unfold a row, fold it, and go from a child to its parent. */
function onKey(grid, event) {
  const cell = event.target.closest("th[data-column]");
  const line = cell?.parentElement;
  const expanded = line?.getAttribute("aria-expanded");
  const { row } = cell?.dataset ?? {};
  const isName = cell?.dataset.column === grid.data.columns[0].id && !event.altKey && !event.metaKey;
  const isPressed = event.key === "Enter" || event.key === " ";
  if (isName && expanded && isPressed) done(event, () => toggle(grid, row));
  else if (isName && expanded === "false" && event.key === "ArrowRight") done(event, () => toggle(grid, row, true));
  else if (isName && expanded === "true" && event.key === "ArrowLeft") done(event, () => toggle(grid, row, false));
  else if (isName && line.getAttribute("aria-level") === "2" && event.key === "ArrowLeft") {
    done(event, () => focusCell(grid, parentOf(line).querySelector("[data-column]")));
  } else pressKey(grid, event);
}

function parentOf(line) {
  let above = line;
  while (above.getAttribute("aria-level") !== "1") above = above.previousElementSibling;
  return above;
}

function tipOf(data, { row, column }) {
  const at = data.columns.findIndex((one) => one.id === column) - 1;
  if (at < 0 || row === "head") return null;
  const all = [...data.rows, data.total].flatMap((one) => [one, ...one.kids]);
  return all.find((one) => one.id === row)?.cells[at].tip ?? null;
}
