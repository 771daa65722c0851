// The grid of plans. Cells are named by their plan (`5502 2026-10 0`); what is typed is a draft of texts, the server says what
// they mean. The table is built once for its rows and columns and then mended cell by cell: it may have thousands.

const TYPING_MS = 400;
const UNDO_STEPS = 50;
const PAGE_ROWS = 10;

export default function ({ data: packed, parentElement, setStateValue }) {
  const root = rootOf(parentElement);
  const data = unpack(packed);
  const isNew = root.draft === undefined;
  const draft = draftOf(root, data.generation, setStateValue);
  if (isNew) Object.assign(draft, { edits: data.edits });
  if (root.generation !== data.generation) Object.assign(root, { generation: data.generation, undo: [], asked: null, told: "" });
  const view = { year: data.year, type: data.type, everybody: data.everybody };
  root.grid = { data, draft, root, look: (other) => setStateValue("view", { ...view, ...other }) };
  if (!root.selection) wire(root);
  takeAnswer(root.grid);
  draw(root.grid);
}

function wire(root) {
  const column = Math.max(0, root.grid.data.months.findIndex(({ kind }) => kind === "now"));
  root.selection = { row: 0, column, fromRow: 0, fromColumn: column };
  const listen = (kind, react) => root.addEventListener(kind, (event) => react(root.grid, event));
  listen("keydown", onKey);
  listen("mousedown", onPress);
  listen("mouseover", onDrag);
  listen("dblclick", (grid, event) => cellUnder(event) && openEditor(grid, cellUnder(event).dataset.text));
  listen("copy", onCopy);
  listen("paste", onPaste);
}

// ---------------------------------------------------------------- drawing

function draw(grid) {
  const { data, root } = grid;
  const shape = JSON.stringify([data.year, data.type, data.words.title, data.rows.map(({ id }) => id)]);
  if (root.shape !== shape) build(grid, shape);
  drawTools(grid);
  data.rows.forEach((row, i) => data.months.forEach((_, k) => drawCell(grid, i, k)));
  data.totals.forEach((text, k) => { root.totals[k].textContent = text || "—"; });
  setWidths(grid);
  if (!root.isShown) showThisMonth(root);
  drawWrong(grid);
  root.status.textContent = root.told;
  root.undoButton.hidden = !root.undo.length;
  root.everybody.checked = data.everybody;
}

/** Everything that stays while its reader types. */
function build(grid, shape) {
  const { data, root } = grid;
  const { words } = data;
  const open = root.editor?.input.value;
  root.editor = null;
  const hadFocus = root.contains(root.getRootNode().activeElement) && root.getRootNode().activeElement.matches?.("td");
  Object.assign(root, { shape, wrongDrawn: null, minWidth: null });
  root.tools = h("div", { class: "tools" });
  root.panel = root.panel ?? h("div", { class: "panel", hidden: true });
  root.cells = data.rows.map((row, i) => data.months.map((month, k) => cellOf(data, row, month, i, k)));
  root.totals = data.months.map(({ kind }) => h("td", { role: "gridcell", class: kind || null }));
  root.columns = [h("col"), ...data.months.map(() => h("col"))];
  root.wrong = h("div", { class: "faults", role: "alert" });
  root.status = h("span", { role: "status" });
  root.undoButton = buttonOf("undo", words.undo, () => undo(root.grid), "button");
  root.everybody = h("input", { type: "checkbox" });
  root.everybody.onchange = () => root.grid.look({ everybody: root.everybody.checked });
  root.table = h("table", { role: "grid", "aria-label": words.caption, "aria-multiselectable": "true", "aria-rowcount": data.rows.length + 2, "aria-colcount": data.months.length + 1, "aria-describedby": "help" },
    h("colgroup", {}, root.columns), headOf(data), h("tbody", { role: "rowgroup" }, data.rows.map((row, i) => rowOf(root, row, i))),
    h("tfoot", { role: "rowgroup" }, h("tr", { role: "row", "aria-rowindex": data.rows.length + 2 }, h("th", { role: "rowheader", scope: "row" }, words.department), root.totals)));
  root.replaceChildren(h("section", { class: "card" },
    h("h2", {}, words.title, root.tools),
    root.panel,
    data.rows.length ? h("div", { class: "frame" }, root.table) : h("p", { class: "empty muted" }, words.empty),
    root.wrong,
    h("div", { class: "foot" }, h("span", { class: "muted" }, words.note), h("label", {}, root.everybody, words.everybody), root.status, root.undoButton, h("span", { class: "hidden", id: "help" }, words.help)),
  ));
  clampSelection(root);
  markSelection(root);
  if (hadFocus || open !== undefined) focusCell(root, false);
  if (open !== undefined) openEditor(grid, open);
}

