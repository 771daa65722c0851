// Margin shares: each deal type with its versions. A line's fields are cells of the draft, named after it: `701:2026-01 share`.

const TYPING_MS = 400;

export default function ({ data: packed, parentElement, setStateValue }) {
  const root = rootOf(parentElement);
  const data = unpack(packed);
  const isNew = root.draft === undefined;
  const draft = draftOf(root, data.generation, setStateValue);
  if (isNew) draft.edits = data.edits;
  if (root.generation !== data.generation) Object.assign(root, { generation: data.generation, mending: new Set() });
  root.card = { data, draft, root };
  draw(root.card);
}

function draw(card) {
  const { data, root } = card;
  const { words } = data;
  const held = holdFocus(root);
  const heads = [words.type, words.share, words.since, words.state];
  const table = h("table", { "aria-label": words.title },
    h("colgroup", {}, ["of-type", "of-share", "of-month", "of-state", "of-action"].map((name) => h("col", { class: name }))),
    h("thead", {}, h("tr", {}, heads.map((head) => h("th", { scope: "col" }, head)), h("td"))),
    data.groups.map((group) => groupOf(card, group)),
  );
  root.replaceChildren(h("section", { class: "card" },
    h("h2", {}, words.title, h("small", {}, words.note)),
    data.groups.length ? table : h("p", { class: "empty muted" }, words.none),
    data.types.length ? h("div", { class: "foot" }, addButton(card), h("span", { class: "muted" }, words.foot)) : "",
  ));
  restoreFocus(root, held);
}

/** The field with the focus keeps it, and its caret, through a redraw. */
function holdFocus(root) {
  const field = root.getRootNode().activeElement;
  return root.contains(field) ? { key: field.dataset.key, caret: field.selectionStart } : null;
}

function restoreFocus(root, held) {
  const key = root.next && root.querySelector(`[data-key="${root.next}"]`) ? root.next : held?.key;
  if (key === root.next) root.next = null;
  const field = key && root.querySelector(`[data-key="${key}"]`);
  if (!field) return;
  field.focus({ preventScroll: true });
  if (key === held?.key && typeof held.caret === "number") field.setSelectionRange?.(held.caret, held.caret);
}

// ---------------------------------------------------------------- a deal type

function groupOf(card, group) {
  const { words } = card.data;
  const rows = group.lines.flatMap((line, i) => lineOf(card, group, line, i === 0));
  if (group.warning) rows.push(noteRow(h("span", { class: "warning", role: "status" }, icon("alert"), group.warning)));
  rows.forEach((row, i) => i < rows.length - 1 && row.classList.add("goes-on"));
  return h("tbody", { "aria-label": group.name, class: group.isDeleted ? "deleted" : null, title: group.isDeleted ? words.deleted : null }, rows);
}

function lineOf(card, group, line, isFirst) {
  const { data, root } = card;
  const isOpen = !line.isPast || line.isUnsaved || root.mending.has(line.id);
  const name = isFirst || line.id.startsWith(":") ? typeCell(card, group, line) : "";
  const cells = line.isDropped || !isOpen
    ? [h("span", { class: "plain" }, `${line.storedText}\u202f%`), h("span", { class: "plain" }, line.storedMonth)]
    : [shareField(card, group, line), sinceField(card, group, line)];
  const row = h("tr", { class: [line.isDropped ? "dropped" : "", isOpen ? "" : "old"].join(" ").trim() || null },
    h("td", {}, name), cells.map((cell) => h("td", {}, cell)), h("td", {}, stateOf(data, line)), h("td", {}, actionOf(card, group, line, isOpen)));
  const rows = [row];
  if (line.keeps) rows.push(h("tr", { class: "old" }, h("td"), h("td", {}, h("span", { class: "plain" }, `${line.storedText}\u202f%`)), h("td", {}, h("span", { class: "plain" }, line.storedMonth)), h("td", {}, h("span", { class: "state" }, line.keeps)), h("td")));
  if (isAwaited(card, line)) rows.splice(1, 0, noteRow(h("span", { class: "muted" }, line.fault)));
  else if (line.fault) rows.splice(1, 0, noteRow(h("span", { class: "fault", role: "alert", id: `fault-${line.id}` }, icon("alert"), line.fault)));
  else if (line.hint) rows.splice(1, 0, noteRow(h("span", { class: "muted" }, line.hint)));
  return rows;
}

