(() => {
  // Sorts and filters the tables of this page that nobody has taken up yet. Reads text and data-sort, changes order and visibility; runs nothing it reads.
  const plain = text => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();
  const key = (row, column) => row.cells[column].dataset.sort ?? row.cells[column].textContent;
  const order = (left, right) => {
    const [a, b] = [left, right].map(Number);
    return left !== "" && right !== "" && !isNaN(a) && !isNaN(b) ? a - b : left.localeCompare(right, "vi", {numeric: true});
  };
  for (const box of document.querySelectorAll(".sortable:not([data-ready])")) {
    box.dataset.ready = "";
    const [field, count, body] = [box.querySelector("input"), box.querySelector("output"), box.querySelector("tbody")];
    const heads = [...box.querySelectorAll("thead th")];
    const filter = () => {
      const wanted = plain(field.value).split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const row of body.rows) {
        const text = plain(row.textContent);
        row.hidden = !wanted.every(word => text.includes(word));
        shown += !row.hidden;
      }
      count.value = `${shown}/${body.rows.length} dòng`;
    };
    heads.forEach((head, column) => head.querySelector("button").addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      heads.forEach(other => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const rows = [...body.rows].sort((a, b) => (down ? -1 : 1) * order(key(a, column), key(b, column)));
      body.append(...rows);
    }));
    field.addEventListener("input", filter);
    box.querySelector(".tools").hidden = false;
    filter();
  }
})();
