// A button that takes one file, and the name of the file taken. A file may also be dropped on it.

export default function ({ data: packed, parentElement, setStateValue }) {
  const root = rootOf(parentElement);
  const { accept, limit, name, hint, words } = unpack(packed);
  const take = (files) => files.length && read(files[0], limit, (file) => setStateValue("file", file));
  // The field stays the same while the page is drawn anew: the reader may be choosing in it.
  const input = root.querySelector("input") ?? h("input", { type: "file", class: "hidden" });
  input.accept = accept;
  input.onchange = () => {
    take(input.files);
    input.value = "";
  };
  const label = root.querySelector("label") ?? root.appendChild(h("label", { class: "choose" }, input));
  label.replaceChildren(icon("up", 14), words.choose, input);
  root.querySelector(".hint")?.remove();
  root.classList.toggle("zone", Boolean(hint));
  if (hint) root.append(h("span", { class: "hint" }, hint));
  receiveDrops(root, take);
  root.querySelector(".taken")?.remove();
  if (!name) return;
  const drop = h("button", { type: "button", "aria-label": words.drop, title: words.drop }, icon("close"));
  drop.onclick = () => setStateValue("file", null);
  root.append(h("span", { class: "taken" }, name, drop));
}

function receiveDrops(root, take) {
  const over = (isOver) => (event) => {
    event.preventDefault();
    root.classList.toggle("over", isOver);
  };
  root.ondragover = over(true);
  root.ondragleave = over(false);
  root.ondrop = (event) => {
    over(false)(event);
    take(event.dataTransfer.files);
  };
}

function read(file, limit, take) {
  const reader = new FileReader();
  reader.onload = () => take({ name: file.name, content: reader.result.split(",")[1] ?? "" });
  reader.readAsDataURL(file.slice(0, limit + 1));
}
