// The payments of a deal. The server says everything that is shown and what a form means; here are the layout and, in
// form.js, the text being typed.

const QUICK = ["pay", "redate", "edit"]; // what an overdue payment offers without asking for more
const ICON_OF = { pay: "check", redate: "calendar", edit: "pen", split: "split", refund: "undo", credit: "people", history: "clock", delete: "trash" };
Object.assign(ICONS, { calendar: "M4 6h16v15H4zM4 10.5h16M8 3v5M16 3v5", split: "M12 21v-8M12 13L5 6M12 13l7-7M5 11V6h5M14 6h5v5", dots: "M5 12h.01M12 12h.01M19 12h.01", people: "M9 5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 1 0 0-7M2.5 20a6.5 6.5 0 0 1 13 0M16 5.5a3.5 3.5 0 0 1 0 6.5M18 14.5a6.5 6.5 0 0 1 3.5 5.5" });

export default function ({ data: packed, parentElement, setStateValue, setTriggerValue }) {
  const root = rootOf(parentElement);
  const data = unpack(packed);
  const isNew = !root.list;
  const panel = (root.panel = { data, root, setStateValue, setTriggerValue });
  if (isNew) build(root);
  if (data.trouble) root.trouble = data.trouble;
  draw(panel);
  if (root.form && data.stored.includes(root.form.id)) close(panel);
  if (isNew) reopen(panel);
  if (root.form) hear(panel);
}

function build(root) {
  for (const part of ["head", "totals", "foot"]) root[part] = h("div", { class: part });
  root.notice = h("div", { role: "alert" });
  root.list = h("ul", {});
  root.below = h("div", { class: "below" });
  root.menu = null;
  root.replaceChildren(h("main", { class: "panel" }, root.head, root.totals, root.notice, root.list, root.below, root.foot));
  root.addEventListener("keydown", (event) => event.key === "Escape" && onEscape(root.panel, event));
}

function onEscape(panel, event) {
  const { root } = panel;
  if (root.form) close(panel);
  else if (root.menu !== null) openMenu(panel, root.menu);
  else return;
  event.stopPropagation();
}

// ---------------------------------------------------------------- drawing

/** Only what has changed is drawn anew; the form's nodes are moved, never remade, and keep focus and caret. */
function draw(panel) {
  const { data, root } = panel;
  const at = root.getRootNode().activeElement;
  const place = at?.dataset.act ? `[data-act=${at.dataset.act}]` : null;
  const row = place && at.closest("[data-id]")?.dataset.id;
  const caret = at?.selectionStart === undefined ? null : [at.selectionStart, at.selectionEnd];
  redraw(root.head, [data.head, data.canAdd], () => headOf(panel));
  redraw(root.totals, data.totals, () => totalsOf(data.totals));
  redraw(root.notice, [data.head.notice, data.late, root.trouble], () => noticesOf(panel));
  drawRows(panel);
  redraw(root.foot, data.deed, () => footOf(panel));
  if (!at || root.getRootNode().activeElement === at) return;
  const again = root.contains(at) ? at : place && root.querySelector(row ? `[data-id="${row}"] ${place}` : place);
  again?.focus({ preventScroll: true });
  if (again === at && caret && caret[0] !== null) at.setSelectionRange(...caret);
}

function redraw(node, made, make) {
  const drawn = JSON.stringify(made ?? null);
  if (node.drawn === drawn) return;
  node.drawn = drawn;
  node.replaceChildren(...make().filter(Boolean));
}

function headOf(panel) {
  const { head, words, canAdd } = panel.data;
  const link = head.url ? h("a", { class: "button bare", href: head.url, target: "_blank", rel: "noopener noreferrer", title: words.open, "aria-label": words.open }, icon("link", 15)) : "";
  const facts = h("p", { class: "facts" }, head.facts.join(" · "), h("span", { class: "tag" }, head.tag));
  const buttons = canAdd ? [
    button({ act: "plan", icon: "calendar", label: words.plan, kind: "button big fold" }, () => open(panel, "plan")),
    button({ act: "add", icon: "plus", label: words.add, kind: "button big primary" }, () => open(panel, "add")),
  ] : [];
  return [h("div", { class: "deal" }, h("h1", {}, head.name, link), facts), h("div", { class: "line" }, h("h2", {}, words.payments), h("span", { class: "grow" }), buttons)];
}

function totalsOf({ states, bar, barLabel, planned, budget, left, isOver }) {
  const sums = states.map(({ kind, icon: name, label, sum, isEmpty }) => h("div", { class: `sum ${isEmpty ? "empty" : kind}` }, h("span", { class: `state ${isEmpty ? "lost" : kind}` }, icon(name, 14), label), h("b", {}, sum)));
  const strip = h("div", { class: "strip", role: "img", "aria-label": barLabel }, bar.map(({ kind, percent }) => h("i", { class: kind, style: { width: `${percent}%` } })));
  const caption = h("div", { class: "caption" }, h("span", {}, planned), h("span", {}, budget), left ? h("span", { class: isOver ? "over" : null }, isOver ? icon("alert", 13) : "", left) : "");
  return [h("div", { class: "sums" }, sums), h("div", { class: "against" }, strip, caption)];
}

