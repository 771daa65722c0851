// Who is in the report, department by department. What is ticked and typed is the draft's (kit/draft.js); the server tells
// what it means.

const ON = "on";

export default function ({ data: packed, parentElement, setStateValue }) {
  const root = rootOf(parentElement);
  const data = unpack(packed);
  const draft = draftOf(root, data.generation, setStateValue);
  root.card = { data, draft, search: root.card?.search ?? "" };
  if (!root.isWired) wire(root);
  draw(root);
}

function wire(root) {
  root.isWired = true;
  root.addEventListener("change", (event) => onChange(root, event.target));
  root.addEventListener("input", (event) => {
    if (!event.target.matches("[type=search]")) return;
    root.card.search = event.target.value;
    narrow(root);
  });
}

function onChange(root, input) {
  const { data, draft } = root.card;
  const cells = cellsOf(data);
  if (input.dataset.department) {
    const people = data.departments.find(({ id }) => `${id}` === input.dataset.department).people;
    for (const person of people) type(draft, person.in.key, input.checked ? ON : "", person.in);
  } else if (input.dataset.key) {
    const text = input.type === "checkbox" ? (input.checked ? ON : "") : input.value;
    type(draft, input.dataset.key, text, cells.get(input.dataset.key));
  } else return;
  draft.send();
  draw(root);
}

function cellsOf({ mode, proration, departments }) {
  const people = departments.flatMap(({ people }) => people);
  const cells = [mode, proration, ...people.flatMap((person) => [person.in, person.hired_on, person.dismissed_on])];
  return new Map(cells.map((cell) => [cell.key, cell]));
}

// ---------------------------------------------------------------- drawing

function draw(root) {
  const { data, draft, search } = root.card;
  const at = root.getRootNode().activeElement;
  const focused = root.contains(at) ? at.dataset.at : null;
  const { words } = data;
  const now = (cell) => draft.edits[cell.key]?.text ?? cell.text;
  const ticks = { now, isUnsaved: (cell) => cell.key in draft.edits, isChosen: now(data.mode) === "chosen", words };
  const table = h("table", {},
    h("colgroup", {}, ["", "132px", "182px", "182px"].map((width) => h("col", { style: { width } }))),
    h("thead", {}, h("tr", {}, [words.manager, words.in, words.hired_on, words.dismissed_on].map((word) => h("th", { scope: "col" }, word)))),
    data.departments.map((department) => body(department, ticks)),
  );
  root.replaceChildren(
    h("section", { class: "card" },
      h("h2", {}, words.title, h("small", {}, words.count), h("span", { class: "aside" }, finder(search, words))),
      h("div", { class: "choices" },
        ["auto", "chosen"].map((mode) => radio(mode, words[mode], ticks, data.mode)),
        tickbox(data.proration, words.proration, ticks),
      ),
      table,
      h("p", { class: "muted" }, words.others),
    ),
  );
  narrow(root);
  if (focused) root.querySelector(`[data-at="${CSS.escape(focused)}"]`)?.focus();
}

function finder(search, words) {
  const input = h("input", { type: "search", placeholder: words.search, "aria-label": words.search, "data-at": "search" });
  input.value = search;
  return h("label", { class: "field" }, icon("search"), input);
}

function radio(mode, label, { now, isUnsaved }, cell) {
  const input = h("input", { type: "radio", name: "mode", value: mode, "data-key": cell.key, "data-at": `mode ${mode}` });
  input.checked = now(cell) === mode;
  return h("label", {}, input, label, isUnsaved(cell) && input.checked ? dot() : "");
}

function tickbox(cell, label, { now, isUnsaved }) {
  const input = h("input", { type: "checkbox", "data-key": cell.key, "data-at": cell.key });
  input.checked = now(cell) === ON;
  return h("label", {}, input, label, isUnsaved(cell) ? dot() : "");
}

function body(department, ticks) {
  const { now, isChosen, words } = ticks;
  const counted = (person) => (isChosen ? now(person.in) === ON : person.counted);
  const all = h("input", { type: "checkbox", "data-department": department.id, "data-at": `department ${department.id}`,
    "aria-label": fill(words.whole, { name: department.name }), disabled: !isChosen });
  const number = department.people.filter(counted).length;
  all.checked = number === department.people.length;
  all.indeterminate = number > 0 && !all.checked;
  return h("tbody", {},
    h("tr", { class: "department" }, h("th", { scope: "rowgroup" }, department.name), h("td", {}, all), h("td"), h("td")),
    department.people.map((person) => row(person, counted(person), ticks)),
  );
}

function row(person, isCounted, ticks) {
  const { isChosen, isUnsaved, words } = ticks;
  const box = h("input", { type: "checkbox", "data-key": person.in.key, "data-at": person.in.key,
    "aria-label": `${person.name}: ${words.in}`, disabled: !isChosen });
  box.checked = isCounted;
  return h("tr", { "data-name": person.name.toLocaleLowerCase(), class: person.active ? "" : "inactive" },
    h("th", { scope: "row" }, h("span", { class: "person" },
      h("span", { class: `avatar tint${person.tint}`, "aria-hidden": "true" }, person.initials), h("span", {}, person.name),
      person.active ? "" : h("small", { class: "muted" }, words.inactive))),
    h("td", {}, h("span", { class: "tick" }, box, isChosen && isUnsaved(person.in) ? dot() : "")),
    ["hired_on", "dismissed_on"].map((name) => h("td", {}, day(person[name], `${person.name}: ${words[name]}`, ticks))),
  );
}

function day(cell, label, { now, isUnsaved }) {
  const input = h("input", { type: "date", "data-key": cell.key, "data-at": cell.key, "aria-label": label,
    "aria-invalid": cell.fault ? "true" : null, max: "2999-12-31" });
  input.value = now(cell);
  const state = cell.fault ? "wrong" : isUnsaved(cell) ? "unsaved" : now(cell) ? "" : "empty";
  return [
    h("span", { class: `field ${state}` }, input, isUnsaved(cell) ? dot() : ""),
    cell.fault ? h("span", { class: "fault", role: "alert" }, icon("alert"), cell.fault) : "",
  ];
}

function dot() {
  return h("span", { class: "dot", "aria-hidden": "true" });
}

/** Leaves the people whose names hold what is searched, and departments with any of them. */
function narrow(root) {
  const wanted = root.card.search.trim().toLocaleLowerCase();
  for (const body of root.querySelectorAll("tbody")) {
    const rows = [...body.querySelectorAll("tr[data-name]")];
    for (const row of rows) row.hidden = !row.dataset.name.includes(wanted);
    body.hidden = rows.every((row) => row.hidden);
  }
}