function headOf({ months, words }) {
  const titles = months.map(({ title, full, kind }) => h("th", { role: "columnheader", scope: "col", class: kind || null, "aria-label": full }, title));
  return h("thead", { role: "rowgroup" }, h("tr", { role: "row", "aria-rowindex": 1 }, h("th", { role: "columnheader", scope: "col" }, words.manager), titles));
}

function rowOf(root, row, i) {
  const person = h("span", { class: "person" }, h("span", { class: `avatar tint${row.tint}`, "aria-hidden": "true" }, row.initials), h("span", { class: "who" }, row.name));
  return h("tr", { role: "row", "aria-rowindex": i + 2 }, h("th", { role: "rowheader", scope: "row", title: row.name }, person), root.cells[i]);
}

function cellOf({ type }, row, month, i, k) {
  return h("td", { role: "gridcell", tabindex: -1, "data-key": `${row.id} ${month.key} ${type}`, "data-row": i, "data-column": k, "aria-colindex": k + 2 });
}

/** What stands in a cell, what of it is not saved and what is wrong; nothing is touched that stands so already. */
function drawCell(grid, i, k) {
  const { data, root } = grid;
  const cell = root.cells[i][k];
  if (root.editor?.cell === cell) return;
  const { text, isChanged, fault, hint } = meaning(grid, cell.dataset.key, data.rows[i].texts[k]);
  const drawn = `${text}|${isChanged}|${fault}|${hint}`;
  if (cell.drawn === drawn) return;
  cell.drawn = drawn;
  cell.dataset.text = text;
  cell.className = [data.months[k].kind, isChanged ? "unsaved" : "", fault ? "wrong" : "", hint ? "hint" : ""].filter(Boolean).join(" ");
  const mark = fault ? icon("alert") : isChanged ? h("i", { class: "dot" }) : "";
  const aside = [fault, isChanged ? data.words.unsaved : "", hint ? data.words.byTypes : ""].filter(Boolean).join(", ");
  cell.replaceChildren(...[mark, hint || text, aside ? h("span", { class: "hidden" }, `, ${aside}`) : ""].filter(Boolean));
  if (fault) cell.setAttribute("aria-invalid", "true");
  else cell.removeAttribute("aria-invalid");
  if (aside) cell.title = aside;
  else cell.removeAttribute("title");
}

function meaning({ data, draft }, key, stored) {
  const edit = draft.edits[key];
  const known = data.cells[key];
  const isKnown = edit && known?.raw === edit.text;
  const text = !edit ? stored : isKnown ? known.text : edit.text;
  return { text, isChanged: Boolean(edit) && (!isKnown || known.isChanged), fault: isKnown ? known.fault : "", hint: text ? "" : data.hints[key] ?? "" };
}

/** Wide enough for the largest amount of each month; the rest is the name's. */
function setWidths({ data, root }) {
  const widths = data.months.map((_, k) => Math.max(1.03 * widthOf(data.totals[k]), ...root.cells.map((row) => 1.03 * widthOf(row[k].dataset.text))));
  const pixels = widths.map((width, k) => Math.max(58, Math.ceil((k === 11 ? 19 : 13) + Math.min(width, 130))));
  const total = pixels.reduce((sum, width) => sum + width, 152);
  if (root.minWidth === total) return;
  root.minWidth = total;
  root.table.style.minWidth = `${total}px`;
  root.columns[0].style.width = "min(190px, 30%)";
  pixels.forEach((width, k) => { root.columns[k + 1].style.width = `${width}px`; });
}

