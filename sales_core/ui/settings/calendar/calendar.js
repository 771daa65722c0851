// The year day by day, and what the working calendar is made of.

export default function ({ data: packed, parentElement, setStateValue }) {
  const root = rootOf(parentElement);
  const data = unpack(packed);
  const draft = draftOf(root, data.generation, setStateValue);
  root.onchange = ({ target }) => {
    type(draft, target.dataset.key, target.value, data.choices[target.dataset.key]);
    draft.send();
  };
  root.onclick = (event) => {
    const day = event.target.closest("[data-day]");
    const step = event.target.closest("[data-step]");
    if (step) setStateValue("year", data.year + Number(step.dataset.step));
    if (!day) return;
    const cell = data.months.flatMap(({ days }) => days).find(({ key }) => key === day.dataset.day);
    const isOff = (draft.edits[cell.key]?.text ?? cell.text) === "off";
    type(draft, cell.key, isOff ? "" : "off", cell);
    draft.send();
  };
  root.onkeydown = onKey;
  const at = root.getRootNode().activeElement;
  const focused = root.contains(at) ? at.dataset.at : null;
  draw(root, data, draft);
  if (focused) root.querySelector(`[data-at="${CSS.escape(focused)}"]`)?.focus();
}

/** Arrows walk from day to day; the days of a year are one stop of the Tab key. */
function onKey(event) {
  const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
  const here = event.target.closest("[data-day]");
  if (!here || !(event.key in steps)) return;
  event.preventDefault();
  const days = [...this.querySelectorAll("[data-day]")];
  const all = [...this.querySelectorAll("[data-date]")];
  const wanted = all[Math.min(Math.max(all.indexOf(here) + steps[event.key], 0), all.length - 1)];
  const next = wanted.matches("[data-day]") ? wanted : nearest(days, all, all.indexOf(wanted), Math.sign(steps[event.key]));
  if (!next) return;
  for (const day of days) day.tabIndex = day === next ? 0 : -1;
  next.focus();
}

function nearest(days, all, from, way) {
  for (let at = from; at >= 0 && at < all.length; at += way) if (all[at].matches("[data-day]")) return all[at];
  return null;
}

function draw(root, data, draft) {
  const { words } = data;
  const tabStop = root.querySelector("[data-day][tabindex='0']")?.dataset.day ?? firstWorking(data);
  root.replaceChildren(
    h("section", { class: "card" },
      h("h2", {}, words.title, h("small", {}, words.about)),
      h("div", { class: "choices" }, ["country", "weekday", "language"].map((key) => choice(data, draft, key))),
      words.unknown ? h("p", { class: "fault" }, icon("alert"), words.unknown) : "",
      h("div", { class: "year" },
        step(-1, words.earlier, "←"), h("b", {}, data.year), step(1, words.later, "→"),
        h("span", {}, words.sum), h("span", { class: "muted" }, words.own),
        h("span", { class: "legend" }, h("i", { class: "holiday" }), words.holiday, h("i", { class: "day_off" }), words.dayOff),
      ),
      h("div", { class: "months" }, data.months.map((month) => grid(month, data, draft, tabStop))),
      h("p", { class: "muted" }, words.hint),
    ),
  );
}

function firstWorking({ months }) {
  return months.flatMap(({ days }) => days).find(({ kind }) => kind === "working" || kind === "day_off")?.key;
}

function choice(data, draft, key) {
  const cell = data.choices[key];
  const now = draft.edits[key]?.text ?? cell.text;
  const select = h("select", { "data-key": key, "data-at": key }, data.offered[key].map(({ value, text }) => h("option", { value }, text)));
  select.value = now;
  const isUnsaved = key in draft.edits;
  return h("label", {}, h("span", {}, data.words[key]),
    h("span", { class: `field ${isUnsaved ? "unsaved" : ""}` }, select, isUnsaved ? h("span", { class: "dot", "aria-hidden": "true" }) : ""));
}

function step(by, label, arrow) {
  return h("button", { class: "button", type: "button", "data-step": by, "data-at": `step ${by}`, "aria-label": label, title: label }, arrow);
}

function grid(month, { weekdays }, draft, tabStop) {
  const lead = Array.from({ length: month.lead }, () => h("span"));
  return h("section", { class: "month", "aria-label": month.name },
    h("h3", {}, month.name, h("small", {}, month.working)),
    h("div", { class: "days" }, weekdays.map((name) => h("span", { class: "weekday", "aria-hidden": "true" }, name)), lead,
      month.days.map((day) => drawDay(day, draft, tabStop))),
  );
}

function drawDay(day, draft, tabStop) {
  const isOurs = day.kind === "working" || day.kind === "day_off";
  const isUnsaved = day.key in draft.edits;
  const about = { title: day.about, "data-date": day.key, class: `day ${day.kind} ${isUnsaved ? "unsaved" : ""}` };
  if (!isOurs) return h("span", { ...about, "aria-label": day.about }, day.number);
  return h("button", { ...about, type: "button", "data-day": day.key, "data-at": day.key, "aria-label": day.about,
    "aria-pressed": day.kind === "day_off" ? "true" : "false", tabindex: day.key === tabStop ? 0 : -1 }, day.number);
}
