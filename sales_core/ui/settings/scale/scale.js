// The editor of the bonus scale. A scale is one cell of the draft (kit/draft.js), called by the month it is effective from,
// whose text is the sheet of all that is typed in it. What is typed over the scale in force becomes a new one from this
// month; a past one is changed only when it was opened on purpose.

const EACH = "each";

export default function ({ data: packed, parentElement, setStateValue }) {
  const root = rootOf(parentElement);
  const data = unpack(packed);
  const isNew = root.draft?.generation !== data.generation;
  const draft = draftOf(root, data.generation, setStateValue);
  const view = (root.view ??= { shown: data.shown });
  if (isNew) Object.assign(view, { isOpened: false, isEach: false });
  if (!draft.edits[view.shown] && !versionOf(data, view.shown)) view.shown = data.start;
  root.card = { data, draft, view, send: () => setStateValue("draft", { generation: draft.generation, edits: draft.edits, shown: view.shown }) };
  if (!root.isWired) wire(root);
  draw(root);
}

function wire(root) {
  root.isWired = true;
  root.addEventListener("change", (event) => onChange(root.card, event.target, root));
  root.addEventListener("click", (event) => onClick(root, event.target.closest("button")));
}

// ---------------------------------------------------------------- what is typed

function versionOf(data, month) {
  return data.versions.find((version) => version.month === month);
}

/** The sheet in view: as typed, as stored, or an empty one. */
function sheetOf({ data, draft, view }) {
  const typed = draft.edits[view.shown]?.text;
  if (typed) return JSON.parse(typed);
  return structuredClone((versionOf(data, view.shown) ?? versionOf(data, data.start))?.sheet ?? data.blank);
}

function write(card, sheet) {
  const { data, draft, view } = card;
  const isPast = !view.shown || view.shown < data.now;
  if (!draft.edits[view.shown] && isPast && !view.isOpened) view.shown = data.now;
  put(card, view.shown, sheet);
}

function put({ data, draft, view }, month, sheet) {
  const seen = draft.edits[month] ? draft.edits[month].seen : (versionOf(data, month)?.value ?? null);
  draft.edits[month] = { text: sheet ? JSON.stringify(sheet) : "", seen };
}

/** The sheet in view, whatever it is already, is to be effective from another month. */
function move(card, month) {
  const sheet = sheetOf(card);
  delete card.draft.edits[card.view.shown];
  card.view.shown = month;
  put(card, month, sheet);
}

function onChange(card, input, root) {
  const { draft, data } = card;
  const { at } = input.dataset;
  if (!at) return;
  const sheet = sheetOf(card);
  const [row, field] = at.split(".");
  if (at === "since") move(card, input.value);
  else if (at === "rounding") type(draft, data.rounding.key, input.value, data.rounding);
  else if (at === "mode") setMode(card, sheet, input.value);
  else if (at === "cap") write(card, { ...sheet, cap: input.value });
  else {
    sheet.lines[row][field] = input.value;
    if (field === "start" && sheet.lines[row].isFresh) {
      const settled = settle(sheet, +row);
      setTimeout(() => focusOn(root, `${settled}.rate`)); // after the browser has moved the focus on by itself
    }
    write(card, sheet);
  }
  card.send();
  draw(root);
}

function setMode(card, sheet, mode) {
  card.view.isEach = mode === EACH;
  if (mode !== EACH) sheet.lines.forEach((line) => (line.applies = mode));
  write(card, sheet);
}

function numberIn(text) {
  return parseFloat(text.replace(",", "."));
}

/** A line just added goes where its threshold belongs; the others stay as they are typed. Returns its new row. */
function settle(sheet, row) {
  const [line] = sheet.lines.splice(row, 1);
  const next = sheet.lines.findIndex((other) => numberIn(other.start) > numberIn(line.start));
  const settled = next < 0 ? sheet.lines.length : Math.max(next, 1);
  sheet.lines.splice(settled, 0, { ...line, isFresh: false });
  return settled;
}

function add(card) {
  const sheet = sheetOf(card);
  const last = sheet.lines.at(-1);
  const start = `${(numberIn(last.start) || 0) + (sheet.lines.length > 1 ? 10 : 50)}`.replace(".", card.data.decimal);
  sheet.lines.push({ ...last, start, isFresh: true });
  write(card, sheet);
  return `${sheet.lines.length - 1}.start`;
}