/** On a narrow screen the running month is in sight at first, not January. */
function showThisMonth(root) {
  const frame = root.querySelector(".frame");
  const head = frame?.querySelector("th.now");
  if (!head?.offsetWidth) return;
  root.isShown = true;
  frame.scrollLeft = head.offsetLeft + 2 * head.offsetWidth - frame.clientWidth;
}

/** In pixels: digits are of one width, the spaces between thousands of a third of it. */
function widthOf(text) {
  const digits = text.replace(/\D/g, "").length;
  return 7.9 * digits + 3.2 * (text.length - digits);
}

function drawWrong(grid) {
  const { data, draft, root } = grid;
  const wrong = data.wrong.filter(({ key }) => draft.edits[key]);
  const drawn = JSON.stringify(wrong);
  if (root.wrongDrawn === drawn) return;
  root.wrongDrawn = drawn;
  const line = ({ key, what, text }) => h("li", {}, h("span", { class: "fault" }, icon("alert"), what), text ? h("span", { class: "muted values" }, text) : "", buttonOf("close", data.words.drop, () => dropEdits(root.grid, [key])));
  const all = wrong.length > 1 ? buttonOf(null, data.words.dropAll, () => dropEdits(root.grid, wrong.map(({ key }) => key)), "button") : "";
  root.wrong.replaceChildren(...(wrong.length ? [h("p", {}, data.words.wrong), h("ul", {}, wrong.map(line)), all] : []).filter(Boolean));
}

function buttonOf(name, label, act, kind = "button bare") {
  const isBare = kind.includes("bare");
  const made = h("button", { class: kind, type: "button", title: isBare ? label : null, "aria-label": isBare ? label : null }, name ? icon(name, 14) : "", isBare ? "" : label);
  made.onclick = act;
  return made;
}

// ---------------------------------------------------------------- the tools above the grid

function drawTools(grid) {
  const { data, root } = grid;
  const { words } = data;
  const drawn = JSON.stringify([data.year, data.type, data.types, words.title]);
  if (root.toolsDrawn === drawn && root.tools.hasChildNodes()) return;
  root.toolsDrawn = drawn;
  const year = h("span", { class: "step" }, buttonOf("left", words.earlier, () => root.grid.look({ year: data.year - 1 })), h("b", {}, words.year), buttonOf("right", words.later, () => root.grid.look({ year: data.year + 1 })));
  const types = [{ id: 0, name: words.whole }, ...data.types];
  const select = selectOf(words.type, types.map(({ id, name }) => [id, name]), data.type);
  select.field.onchange = () => root.grid.look({ type: Number(select.field.value) });
  root.tools.replaceChildren(...[year, data.types.length ? select.box : "", buttonOf(null, words.spread, () => openPanel(root.grid, spreadPanel), "button"), buttonOf(null, words.fill, () => openPanel(root.grid, fillPanel), "button")].filter(Boolean));
}

function selectOf(label, options, chosen) {
  const field = h("select", { "aria-label": label }, options.map(([value, text]) => h("option", { value, selected: value === chosen }, text)));
  return { field, box: h("span", { class: "field" }, field, icon("chevron", 14)) };
}

function openPanel(grid, fillIn) {
  const { root, data } = grid;
  const close = buttonOf("close", data.words.close, () => { root.panel.hidden = true; });
  root.panel.replaceChildren(...fillIn(grid), close);
  root.panel.hidden = false;
  root.panel.querySelector("select, input, button")?.focus();
}

function fillPanel({ data, root }) {
  const { words, fillable } = data;
  if (!fillable.length) return [h("span", { class: "muted" }, words.fillNone)];
  const select = selectOf(words.fillWhich, fillable.map(({ key, text }) => [key, text]), null);
  const go = buttonOf(null, words.fillNow, () => { root.panel.hidden = true; ask(root.grid, { kind: "fill", month: select.field.value }); }, "button");
  return [h("label", {}, words.fillWhich, select.box), go];
}