/** A new line is not wrong before anything is typed into it. */
function isAwaited(card, line) {
  return Boolean(line.fault) && line.id.startsWith(":") && textIn(card, line, "share", "") === "";
}

function noteRow(note) {
  return h("tr", { class: "note" }, h("td", { colspan: 5 }, note));
}

function typeCell(card, group, line) {
  if (!line.id.startsWith(":")) {
    return h("span", { class: "name", title: group.name }, group.name, group.isDeleted ? h("small", { class: "muted" }, card.data.words.deleted) : "");
  }
  const key = `${line.id} type`;
  const select = h("select", { "data-key": key, "aria-label": card.data.words.type },
    card.data.types.map(({ id, name }) => h("option", { value: id, selected: id === line.type }, name)));
  select.onchange = () => edit(card, line, { type: select.value }, true);
  return h("span", { class: "field unsaved" }, select, icon("chevron", 14));
}

function shareField(card, group, line) {
  const input = h("input", {
    "data-key": `${line.id} share`, inputmode: "decimal", autocomplete: "off", placeholder: line.storedText ? null : "100",
    "aria-label": `${card.data.words.share}, ${group.name}`, "aria-invalid": line.fault ? "true" : null, "aria-describedby": line.fault ? `fault-${line.id}` : null,
  });
  input.value = textIn(card, line, "share", line.storedText ?? "");
  input.oninput = () => edit(card, line, { share: input.value });
  input.onchange = () => commit(card);
  input.onkeydown = (event) => event.stopPropagation();
  return h("span", { class: `field ${line.fault && !isAwaited(card, line) ? "wrong" : line.isUnsaved ? "unsaved" : ""}` }, input, h("span", { class: "unit" }, "%"));
}

function sinceField(card, group, line) {
  const { data } = card;
  const shown = textIn(card, line, "since", line.storedSince ?? line.since);
  const past = [...data.past];
  const ahead = [...data.ahead];
  const own = line.storedSince ? [{ value: line.storedSince, text: line.storedMonth }] : [];
  for (const month of [...own, { value: line.since, text: line.sinceText }]) {
    const list = month.value < data.thisMonth ? past : ahead;
    if (!list.some(({ value }) => value === month.value)) list.push(month);
  }
  const option = ({ value, text }) => h("option", { value, selected: value === shown }, text);
  const select = h("select", { "data-key": `${line.id} since`, "aria-label": `${data.words.since}, ${group.name}` },
    h("optgroup", { label: data.words.ahead }, ahead.map(option)), h("optgroup", { label: data.words.past }, past.map(option)));
  select.onchange = () => edit(card, line, { since: select.value }, true);
  return h("span", { class: `field ${line.isUnsaved ? "unsaved" : ""}` }, select, icon("chevron", 14));
}

const STATE_ICONS = { now: "check", ahead: "clock", unset: "alert" };

function stateOf({ words }, line) {
  const dot = line.isUnsaved ? h("i", { class: "dot", title: words.unsaved }, h("span", { class: "hidden" }, words.unsaved)) : "";
  if (line.isDropped) return h("span", { class: "state" }, words.dropped, dot);
  const { kind, text } = line.state;
  return h("span", { class: `state ${kind}` }, STATE_ICONS[kind] ? icon(STATE_ICONS[kind], 14) : "", text, dot);
}

