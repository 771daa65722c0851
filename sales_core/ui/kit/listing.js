// Shared by the lists of payments.

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