function spreadPanel({ data, root }) {
  const { words, rows } = data;
  const who = selectOf(words.spreadWho, [["", words.spreadAll], ...rows.map(({ id, name }) => [id, name])], rows[root.selection.row]?.id ?? "");
  const amount = h("input", { inputmode: "decimal", autocomplete: "off" });
  const keep = h("input", { type: "checkbox", checked: true });
  const go = () => {
    if (!amount.value.trim()) return amount.focus();
    root.panel.hidden = true;
    ask(root.grid, { kind: "spread", manager: who.field.value ? Number(who.field.value) : null, amount: amount.value, keepPast: data.hasPast && keep.checked });
  };
  amount.onkeydown = (event) => { if (event.key === "Enter") go(); };
  return [
    h("label", {}, words.spreadWho, who.box),
    h("label", {}, words.spreadAmount, h("span", { class: "field amount" }, amount)),
    data.hasPast ? h("label", {}, keep, words.spreadKeep) : "",
    buttonOf(null, words.spreadNow, go, "button"),
  ].filter(Boolean);
}

// ---------------------------------------------------------------- what is typed

/** Changes texts as one step that can be taken back. `texts`: by key, as [text, what is stored there]. */
function change(grid, edits, more) {
  const { draft, root } = grid;
  root.undo = [...root.undo.slice(1 - UNDO_STEPS), { ...draft.edits }];
  for (const [key, { text, seen, stored }] of Object.entries(edits)) {
    if (stored !== undefined && text === stored) delete draft.edits[key];
    else draft.edits[key] = { text, seen: draft.edits[key] ? draft.edits[key].seen : seen };
  }
  send(grid, more);
}

function dropEdits(grid, keys) {
  grid.root.undo.push({ ...grid.draft.edits });
  for (const key of keys) delete grid.draft.edits[key];
  send(grid);
}

function undo(grid) {
  const before = grid.root.undo.pop();
  if (!before) return;
  grid.draft.edits = before;
  grid.root.told = "";
  send(grid);
}

function send(grid, more) {
  clearTimeout(grid.root.typing);
  grid.draft.send(more);
  draw(grid);
}

function typed({ data, root }, i, k, text) {
  return { text, seen: data.rows[i].values[k], stored: data.rows[i].texts[k] };
}

function typeAll(grid, text) {
  const edits = {};
  for (const [i, k] of selected(grid.root)) edits[grid.root.cells[i][k].dataset.key] = typed(grid, i, k, text);
  change(grid, edits);
}

/** Asks the server what to type; its answer comes with the data of a later draw. */
function ask(grid, question) {
  grid.root.asked = `${Date.now()}.${Math.random()}`;
  send(grid, { ask: { id: grid.root.asked, ...question } });
}

function takeAnswer(grid) {
  const { data, root } = grid;
  if (!root.asked || data.answer?.id !== root.asked) return;
  root.asked = null;
  root.told = data.answer.note;
  const stored = Object.fromEntries(data.rows.flatMap((row) => data.months.map(({ key }, k) => [`${row.id} ${key} ${data.type}`, row.texts[k]])));
  const edits = Object.entries(data.answer.edits).map(([key, edit]) => [key, { ...edit, stored: stored[key] }]);
  if (edits.length) change(grid, Object.fromEntries(edits));
}

// ---------------------------------------------------------------- typing in a cell

/** `text`: what the cell begins with; `keeps` its caret at the end, or is replaced as typing goes on. */
function openEditor(grid, text, keeps = true) {
  const { root } = grid;
  const { row, column } = root.selection;
  const cell = root.cells[row][column];
  if (root.editor?.cell === cell) return;
  const input = h("input", { class: "editor", inputmode: "decimal", autocomplete: "off", "aria-label": `${grid.data.rows[row].name}, ${grid.data.months[column].full}` });
  input.value = text;
  root.editor = { cell, input, keeps, before: { ...grid.draft.edits }, begun: text };
  cell.drawn = null;
  cell.replaceChildren(input);
  input.focus({ preventScroll: true });
  input.setSelectionRange(text.length, text.length);
  input.oninput = () => {
    clearTimeout(root.typing);
    root.typing = setTimeout(() => { note(root.grid); root.grid.draft.send(); }, TYPING_MS);
  };
  input.onblur = () => root.editor?.input === input && closeEditor(root.grid, true);
}

