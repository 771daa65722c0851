// The report as a treegrid. What is open, sorted and focused outlives reruns (module scope) and reloads (the tab's
// session storage); everything else, every word included, comes with `data`.

const VIEWS = new Map();
const CLOSED_MS = 50;

function viewOf(key) {
  if (!VIEWS.has(key)) {
    const kept = JSON.parse(sessionStorage.getItem(key) ?? "{}");
    VIEWS.set(key, { open: new Set(kept.open), sort: kept.sort ?? null, at: null, shown: new Map(), scope: null });
  }
  return VIEWS.get(key);
}

function keep(key, view) {
  sessionStorage.setItem(key, JSON.stringify({ open: [...view.open], sort: view.sort }));
}

export default function ({ data: packed, parentElement, setTriggerValue }) {
  const root = rootOf(parentElement);
  const data = unpack(packed);
  const view = viewOf(data.key);
  const grid = { data, root, view, send: setTriggerValue };
  if (view.scope !== data.scope) view.shown = new Map();
  view.scope = data.scope;
  root.grid = grid;
  if (!root.isWired) wire(root);
  draw(grid);
}

/** Once for each root; the listeners find the present data through it, so a redraw leaves nothing behind. */
function wire(root) {
  root.isWired = true;
  root.addEventListener("click", (event) => onClick(root.grid, event));
  root.addEventListener("keydown", (event) => onKey(root.grid, event));
  root.addEventListener("mouseover", (event) => showTip(root.grid, event.target.closest("[data-column]")));
  root.addEventListener("focusin", (event) => {
    const cell = event.target.closest("[data-column]");
    if (cell) visit(root.grid, cell);
    showTip(root.grid, cell);
  });
  for (const kind of ["mouseleave", "focusout"]) root.addEventListener(kind, () => showTip(root.grid, null));
}

// ---------------------------------------------------------------- drawing

