// The open form: one at a time, for a new payment or within a payment's row. What is typed outlives redraws, outages and
// reloads (the tab's session storage) until it is saved or put away; what it means is the server's answer.

const TYPING_MS = 300;
const MOST_PARTS = 12;

function open(panel, kind, row = null) {
  const { root } = panel;
  if (root.form) root.form.node.remove();
  root.trouble = "";
  root.menu = null;
  const opened = { id: newId(), kind, payment: row?.id ?? null, version: row?.version ?? 0, name: row?.name ?? "", later: row?.fields.later ?? [] };
  root.form = { ...opened, turn: 0, touched: [], values: firstValues(panel.data, kind, row) };
  raise(panel);
  root.form.node.scrollIntoView({ block: "nearest" });
  const first = root.form.node.querySelector("[data-name]");
  first.focus();
  first.select();
}

function firstValues({ defaults }, kind, row) {
  const { today, left } = defaults;
  const given = row?.fields;
  switch (kind) {
    case "add": return { amount: left, due: today, comment: "", paid: "" };
    case "plan": return { amount: left, count: "4", due: today, rule: "next", comment: "" };
    case "pay": return { amount: given.amount, paid: today };
    case "redate": return { due: given.due };
    case "split": return { amount0: "", due0: given.due, amount1: "", due1: given.later.at(-1)[1] };
    case "refund": return { amount: given.returnable, paid: today, comment: "" };
  }
  return { amount: given.amount, due: given.due, paid: given.paid, comment: given.comment };
}

/** What was typed before an outage or a reload. */
function reopen(panel) {
  const kept = sessionStorage.getItem(panel.data.key);
  if (!kept) return;
  panel.root.form = JSON.parse(kept);
  raise(panel);
}

function raise(panel) {
  const { root } = panel;
  Object.assign(root.form, { node: null, answered: -1, saving: 0, isTried: false });
  root.form.node = formOf(panel, root.form);
  draw(panel);
  send(panel);
}

function close({ root, data }) {
  const { kind, payment, node } = root.form;
  const hadFocus = node.contains(root.getRootNode().activeElement);
  clearTimeout(root.typing);
  sessionStorage.removeItem(data.key);
  node.remove();
  root.form = null;
  if (!hadFocus) return;
  const row = root.list.querySelector(`[data-id="${payment}"] [data-act=menu]`);
  (row ?? root.head.querySelector(`[data-act=${kind === "plan" ? "plan" : "add"}]`))?.focus();
}

/** Within its payment's row; below the list for a new payment, and for one that is gone meanwhile. */
function placeForm({ root }) {
  const { node, payment } = root.form;
  const place = root.list.querySelector(`[data-id="${payment}"]`) ?? root.below;
  if (node.parentNode !== place) place.append(node);
}

// ---------------------------------------------------------------- its nodes

function formOf(panel, form) {
  const { words } = panel.data;
  const title = words[`title${form.kind[0].toUpperCase()}${form.kind.slice(1)}`];
  const save = h("button", { class: "button big primary", type: "submit" }, words.save);
  const cancel = h("button", { class: "button big", type: "button" }, words.cancel);
  const node = h("form", { class: `form ${form.kind}`, "aria-label": title, novalidate: true },
    h("h3", {}, title, form.name ? h("small", {}, form.name) : ""),
    h("div", { class: "fields" }, fieldsOf(panel, form)),
    h("div", { class: "told", "aria-live": "polite" }),
    h("div", { class: "end" }, form.kind === "add" ? alreadyOf(panel, form) : "", h("span", { class: "grow" }), cancel, save));
  cancel.onclick = () => close(panel.root.panel);
  node.onsubmit = (event) => { event.preventDefault(); submit(panel.root); };
  node.oninput = ({ target }) => type(panel.root, target);
  node.onchange = ({ target }) => touch(panel.root, target);
  return node;
}