function onClick(root, button) {
  const { card } = root;
  const { act, month, row } = button?.dataset ?? {};
  if (!act) return;
  let focus = null;
  if (act === "add") focus = add(card);
  else if (act === "remove") {
    const sheet = sheetOf(card);
    sheet.lines.splice(row, 1);
    write(card, sheet);
    focus = `${Math.min(row, sheet.lines.length - 1)}.rate`;
  } else if (act === "example") write(card, structuredClone(card.data.example));
  else if (act === "open") Object.assign(card.view, { shown: month, isOpened: true, isEach: false });
  else if (act === "cancel") put(card, month, null);
  else if (act === "keep") delete card.draft.edits[month];
  card.send();
  draw(root);
  if (focus) focusOn(root, focus);
}

function focusOn(root, at) {
  const input = root.querySelector(`[data-at="${at}"]`);
  input?.focus();
  input?.select();
}

// ---------------------------------------------------------------- drawing

function draw(root) {
  const { card } = root;
  const { data, draft, view } = card;
  const sheet = sheetOf(card);
  const read = draft.edits[view.shown] ? data.read[view.shown] : null;
  const modes = new Set(sheet.lines.map(({ applies }) => applies));
  const isEach = view.isEach || modes.size > 1;
  const look = { data, sheet, read, isEach, isUnsaved: read?.changed ?? false, base: read?.base ?? sheet };
  const fresh = h("section", { class: "scale", "aria-label": data.words.title },
    h("h2", {}, data.words.title, choice("mode", data.words.mode, Object.entries(data.words.modes), isEach ? EACH : [...modes][0], "quiet")),
    data.start || view.shown ? "" : beginning(data),
    tiers(look),
    h("button", { class: "button", "data-act": "add", type: "button" }, icon("plus"), data.words.add),
    terms(card, look),
    versions(card),
  );
  const now = root.querySelector("section");
  if (now) renew(now, fresh);
  else root.replaceChildren(fresh);
}

function beginning({ words }) {
  return h("p", { class: "beginning" }, words.none, " ",
    h("button", { class: "button", "data-act": "example", type: "button" }, words.example));
}

function tiers(look) {
  const { data: { words }, sheet, isEach } = look;
  const heads = isEach ? [words.from, words.rate, words.mode, ""] : [words.from, words.to, words.rate, ""];
  return h("table", { class: isEach ? "each" : null },
    h("thead", {}, h("tr", {}, heads.map((word) => h("th", { scope: "col" }, word)))),
    h("tbody", {}, sheet.lines.flatMap((line, row) => tier(line, row, look))),
  );
}

function tier(line, row, look) {
  const { data: { words }, sheet, read, isEach, isUnsaved, base } = look;
  const before = base.lines.find(({ start }) => start === line.start) ?? (base.lines.length === sheet.lines.length ? base.lines[row] : null);
  const next = sheet.lines[row + 1];
  const isNew = (field) => isUnsaved && before?.[field] !== line[field];
  const cell = (field, label) => percent(`${row}.${field}`, label, line[field], isNew(field), read?.faults[`${row}.${field}`]);
  const remove = h("button", { class: "button bare", "data-act": "remove", "data-row": row, type: "button", "aria-label": fill(words.remove, line) }, "×");
  const faults = ["start", "rate"].map((field) => [`${row}.${field}`, read?.faults[`${row}.${field}`]]).filter(([, fault]) => fault);
  return [
    h("tr", { "data-key": row },
      h("td", {}, row ? cell("start", words.from) : h("span", { class: "fixed" }, "0\u202f%")),
      isEach ? "" : h("td", { class: "to" }, next ? `${next.start}\u202f%` : words.above),
      h("td", {}, cell("rate", `${words.rate} ${line.start} %`)),
      isEach ? h("td", { class: "mode" }, choice(`${row}.applies`, words.mode, Object.entries(words.applies), line.applies, isNew("applies") ? "field unsaved" : "field")) : "",
      h("td", {}, row ? remove : ""),
    ),
    ...faults.map(([at, fault]) => h("tr", { class: "told", "data-key": `told ${at}` }, h("td", { colspan: 4 }, sentence(at, fault)))),
  ];
}

function sentence(at, fault) {
  return h("div", { class: "fault", id: `fault-${at}`, role: "alert" }, icon("alert"), fault);
}

function percent(at, label, text, isNew, fault) {
  return typed(at, label, text, "%", { isNew, fault, mode: "decimal" });
}

function typed(at, label, text, unit, { isNew, fault, placeholder }) {
  return h("label", { "data-key": at, class: `field${isNew ? " unsaved" : ""}${fault ? " wrong" : ""}` },
    h("input", { "data-at": at, value: text, placeholder, inputmode: "decimal", autocomplete: "off", "aria-label": label,
      "aria-invalid": fault ? "true" : null, "aria-describedby": fault ? `fault-${at}` : null }),
    isNew ? h("i", { class: "dot" }) : "",
    h("span", { class: "unit", "aria-hidden": "true" }, unit));
}