/** A past version is opened first: it prices months that are over. */
function actionOf(card, group, line, isOpen) {
  const { words } = card.data;
  const named = { name: group.name, month: line.storedMonth ?? line.sinceText };
  if (line.isDropped) return button("undo", words.bringBack, `${line.id} back`, () => forget(card, line));
  if (!isOpen) return button("pen", fill(words.mend, named), `${line.id} mend`, () => mend(card, line));
  if (line.storedText === undefined && !line.isUnsaved) return "";
  return button("close", fill(words.drop, named), `${line.id} drop`, () => drop(card, line));
}

function button(name, label, key, act) {
  const made = h("button", { class: "button bare", type: "button", title: label, "aria-label": label, "data-key": key }, icon(name, 14));
  made.onclick = act;
  return made;
}

function addButton(card) {
  const { data, root } = card;
  const made = h("button", { class: "button", type: "button", "data-key": "add" }, icon("plus", 14), data.words.add);
  made.onclick = () => {
    const numbers = Object.keys(card.draft.edits).map((key) => Number(/^:(\d+) /.exec(key)?.[1] ?? 0));
    const id = `:${Math.max(0, ...numbers) + 1}`;
    const type = data.types.find(({ id: one }) => data.groups.some((group) => String(group.id) === one)) ?? data.types[0];
    root.next = `${id} share`;
    edit(card, { id, type: type.id, since: type.since }, { type: type.id }, true);
  };
  return made;
}

// ---------------------------------------------------------------- what is typed

function textIn(card, line, field, otherwise) {
  return card.draft.edits[`${line.id} ${field}`]?.text ?? otherwise;
}

/** Changes some of a line's fields; all of them go into the draft, so that it is whole by itself. A share in force is
 *  changed from this month on, unless another month is chosen: its past stays. */
function edit(card, line, given, atOnce = false) {
  const { data, draft } = card;
  const isStored = line.storedText !== undefined;
  const before = { type: textIn(card, line, "type", line.type), share: textIn(card, line, "share", line.storedText ?? ""), since: textIn(card, line, "since", line.storedSince ?? line.since) };
  const now = { ...before, ...given };
  if (given.type) now.since = data.types.find(({ id }) => id === given.type).since;
  if (isStored && given.share !== undefined && !draft.edits[`${line.id} since`]) now.since = line.autoSince;
  const isBack = isStored && now.share.trim() === line.storedText && (now.since === line.storedSince || given.share !== undefined);
  if (isBack || (line.id.endsWith(":") && now.share.trim() === "")) erase(draft, line);
  else {
    const seen = (since) => data.stored[`${now.type} ${since}`] ?? null;
    note(draft, line, "share", now.share, isStored ? seen(line.storedSince) : null);
    note(draft, line, "since", now.since, seen(now.since), now.since !== before.since);
    if (line.id.startsWith(":")) note(draft, line, "type", now.type, null);
  }
  if (atOnce) commit(card);
  else commitSoon(card);
}

/** `seen` stays what it was when the field was first touched, unless it now speaks of something else. */
function note(draft, line, field, text, seen, isOther = false) {
  const key = `${line.id} ${field}`;
  const before = draft.edits[key];
  draft.edits[key] = { text, seen: before && !isOther ? before.seen : seen };
}

function erase(draft, line) {
  for (const key of Object.keys(draft.edits)) if (key.startsWith(`${line.id} `)) delete draft.edits[key];
}

function forget(card, line) {
  erase(card.draft, line);
  commit(card);
}

function drop(card, line) {
  erase(card.draft, line);
  if (line.storedText !== undefined) {
    card.draft.edits[`${line.id} drop`] = { text: "1", seen: card.data.stored[`${line.type} ${line.storedSince}`] };
    card.root.next = `${line.id} back`;
  }
  commit(card);
}

function mend(card, line) {
  card.root.mending.add(line.id);
  card.root.next = `${line.id} share`;
  draw(card);
}

function commitSoon(card) {
  clearTimeout(card.root.typing);
  card.root.typing = setTimeout(() => commit(card), TYPING_MS);
}

function commit(card) {
  clearTimeout(card.root.typing);
  card.draft.send();
}
