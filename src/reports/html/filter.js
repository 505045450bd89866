"use strict";
for (const box of document.querySelectorAll(".filter")) {
  const input = box.querySelector("input");
  const output = box.querySelector("output");
  const bodies = [...document.getElementById(input.dataset.table).tBodies];
  const rows = bodies.flatMap(body => [...body.rows]).filter(row => row.className !== "group");
  const plain = text => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const texts = new Map(rows.map(row => [row, plain(row.textContent)]));
  box.hidden = false;
  input.addEventListener("input", () => {
    const wanted = plain(input.value.trim());
    for (const row of rows) row.hidden = !texts.get(row).includes(wanted);
    for (const body of bodies) body.hidden = [...body.rows].every(row => row.hidden || row.className === "group");
    const shown = rows.filter(row => !row.hidden).length;
    const say = output.dataset.say.replace("{shown}", shown).replace("{rows}", rows.length);
    output.textContent = wanted === "" ? "" : say;
  });
}