function choice(at, label, options, chosen, kind) {
  return h("span", { "data-key": at, class: kind },
    h("select", { "data-at": at, "aria-label": label },
      options.map(([value, text]) => h("option", { value, selected: value === chosen }, text))),
    icon("chevron", 14));
}

/** From when, at most how much, rounded how. */
function terms(card, { data, sheet, read, isUnsaved, base }) {
  const { words } = data;
  const { view, draft } = card;
  const rounding = draft.edits[data.rounding.key]?.text ?? data.rounding.text;
  const offered = data.months.find(({ month }) => month === view.shown);
  return h("div", { class: "terms" },
    h("span", {}, words.effective), months(card, isUnsaved),
    isUnsaved && offered ? h("p", { class: offered.past ? "fault" : "muted" }, offered.past ? icon("alert") : "", offered.note) : "",
    h("span", {}, words.cap),
    typed("cap", words.cap, sheet.cap, data.unit, { isNew: isUnsaved && base.cap !== sheet.cap, fault: read?.faults.cap, placeholder: words.uncapped }),
    read?.faults.cap ? h("p", {}, sentence("cap", read.faults.cap)) : "",
    h("span", {}, words.rounding),
    choice("rounding", words.rounding, Object.entries(words.roundings), rounding, `field${draft.edits[data.rounding.key] ? " unsaved" : ""}`),
  );
}

function months({ data, view }, isUnsaved) {
  const option = ({ month, title }) => h("option", { value: month, selected: month === (view.shown ?? data.now) }, title);
  const past = data.months.filter(({ past }) => past);
  return h("span", { "data-key": "since", class: `field${isUnsaved ? " unsaved" : ""}` },
    h("select", { "data-at": "since", "aria-label": data.words.effective },
      data.months.filter(({ past }) => !past).reverse().map(option),
      h("optgroup", { label: data.words.backdated }, past.map(option))),
    icon("chevron", 14));
}

const STATES = { now: "check", future: "clock", past: "" };

function versions({ data, view, draft }) {
  const { words } = data;
  if (!data.versions.length) return "";
  return h("details", {},
    h("summary", {}, words.versions, " ", h("small", {}, data.versions.length)),
    h("ul", {}, data.versions.map((version) => {
      const isCancelled = draft.edits[version.month]?.text === "";
      const status = isCancelled ? words.cancelled : version.status;
      return h("li", { class: isCancelled ? "gone" : version.state },
        h("div", {},
          h("b", {}, version.title),
          h("span", { class: "status" }, STATES[version.state] ? icon(STATES[version.state]) : "", status, isCancelled ? h("i", { class: "dot" }) : ""),
          version.month === view.shown ? h("small", {}, words.shown) : act("open", version, words.open),
          version.state !== "future" ? "" : isCancelled ? act("keep", version, words.keep) : act("cancel", version, words.cancel)),
        h("p", {}, version.told));
    })));
}

function act(name, { month }, word) {
  return h("button", { class: "link", "data-act": name, "data-month": month, type: "button" }, word);
}

// ---------------------------------------------------------------- keeping what is there

const keyOf = (node) => node.dataset?.key ?? node.dataset?.at;

/** Makes what is drawn as the fresh tree is, keeping the nodes there are: nothing is taken from under who types. */
function renew(node, fresh) {
  if (node.nodeName !== fresh.nodeName || keyOf(node) !== keyOf(fresh)) return node.replaceWith(fresh);
  if (node.nodeType === Node.TEXT_NODE) {
    if (node.data !== fresh.data) node.data = fresh.data;
    return;
  }
  for (const { name } of [...node.attributes]) if (!fresh.hasAttribute(name) && name !== "open") node.removeAttribute(name);
  for (const { name, value } of fresh.attributes) if (node.getAttribute(name) !== value) node.setAttribute(name, value);
  renewChildren(node, [...fresh.childNodes]);
  if (node.nodeName === "INPUT" && node.getRootNode().activeElement !== node) node.value = fresh.getAttribute("value");
  if (node.nodeName === "SELECT") node.value = node.querySelector("option[selected]")?.value ?? node.value;
}

/** Nodes with a key are never moved (that would take the focus from what is in them): others come and go around them. */
function renewChildren(node, wanted) {
  let now = node.firstChild;
  const drop = () => {
    const next = now.nextSibling;
    now.remove();
    now = next;
  };
  for (const child of wanted) {
    const key = keyOf(child);
    let found = key === undefined ? null : now;
    while (found && keyOf(found) !== key) found = found.nextSibling;
    while (found && now !== found) drop();
    if (now && keyOf(now) === key) {
      const next = now.nextSibling;
      renew(now, child);
      now = next;
    } else node.insertBefore(child, now);
  }
  while (now) drop();
}
