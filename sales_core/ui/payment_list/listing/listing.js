// The list: chips of states, search, a page of payments, and what is to be done to those that are chosen. What is chosen
// is kept here, across pages, until the filter changes; everything else that is clicked carries the address it leads to.

export default function ({ data: packed, parentElement, setTriggerValue }) {
  const root = rootOf(parentElement);
  const data = unpack(packed);
  root.data = data;
  root.send = setTriggerValue;
  if (!root.body) build(root);
  if (root.filter !== data.filter || root.done !== data.done) Object.assign(root, { filter: data.filter, done: data.done, chosen: new Map(), all: false });
  draw(root);
}

/** Once: the search field must keep its text and caret while the answers change. */
function build(root) {
  const { words } = root.data;
  const search = searchField(words.search, (text) => root.send("search", text));
  root.input = search.querySelector("input");
  root.chips = h("span", { class: "chips", role: "group", "aria-label": words.states });
  root.body = h("div", {});
  root.replaceChildren(h("div", { class: "tools" }, root.chips, search), root.body);
  root.addEventListener("click", (event) => onClick(root, event));
  root.addEventListener("change", (event) => onChoose(root, event));
}

function draw(root) {
  const { data, input } = root;
  const active = root.getRootNode().activeElement;
  if (active !== input) input.value = data.search;
  const focused = active && root.contains(active) ? active.dataset.at : null;
  const scrolled = root.querySelector(".frame")?.scrollLeft ?? 0;
  root.chips.replaceChildren(...data.chips.map((chip) => chipOf(chip, () => root.send("go", chip.go))));
  root.body.replaceChildren(...(data.rows.length ? [barOf(root), tableOf(root), pagerOf(data.pager)] : [h("div", { class: "none" }, data.words.none)]));
  if (root.querySelector(".frame")) root.querySelector(".frame").scrollLeft = scrolled;
  if (focused) root.querySelector(`[data-at="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}

// ---------------------------------------------------------------- choosing

function onChoose(root, event) {
  const box = event.target.closest("input[type=checkbox]");
  if (!box) return;
  const { rows } = root.data;
  root.all = false;
  if (box.dataset.at === "every") for (const row of rows) choose(root, row, box.checked);
  else {
    const at = rows.findIndex(({ id }) => `box ${id}` === box.dataset.at);
    const from = root.shift && root.last !== undefined ? root.last : at;
    for (const row of rows.slice(Math.min(at, from), Math.max(at, from) + 1)) choose(root, row, box.checked);
    root.last = at;
  }
  draw(root);
}

function choose(root, { id, version }, wanted) {
  if (wanted) root.chosen.set(id, version);
  else root.chosen.delete(id);
}

function onClick(root, event) {
  root.shift = event.shiftKey;
  const target = event.target.closest("[data-go], [data-act], [data-deal]");
  if (!target) return;
  const { go, act, deal } = target.dataset;
  if (go) root.send("go", go);
  else if (act === "all") [root.all, root.chosen] = [true, new Map()];
  else if (act === "none") [root.all, root.chosen] = [false, new Map()];
  else if (act) root.send("act", { what: act, all: root.all, seen: [...root.chosen] });
  else if (deal && !(event.ctrlKey || event.metaKey || event.shiftKey)) {
    event.preventDefault();
    root.send("open", Number(deal));
  }
  if (act) draw(root);
}

/** What is chosen and what can be done to it. */
function barOf(root) {
  const { words, count, rows, acts } = root.data;
  const chosen = root.all ? count : root.chosen.size;
  const isWholePage = rows.every(({ id }) => root.chosen.has(id));
  const button = (act, name, text, kind = "") => h("button", { class: `button ${kind}`, type: "button", "data-act": act, "data-at": `act ${act}` }, name ? icon(name, 14) : "", text);
  return h("div", { class: `bar ${chosen ? "on" : ""}`, role: "group", "aria-label": words.chosenGroup },
    h("span", { role: "status" }, chosen ? fill(words.chosen, { n: chosen }) : words.hint),
    chosen ? acts.map(({ id, icon: name, text }) => button(id, name, text)) : "",
    !root.all && isWholePage && count > root.chosen.size ? button("all", "", words.all, "bare") : "",
    chosen ? button("none", "", words.drop, "bare") : "",
  );
}

// ---------------------------------------------------------------- the table

function tableOf(root) {
  const { columns, rows, words, total } = root.data;
  const width = columns.reduce((sum, column) => sum + (column.width || 90), 36);
  return h("div", { class: "frame" }, h("table", { "aria-label": words.caption, style: { minWidth: `${width}px` } },
    h("colgroup", {}, h("col", { style: { width: "36px" } }), columns.map(({ width }) => h("col", { style: width ? { width: `${width}px` } : {} }))),
    h("thead", {}, h("tr", {}, h("th", { class: "pick", scope: "col" }, every(root)), columns.map(headOf))),
    h("tbody", {}, rows.map((row) => rowOf(root, row))),
    h("tfoot", {}, footOf(columns, total)),
  ));
}

function every(root) {
  const { rows, words } = root.data;
  const chosen = rows.filter(({ id }) => root.all || root.chosen.has(id)).length;
  const box = checkbox("every", words.every, chosen === rows.length);
  box.indeterminate = chosen > 0 && chosen < rows.length;
  return box;
}

function checkbox(at, label, checked) {
  const box = h("input", { type: "checkbox", "aria-label": label, "data-at": at });
  box.checked = checked;
  return box;
}

function headOf({ id, kind, title, go, sorted }) {
  const words = go ? h("button", { type: "button", "data-go": go, "data-at": `head ${id}` }, title, sorted ? icon(sorted === "descending" ? "down" : "up", 11) : "") : title;
  return h("th", { class: kind, scope: "col", "aria-sort": sorted || null }, words);
}

function rowOf(root, row) {
  const { columns } = root.data;
  const isChosen = root.all || root.chosen.has(row.id);
  const pick = h("td", { class: "pick" }, checkbox(`box ${row.id}`, row.about, isChosen));
  return h("tr", { class: `${row.state} ${isChosen ? "chosen" : ""}` }, pick, columns.map(({ id, kind }) => cellOf(row, id, kind)));
}

function cellOf(row, id, kind) {
  const value = row[id];
  const attributes = { class: `${kind} c-${id}` };
  if (id === "deal") return h("td", { ...attributes, title: value }, h("a", { href: row.dealUrl, "data-deal": row.lead, "data-at": `deal ${row.id}` }, value), linkOut(row.url, row.urlAbout));
  if (id === "status") return h("td", attributes, stateOf(value));
  if (id === "comment") return h("td", { ...attributes, title: value }, row.source ? h("span", { class: "badge" }, row.source) : "", value);
  return h("td", { ...attributes, title: kind === "text" ? value : null }, value);
}

function footOf(columns, total) {
  const first = columns.findIndex(({ id }) => id === "amount");
  return h("tr", {}, h("td", { colspan: first + 1 }, total.label), columns.slice(first).map(({ id, kind }) => h("td", { class: `${kind} c-${id}` }, total[id])));
}
