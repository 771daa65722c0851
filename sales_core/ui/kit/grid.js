// Shared by the tables of figures: their one tab stop, arrow keys, sorting, the way back from a dialog, the tip over a
// cell. What is open, sorted and focused outlives reruns (module scope) and reloads (the tab's session storage).
//
// A grid is {data, root, view, send, draw, tip}: `draw` draws it anew, `tip` gives the lines over a figure, if any. Each
// cell carries `data-row` and `data-column`, each line of the body `data-id`, what opens a dialog the class `figure`.

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

/** Once for each root; the listeners find the present grid through it, so a redraw leaves nothing behind. */
function wireGrid(root, onClick, onKey) {
  if (root.isWired) return;
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

/** Puts the new content in, and leaves scroll and focus where they were. */
function replaceGrid(grid, ...content) {
  const { root } = grid;
  const active = root.getRootNode().activeElement;
  const hadFocus = active !== null && root.contains(active);
  const scrolled = root.querySelector(".frame");
  const [top, left] = scrolled ? [scrolled.scrollTop, scrolled.scrollLeft] : [0, 0];
  root.replaceChildren(...content);
  const frame = root.querySelector(".frame");
  [frame.scrollTop, frame.scrollLeft] = [top, left];
  const cell = placeTabStop(grid);
  if (hadFocus) cell?.focus({ preventScroll: true });
}

// ---------------------------------------------------------------- sorting

/** `columns`: the first is the name, each other one has its cell in a row, whose `value` it is sorted by. Names go by the
 * alphabet, or by the `order` that rows carry. */
function sorted(rows, { data, view }) {
  const { sort } = view;
  if (!sort) return rows;
  const at = data.columns.findIndex((column) => column.id === sort.column) - 1;
  const sign = sort.down ? -1 : 1;
  const byName = (a, b) => (a.order === undefined ? a.name.localeCompare(b.name, data.language) : a.order - b.order);
  if (at < 0) return [...rows].sort((a, b) => sign * byName(a, b));
  const value = (row) => row.cells[at].value;
  const empty = (row) => value(row) === null;
  // Rows without a value stay last whichever way the column is sorted.
  return [...rows].sort((a, b) => empty(a) - empty(b) || sign * (value(a) - value(b)));
}

function sortBy(grid, column) {
  const { data, view } = grid;
  const now = view.sort ?? data.sort;
  const isName = column === data.columns[0].id;
  view.sort = { column, down: now.column === column ? !now.down : !isName };
  view.at = { row: "head", column };
  keep(data.key, view);
  grid.draw();
  placeTabStop(grid)?.focus({ preventScroll: true });
}

// ---------------------------------------------------------------- clicks and keys

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
  const cell = row && cellAt(root, row, column);
  const stop = cell || root.querySelector("tbody [data-column]") || root.querySelector("[data-column]");
  stop?.setAttribute("tabindex", "0");
  return stop;
}

function cellAt(root, row, column) {
  return root.querySelector(`[data-row="${row}"][data-column="${column}"]`);
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

/** A click on a title sorts, one on a figure opens it. */
function clickCell(grid, event) {
  const cell = event.target.closest("td, th[data-column]");
  if (!cell) return;
  if (event.target.closest(".title")) return sortBy(grid, cell.dataset.column);
  focusCell(grid, cell);
  if (event.target.closest(".figure")) open(grid, cell);
}

function pressKey(grid, event) {
  const cell = event.target.closest("[data-column]");
  if (!cell || event.altKey || event.metaKey) return;
  const columns = grid.data.columns.map((column) => column.id);
  const rows = ["head", ...[...grid.root.querySelectorAll("tr[data-id]")].map((row) => row.dataset.id)];
  let x = columns.indexOf(cell.dataset.column);
  let y = rows.indexOf(cell.dataset.row);
  switch (event.key) {
    case "ArrowRight": x += 1; break;
    case "ArrowLeft": x -= 1; break;
    case "ArrowDown": y += 1; break;
    case "ArrowUp": y -= 1; break;
    case "Home": [x, y] = [0, event.ctrlKey ? 0 : y]; break;
    case "End": [x, y] = [columns.length - 1, event.ctrlKey ? rows.length - 1 : y]; break;
    case "Enter":
    case " ":
      if (cell.dataset.row === "head") return done(event, () => sortBy(grid, cell.dataset.column));
      return done(event, () => cell.querySelector(".figure") && open(grid, cell));
    default:
      return;
  }
  const row = rows[Math.max(0, Math.min(rows.length - 1, y))];
  const column = columns[Math.max(0, Math.min(columns.length - 1, x))];
  done(event, () => focusCell(grid, cellAt(grid.root, row, column)));
}

function done(event, act) {
  event.preventDefault();
  act();
}

// ---------------------------------------------------------------- tip

function showTip(grid, cell) {
  const { data, root } = grid;
  const lines = cell && root.contains(cell) ? grid.tip(cell.dataset) : null;
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
