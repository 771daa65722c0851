// Shared by the lists of payments and deals.

const TYPING_MS = 250;

/** A state, or all of them, with how many there are and what they come to. */
function chipOf({ id, icon: name, label, count, sum, pressed }, press) {
  const words = name ? h("span", { class: `state ${id}` }, icon(name, 14), label) : label;
  const button = h("button", { class: "chip", type: "button", "aria-pressed": String(pressed), "data-at": `chip ${id}` }, words, h("em", {}, count), sum);
  button.onclick = press;
  return button;
}

/** Asks once its reader pauses. */
function searchField(label, ask) {
  const input = h("input", { type: "search", placeholder: label, "aria-label": label, maxlength: 100 });
  let typing;
  input.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(() => ask(input.value), TYPING_MS);
  });
  return h("label", { class: "search" }, icon("search", 16), input);
}

function stateOf({ kind, icon: name, text }) {
  return h("span", { class: `state ${kind}` }, icon(name, 14), text);
}

/** One page back, where in the list its reader is, one page on. Each step carries where it goes, none at the ends. */
function pagerOf({ label, text, earlier, later }) {
  const step = (to) => h("button", { class: "button", type: "button", disabled: !to.go, "data-go": to.go || null, "data-at": `page ${to.icon}`, "aria-label": to.label, title: to.label }, icon(to.icon, 14));
  return h("nav", { class: "pager", "aria-label": label }, step(earlier), h("span", {}, text), step(later));
}
