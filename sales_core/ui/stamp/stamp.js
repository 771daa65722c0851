// How fresh the data are. The sighted see the age at once, screen readers hear it once a minute.

export default function ({ data: packed, parentElement }) {
  const root = rootOf(parentElement);
  const data = unpack(packed);
  if (!root.stamp) {
    root.stamp = h("span", { class: "stamp" });
    root.spoken = h("span", { class: "hidden", role: "status" });
    root.replaceChildren(root.stamp, root.spoken);
  }
  const mark = data.level === "stale" ? icon("alert", 14) : data.level === "never" ? icon("refresh", 14) : h("i", { "aria-hidden": "true" });
  root.stamp.className = `stamp ${data.level}`;
  root.stamp.title = data.why;
  root.stamp.replaceChildren(mark, data.text);
  const minute = `${data.level}/${Math.floor(Date.now() / 60000)}`;
  if (root.minute !== minute) root.spoken.textContent = [data.text, data.why].filter(Boolean).join(". ");
  root.minute = minute;
}