function note({ data, draft, root }) {
  const { cell, input } = root.editor;
  const [i, k] = [Number(cell.dataset.row), Number(cell.dataset.column)];
  type(draft, cell.dataset.key, input.value.trim(), { text: data.rows[i].texts[k], value: data.rows[i].values[k] });
}

function closeEditor(grid, isKept) {
  const { root, draft } = grid;
  const { cell, input, before, begun } = root.editor;
  clearTimeout(root.typing);
  if (isKept && (input.value !== begun || !root.editor.keeps)) note(grid);
  else draft.edits = before;
  root.editor = null;
  if (JSON.stringify(before) !== JSON.stringify(draft.edits)) root.undo = [...root.undo.slice(1 - UNDO_STEPS), before];
  cell.drawn = null;
  cell.replaceChildren();
  send(grid);
}

// ---------------------------------------------------------------- moving about

function onKey(grid, event) {
  if (event.target.closest(".tools, .panel, .foot, .faults")) return event.stopPropagation();
  if (!event.target.closest("td, .editor") || event.isComposing) return;
  event.stopPropagation(); // the page has keys of its own
  const act = grid.root.editor ? editorKey(grid, event) : gridKey(grid, event);
  if (!act) return;
  event.preventDefault();
  act();
}

function editorKey(grid, event) {
  const { root } = grid;
  const leave = (down, right) => () => { closeEditor(grid, true); move(grid, down, right); };
  switch (event.key) {
    case "Enter": return leave(event.shiftKey ? -1 : 1, 0);
    case "Tab": return () => { closeEditor(grid, true); step(grid, event.shiftKey ? -1 : 1); };
    case "Escape": return () => { closeEditor(grid, false); focusCell(root); };
    case "ArrowUp": return leave(-1, 0);
    case "ArrowDown": return leave(1, 0);
    case "ArrowLeft": return root.editor.keeps ? null : leave(0, -1);
    case "ArrowRight": return root.editor.keeps ? null : leave(0, 1);
  }
  return null;
}

function gridKey(grid, event) {
  const { root } = grid;
  const isCommand = event.ctrlKey || event.metaKey;
  const far = isCommand ? Infinity : 1;
  const go = (down, right) => () => move(grid, down, right, event.shiftKey);
  switch (event.key) {
    case "ArrowUp": return go(-far, 0);
    case "ArrowDown": return go(far, 0);
    case "ArrowLeft": return go(0, -far);
    case "ArrowRight": return go(0, far);
    case "PageUp": return go(-PAGE_ROWS, 0);
    case "PageDown": return go(PAGE_ROWS, 0);
    case "Home": return go(isCommand ? -Infinity : 0, -Infinity);
    case "End": return go(isCommand ? Infinity : 0, Infinity);
    case "Enter": return () => move(grid, event.shiftKey ? -1 : 1, 0);
    case "Tab": return canStep(root, event.shiftKey ? -1 : 1) ? () => step(grid, event.shiftKey ? -1 : 1) : null;
    case "Escape": return () => { root.isLeaving = true; };
    case "F2": return () => openEditor(grid, event.target.dataset.text);
    case "Delete":
    case "Backspace": return () => typeAll(grid, "");
  }
  if (isCommand && event.code === "KeyZ") return () => undo(grid);
  if (isCommand && event.code === "KeyA") return () => selectAll(root);
  if (event.key.length === 1 && !isCommand && !event.altKey) return () => openEditor(grid, event.key, false);
  return null;
}

/** Tab goes from cell to cell; after Esc, and at either end, it leaves the grid as from any other field. */
function canStep(root, by) {
  const { row, column } = root.selection;
  const at = row * 12 + column + by;
  return !root.isLeaving && at >= 0 && at < root.cells.length * 12;
}

function step(grid, by) {
  const { root } = grid;
  if (!canStep(root, by)) return focusCell(root);
  const at = root.selection.row * 12 + root.selection.column + by;
  select(root, Math.floor(at / 12), at % 12);
  focusCell(root);
}