function fieldsOf(panel, form) {
  const { words } = panel.data;
  const money = (name, label) => fieldOf(form, name, label, moneyBox(words, textBox(form, name, "decimal")));
  const day = (name, label) => fieldOf(form, name, label, dayBox(panel, textBox(form, name, "text")));
  const comment = fieldOf(form, "comment", words.comment, h("span", { class: "box" }, textBox(form, "comment", "text")), "wide");
  switch (form.kind) {
    case "add": return [money("amount", words.amount), day("due", words.due), paidFieldOf(form, day("paid", words.paidOn)), comment];
    case "plan": return [money("amount", words.total), fieldOf(form, "count", words.count, h("span", { class: "box" }, textBox(form, "count", "numeric"))), day("due", words.first), ruleOf(form, words), comment];
    case "pay": return [money("amount", words.amount), day("paid", words.paidOn)];
    case "redate": return [day("due", words.due), laterOf(panel, form)];
    case "split": return partsOf(panel, form, money, day);
    case "refund": return [money("amount", words.amount), day("paid", words.returned), comment];
  }
  return [money("amount", words.amount), day("due", words.due), day("paid", words.paidOn), comment];
}

function fieldOf(form, name, label, box, kind = "") {
  return h("label", { class: `field ${kind}` }, h("span", { class: "label" }, label), box, h("span", { class: "fault", "data-fault": name, hidden: true }));
}

function textBox(form, name, mode) {
  const input = h("input", { type: "text", inputmode: mode, autocomplete: "off", "data-name": name });
  input.value = form.values[name] ?? "";
  return input;
}

function moneyBox({ sign }, input) {
  return h("span", { class: "box" }, input, h("span", { class: "muted" }, sign));
}

/** A text as people write a day, and the browser's own calendar to pick one. */
function dayBox({ data, root }, input) {
  const native = h("input", { type: "date", class: "native", tabindex: -1, "aria-hidden": "true" });
  const pick = h("button", { class: "pick", type: "button", title: data.words.calendar, "aria-label": data.words.calendar }, icon("calendar", 15));
  const isDotted = data.defaults.today.includes(".");
  pick.onclick = (event) => {
    event.preventDefault();
    const [, day, month, year] = /^(\d{2})\.(\d{2})\.(\d{4})$/.exec(input.value.trim()) ?? [];
    native.value = year ? `${year}-${month}-${day}` : input.value.trim();
    native.showPicker();
  };
  native.onchange = (event) => {
    event.stopPropagation();
    if (!native.value) return;
    setText(root, input, isDotted ? native.value.split("-").reverse().join(".") : native.value);
  };
  return h("span", { class: "box" }, input, native, pick);
}

function setText(root, input, text) {
  input.value = text;
  touch(root, input);
  type(root, input);
  input.focus();
}

function ruleOf(form, words) {
  const select = h("select", { "data-name": "rule" }, ["next", "previous", "keep"].map((rule) => h("option", { value: rule, selected: form.values.rule === rule }, words[rule])));
  return fieldOf(form, "rule", words.rule, h("span", { class: "box" }, select, icon("chevron", 13)));
}

function laterOf({ data, root }, form) {
  const buttons = form.later.map(([label, text]) => {
    const made = h("button", { class: "button", type: "button" }, `${label} ${data.words.days}`);
    made.onclick = () => setText(root, form.node.querySelector("[data-name=due]"), text);
    return made;
  });
  return h("div", { class: "later" }, buttons);
}

/** The day it was paid, once it is said to be paid. */
function paidFieldOf(form, field) {
  field.hidden = !form.values.paid;
  field.dataset.paid = "";
  return field;
}

function alreadyOf({ data, root }, form) {
  const box = h("input", { type: "checkbox", checked: Boolean(form.values.paid) });
  box.onchange = () => {
    const field = form.node.querySelector("[data-paid]");
    const input = field.querySelector("[data-name]");
    field.hidden = !box.checked;
    input.value = box.checked ? data.defaults.today : "";
    type(root, input);
  };
  return h("label", { class: "check" }, box, data.words.already);
}

function partsOf(panel, form, money, day) {
  const { words } = panel.data;
  const count = countParts(form);
  const parts = Array.from({ length: count }, (_, n) => [money(`amount${n}`, `${fill(words.part, { n: n + 1 })}, ${words.amount.toLowerCase()}`), day(`due${n}`, words.due)]);
  const change = (by) => () => changeParts(panel, form, by);
  const more = h("button", { class: "button", type: "button", disabled: count >= MOST_PARTS }, words.more);
  const fewer = h("button", { class: "button", type: "button", disabled: count <= 2 }, words.fewer);
  more.onclick = change(1);
  fewer.onclick = change(-1);
  return [...parts.flat(), h("div", { class: "later wide" }, more, fewer)];
}

