// A button that takes one file, and the name of the file taken.

export default function ({ data: packed, parentElement, setStateValue }) {
  const root = rootOf(parentElement);
  const { accept, limit, name, words } = unpack(packed);
  // The field stays the same while the page is drawn anew: the reader may be choosing in it.
  const input = root.querySelector("input") ?? h("input", { type: "file", class: "hidden" });
  input.accept = accept;
  input.onchange = () => input.files.length && read(input, limit, (file) => setStateValue("file", file));
  const label = root.querySelector("label") ?? root.appendChild(h("label", { class: "choose" }, input));
  label.replaceChildren(icon("up", 14), words.choose, input);
  root.querySelector(".taken")?.remove();
  if (!name) return;
  const drop = h("button", { type: "button", "aria-label": words.drop, title: words.drop }, icon("close"));
  drop.onclick = () => setStateValue("file", null);
  root.append(h("span", { class: "taken" }, name, drop));
}

function read(input, limit, take) {
  const [file] = input.files;
  const reader = new FileReader();
  reader.onload = () => take({ name: file.name, content: reader.result.split(",")[1] ?? "" });
  reader.readAsDataURL(file.slice(0, limit + 1));
  input.value = "";
}