function move(grid, down, right, isExtending = false) {
  const { root } = grid;
  const within = (at, by, count) => Math.max(0, Math.min(count - 1, at + by));
  select(root, within(root.selection.row, down, root.cells.length), within(root.selection.column, right, 12), isExtending);
  focusCell(root);
}

function select(root, row, column, isExtending = false) {
  const from = isExtending ? {} : { fromRow: row, fromColumn: column };
  root.selection = { ...root.selection, row, column, ...from };
  root.isLeaving = false;
  markSelection(root);
}

function selectAll(root) {
  root.selection = { row: root.selection.row, column: root.selection.column, fromRow: 0, fromColumn: 0 };
  select(root, root.cells.length - 1, 11, true);
  focusCell(root, false);
}

function clampSelection(root) {
  const last = Math.max(0, root.cells.length - 1);
  const { row, fromRow } = root.selection;
  Object.assign(root.selection, { row: Math.min(row, last), fromRow: Math.min(fromRow, last) });
}

function bounds({ row, column, fromRow, fromColumn }) {
  return { top: Math.min(row, fromRow), bottom: Math.max(row, fromRow), left: Math.min(column, fromColumn), right: Math.max(column, fromColumn) };
}

function selected(root) {
  const { top, bottom, left, right } = bounds(root.selection);
  const found = [];
  for (let i = top; i <= bottom; i += 1) for (let k = left; k <= right; k += 1) found.push([i, k]);
  return found;
}

function markSelection(root) {
  for (const cell of root.marked ?? []) cell.removeAttribute("aria-selected");
  root.marked = selected(root).map(([i, k]) => root.cells[i]?.[k]).filter(Boolean);
  for (const cell of root.marked) cell.setAttribute("aria-selected", "true");
  root.stop?.setAttribute("tabindex", "-1");
  root.stop = root.cells[root.selection.row]?.[root.selection.column];
  root.stop?.setAttribute("tabindex", "0");
}

function focusCell(root, isShown = true) {
  root.stop?.focus({ preventScroll: true });
  if (isShown) root.stop?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

// ---------------------------------------------------------------- mouse and clipboard

function cellUnder(event) {
  return event.target.closest("td[data-key]");
}

function onPress(grid, event) {
  const cell = cellUnder(event);
  if (!cell || event.button !== 0 || grid.root.editor?.cell === cell) return;
  event.preventDefault();
  if (grid.root.editor) closeEditor(grid, true);
  select(grid.root, Number(cell.dataset.row), Number(cell.dataset.column), event.shiftKey);
  focusCell(grid.root, false);
}

function onDrag(grid, event) {
  const cell = cellUnder(event);
  if (!cell || event.buttons !== 1 || grid.root.editor || !grid.root.contains(grid.root.getRootNode().activeElement)) return;
  select(grid.root, Number(cell.dataset.row), Number(cell.dataset.column), true);
}

/** Amounts without the spaces between thousands: a spreadsheet takes those for text. */
function onCopy(grid, event) {
  const { root } = grid;
  if (root.editor || !event.target.closest("td")) return;
  const { top, bottom, left, right } = bounds(root.selection);
  const lines = root.cells.slice(top, bottom + 1).map((row) => row.slice(left, right + 1).map((cell) => cell.dataset.text.replace(/\s/g, "")).join("\t"));
  event.clipboardData.setData("text/plain", lines.join("\n"));
  event.preventDefault();
}

function onPaste(grid, event) {
  const { root, data } = grid;
  if (!event.target.closest("td, .editor")) return;
  const text = event.clipboardData.getData("text/plain");
  const isBlock = /[\t\n]/.test(text.replace(/[\r\n]+$/, ""));
  if (root.editor && !isBlock) return;
  event.preventDefault();
  if (root.editor) closeEditor(grid, false);
  const { top, bottom, left, right } = bounds(root.selection);
  const at = { manager: data.rows[top].id, month: data.months[left].key, selected: [bottom - top + 1, right - left + 1] };
  ask(grid, { kind: "paste", text, ...at });
}