function countParts({ values }) {
  return Object.keys(values).filter((name) => name.startsWith("due")).length;
}

function changeParts(panel, form, by) {
  const count = countParts(form);
  if (by > 0) Object.assign(form.values, { [`amount${count}`]: "", [`due${count}`]: form.values[`due${count - 1}`] });
  else for (const name of ["amount", "due"]) delete form.values[`${name}${count - 1}`];
  form.node.querySelector(".fields").replaceChildren(...fieldsOf(panel, form));
  form.node.querySelector(`[data-name=amount${by > 0 ? count - 1 : 0}]`).focus();
  send(panel.root.panel);
}

// ---------------------------------------------------------------- what is typed, and what it means

function type(root, target) {
  const { form } = root;
  const { name } = target.dataset;
  if (!form || !name) return;
  form.values[name] = target.value;
  keep(root);
  clearTimeout(root.typing);
  root.typing = setTimeout(() => root.form && send(root.panel), TYPING_MS);
}

/** A field is said to be wrong once its author has left it, not while they are typing. */
function touch(root, { dataset }) {
  if (dataset.name && !root.form.touched.includes(dataset.name)) root.form.touched.push(dataset.name);
}

function send({ root, setStateValue }) {
  setStateValue("form", message(root.form));
  keep(root);
}

function keep({ form, panel }) {
  const { node, ...kept } = form;
  sessionStorage.setItem(panel.data.key, JSON.stringify(kept));
}

function message(form) {
  form.turn += 1;
  const { id, kind, payment, version, turn, values } = form;
  return { id, kind, payment, version, turn, fields: { ...values } };
}

function submit(root) {
  const { form, panel } = root;
  if (form.saving) return;
  clearTimeout(root.typing);
  const sent = message(form);
  form.saving = sent.turn;
  form.node.querySelector("[type=submit]").disabled = true;
  panel.setTriggerValue("do", sent);
}

/** Takes the server's answer, unless it is to less than what was answered already. */
function hear({ data, root }) {
  const { form } = root;
  const { answer } = data;
  if (!answer || answer.id !== form.id || answer.turn < form.answered) return;
  form.answered = answer.turn;
  form.isTried ||= answer.tried;
  for (const place of form.node.querySelectorAll("[data-fault]")) showFault(form, place, answer.faults[place.dataset.fault] ?? "");
  const last = form.node.querySelector(`[data-name=amount${countParts(form) - 1}]`);
  if (last) last.placeholder = answer.rest ? `${data.words.rest}: ${answer.rest}` : data.words.rest;
  form.node.querySelector(".told").replaceChildren(...toldOf(data, form, answer));
  if (!form.saving || answer.turn < form.saving) return;
  form.saving = 0;
  form.node.querySelector("[type=submit]").disabled = false;
  form.node.querySelector("[aria-invalid]")?.focus();
}

function showFault(form, place, fault) {
  const name = place.dataset.fault;
  const input = form.node.querySelector(`[data-name=${name}]`);
  const isShown = Boolean(fault) && (form.isTried || form.touched.includes(name));
  place.hidden = !isShown;
  place.replaceChildren(...(isShown ? [icon("alert", 12), fault] : []));
  input.parentNode.classList.toggle("wrong", isShown);
  if (isShown) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
}

function toldOf({ words, defaults }, form, answer) {
  const whole = form.isTried || form.touched.length ? answer.faults[""] : "";
  const hint = ["add", "plan"].includes(form.kind) && form.values.amount === defaults.left ? defaults.hint : "";
  const lines = answer.lines.map(([day, amount]) => h("li", {}, h("span", {}, day), h("b", {}, amount)));
  return [
    whole ? h("p", { class: "fault", role: "alert" }, icon("alert", 13), whole) : "",
    ...answer.notes.map((note) => h("p", {}, note)),
    hint ? h("p", { class: "muted" }, hint) : "",
    lines.length ? h("div", {}, h("p", { class: "muted" }, words.preview), h("ol", {}, lines)) : "",
  ].filter(Boolean);
}