function noticesOf({ data, root }) {
  const { notice } = data.head;
  return [notice ? h("p", { class: "notice" }, icon("ban", 15), notice) : "", data.late ? h("p", { class: "notice warm" }, icon("alert", 15), data.late) : "", root.trouble ? h("p", { class: "notice warm" }, icon("alert", 15), root.trouble) : ""];
}

function footOf(panel) {
  const { deed, words } = panel.data;
  const history = h("button", { class: "plain", type: "button" }, icon("clock", 13), words.deal);
  history.onclick = () => ask(panel, { kind: "history" });
  if (!deed) return [history];
  const back = h("button", { class: "plain", type: "button", "data-act": "undo" }, icon("undo", 13), deed.undo);
  back.onclick = () => ask(panel, { kind: "undo", version: deed.number });
  return [history, h("span", { class: "saved", role: "status" }, h("i", {}), `${deed.said}, ${deed.saved}`, back)];
}

function drawRows(panel) {
  const { data, root } = panel;
  const there = new Map([...root.list.children].map((row) => [row.dataset.id, row]));
  const rows = data.rows.map((row) => there.get(String(row.id)) ?? rowOf(row.id));
  const shown = rows.length ? rows : [(root.none ??= h("li", { class: "none" }, data.words.none))];
  if (shown.length !== root.list.children.length || shown.some((row, i) => root.list.children[i] !== row)) root.list.replaceChildren(...shown);
  data.rows.forEach((row, i) => {
    rows[i].className = row.state;
    redraw(rows[i].facts, [row, root.menu === row.id], () => cellsOf(panel, row));
  });
  if (root.form) placeForm(panel);
}

function rowOf(id) {
  const facts = h("div", { class: "facts row" });
  return Object.assign(h("li", { "data-id": id }, facts), { facts });
}

function cellsOf(panel, row) {
  const { words } = panel.data;
  const isOpen = panel.root.menu === row.id;
  const quick = row.state === "overdue" && !isOpen ? row.actions.filter((act) => QUICK.includes(act)).map((act) => actionOf(panel, row, act, act === "edit")) : [];
  const dots = h("button", { class: "button small bare dots", type: "button", "data-act": "menu", title: words.actions, "aria-label": `${row.name}: ${words.actions}`, "aria-expanded": String(isOpen) }, icon("dots", 16));
  dots.onclick = () => openMenu(panel, row.id);
  return [
    markOf(panel, row),
    h("div", { class: "text" },
      h("div", { class: row.isNamed ? "name" : "name muted", title: row.name }, row.name),
      row.aside.length ? h("div", { class: "aside" }, row.aside.join(" · ")) : ""),
    h("div", { class: "days" }, row.days),
    h("div", { class: "amount" }, row.amount),
    h("span", { class: `state ${row.state}` }, icon(row.icon, 13), row.status),
    quick.length ? h("div", { class: "quick" }, quick) : "",
    dots,
    isOpen ? menuOf(panel, row) : "",
  ];
}

function markOf(panel, row) {
  const { words, totals } = panel.data;
  const label = totals.states.find(({ kind }) => kind === row.state)?.label ?? "";
  if (!row.actions.includes("pay")) return h("span", { class: "mark", role: "img", "aria-label": label }, icon(row.icon, 15));
  const mark = h("button", { class: "mark", type: "button", "data-act": "mark", title: words.markPaid, "aria-label": `${row.name}, ${label}: ${words.markPaid}` }, icon("check", 15));
  mark.onclick = () => open(panel, "pay", row);
  return mark;
}

function menuOf(panel, row) {
  const { words } = panel.data;
  const link = row.url ? h("a", { class: "button small", href: row.url, target: "_blank", rel: "noopener noreferrer" }, icon("link", 14), words.open) : "";
  return h("div", { class: "menu", role: "group", "aria-label": words.actions }, link, row.actions.map((act) => actionOf(panel, row, act)));
}

function actionOf(panel, row, act, isBare = false) {
  const kind = `button small${act === "pay" ? " paid" : ""}${isBare ? " square" : ""}`;
  return button({ act, icon: ICON_OF[act], label: panel.data.words[act], kind, isBare }, () => {
    if (act === "history" || act === "credit") ask(panel, { kind: act, payment: row.id });
    else if (act === "delete") remove(panel, row);
    else open(panel, act, row);
  });
}

function button({ act, icon: name, label, kind, isBare }, react) {
  const made = h("button", { class: kind, type: "button", "data-act": act, title: isBare ? label : null, "aria-label": label }, icon(name, 14), isBare ? "" : h("span", {}, label));
  made.onclick = react;
  return made;
}

function openMenu(panel, id) {
  const { root } = panel;
  root.menu = root.menu === id ? null : id;
  draw(panel);
  const row = root.list.querySelector(`[data-id="${id}"]`);
  row?.querySelector(root.menu === id ? ".menu .button" : "[data-act=menu]")?.focus();
}

function remove(panel, row) {
  panel.root.menu = null;
  ask(panel, { kind: "delete", payment: row.id, version: row.version });
  panel.root.head.querySelector("[data-act=add]")?.focus();
}

/** Something done at once; its own id, so that sent twice it is done once. */
function ask(panel, question) {
  panel.root.trouble = "";
  panel.setTriggerValue("do", { id: newId(), turn: 0, fields: {}, ...question });
}

function newId() {
  return `${Date.now()}.${Math.random()}`;
}