function draw(grid, unfolding = null) {
  const { data, root, view } = grid;
  const hadFocus = root.getRootNode().activeElement !== null && root.contains(root.getRootNode().activeElement);
  const scrolled = root.querySelector(".frame");
  const [top, left] = scrolled ? [scrolled.scrollTop, scrolled.scrollLeft] : [0, 0];
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
  root.replaceChildren(frame, notes);
  frame.scrollTop = top;
  frame.scrollLeft = left;
  const cell = placeTabStop(grid);
  if (hadFocus) cell?.focus({ preventScroll: true });
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

function sorted(rows, { data, view }) {
  const { sort } = view;
  if (!sort) return rows;
  const at = data.columns.findIndex((column) => column.id === sort.column) - 1;
  const sign = sort.down ? -1 : 1;
  if (at < 0) return [...rows].sort((a, b) => sign * a.name.localeCompare(b.name, data.language));
  const value = (row) => row.cells[at].value;
  const empty = (row) => value(row) === null;
  // Rows without a value stay last whichever way the column is sorted.
  return [...rows].sort((a, b) => empty(a) - empty(b) || sign * (value(a) - value(b)));
}

// ---------------------------------------------------------------- clicks and keys

function onClick(grid, event) {
  const cell = event.target.closest("td, th[data-column]");
  if (!cell) return;
  if (event.target.closest(".toggle")) return toggle(grid, cell.dataset.row);
  if (event.target.closest(".title")) return sortBy(grid, cell.dataset.column);
  focusCell(grid, cell);
  if (event.target.closest(".figure")) open(grid, cell);
}

function toggle(grid, id, wanted = !grid.view.open.has(id)) {
  const { data, view } = grid;
  if (wanted) view.open.add(id);
  else view.open.delete(id);
  keep(data.key, view);
  view.at = { row: id, column: data.columns[0].id };
  draw(grid, wanted ? id : null);
  placeTabStop(grid)?.focus({ preventScroll: true });
}

function sortBy(grid, column) {
  const { data, view } = grid;
  const now = view.sort ?? data.sort;
  const isName = column === data.columns[0].id;
  view.sort = { column, down: now.column === column ? !now.down : !isName };
  view.at = { row: "head", column };
  keep(data.key, view);
  draw(grid);
  placeTabStop(grid)?.focus({ preventScroll: true });
}

function open(grid, cell) {
  const { row, column } = cell.dataset;
  grid.send("open", { row, column });
  returnFocus(grid);
}

/** The dialog opens outside the shadow root, so its close cannot find the way back by itself. */
function returnFocus(grid) {
  const isOpen = () => document.querySelector("[role=dialog]") !== null;
  let seen = false;
  const observer = new MutationObserver(() => {
    seen ||= isOpen();
    if (!seen || isOpen()) return;
    setTimeout(() => {
      if (isOpen()) return; // only drawn anew
      observer.disconnect();
      placeTabStop(grid)?.focus({ preventScroll: true });
    }, CLOSED_MS);
  });
  grid.root.waiting?.disconnect();
  grid.root.waiting = observer;
  observer.observe(document.body, { childList: true, subtree: true });
}

/** Exactly one cell of the table is a tab stop: the one last visited. */
function placeTabStop({ root, view }) {
  root.querySelector('[tabindex="0"]')?.setAttribute("tabindex", "-1");
  const { row, column } = view.at ?? {};
  const cell = row && root.querySelector(`[data-row="${row}"][data-column="${column}"]`);
  const stop = cell || root.querySelector("tbody [data-column]") || root.querySelector("[data-column]");
  stop?.setAttribute("tabindex", "0");
  return stop;
}

function visit(grid, cell) {
  grid.view.at = { row: cell.dataset.row, column: cell.dataset.column };
  placeTabStop(grid);
}

function focusCell(grid, cell) {
  visit(grid, cell);
  cell.focus({ preventScroll: true });
  cell.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function onKey(grid, event) {
  const cell = event.target.closest("[data-column]");
  if (!cell || event.altKey || event.metaKey) return;
  const line = cell.parentElement;
  const columns = grid.data.columns.map((column) => column.id);
  const rows = ["head", ...[...grid.root.querySelectorAll("tr[data-id]")].map((row) => row.dataset.id)];
  let x = columns.indexOf(cell.dataset.column);
  let y = rows.indexOf(cell.dataset.row);
  const expanded = line.getAttribute("aria-expanded");
  switch (event.key) {
    case "ArrowRight":
      if (x === 0 && expanded === "false") return done(event, () => toggle(grid, cell.dataset.row, true));
      x += 1;
      break;
    case "ArrowLeft":
      if (x === 0 && expanded === "true") return done(event, () => toggle(grid, cell.dataset.row, false));
      if (x === 0 && line.getAttribute("aria-level") === "2") y = rows.indexOf(parentOf(line).dataset.id);
      else x -= 1;
      break;
    case "ArrowDown": y += 1; break;
    case "ArrowUp": y -= 1; break;
    case "Home": [x, y] = [0, event.ctrlKey ? 0 : y]; break;
    case "End": [x, y] = [columns.length - 1, event.ctrlKey ? rows.length - 1 : y]; break;
    case "Enter":
    case " ":
      if (cell.dataset.row === "head") return done(event, () => sortBy(grid, cell.dataset.column));
      if (x === 0 && expanded) return done(event, () => toggle(grid, cell.dataset.row));
      return done(event, () => cell.querySelector(".figure") && open(grid, cell));
    default:
      return;
  }
  const row = rows[Math.max(0, Math.min(rows.length - 1, y))];
  const column = columns[Math.max(0, Math.min(columns.length - 1, x))];
  done(event, () => focusCell(grid, grid.root.querySelector(`[data-row="${row}"][data-column="${column}"]`)));
}

function done(event, act) {
  event.preventDefault();
  act();
}

function parentOf(line) {
  let above = line;
  while (above.getAttribute("aria-level") !== "1") above = above.previousElementSibling;
  return above;
}

// ---------------------------------------------------------------- tooltip

function showTip(grid, cell) {
  const { data, root } = grid;
  const lines = cell && root.contains(cell) ? tipOf(data, cell.dataset) : null;
  if (root.tipped === cell && root.querySelector(".tip")) return;
  root.querySelector(".tip")?.remove();
  root.querySelector("[aria-describedby]")?.removeAttribute("aria-describedby");
  root.tipped = cell;
  if (!lines) return;
  const hint = cell.querySelector(".figure") ? h("span", { class: "hint" }, data.words.hint) : null;
  const tip = h("div", { class: "tip", role: "tooltip", id: "tip" }, lines.map((text) => h("span", {}, text)), hint);
  root.append(tip);
  cell.setAttribute("aria-describedby", "tip");
  const [box, frame] = [cell.getBoundingClientRect(), root.getBoundingClientRect()];
  const above = box.top - frame.top - tip.offsetHeight - 6;
  tip.style.top = `${above > -tip.offsetHeight ? above : box.bottom - frame.top + 6}px`;
  tip.style.left = `${Math.max(0, box.right - frame.left - tip.offsetWidth - 6)}px`;
}

function tipOf(data, { row, column }) {
  const at = data.columns.findIndex((one) => one.id === column) - 1;
  if (at < 0 || row === "head") return null;
  const all = [...data.rows, data.total].flatMap((one) => [one, ...one.kids]);
  return all.find((one) => one.id === row)?.cells[at].tip ?? null;
}
