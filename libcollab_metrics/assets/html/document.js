"use strict";
(() => {
  const held = JSON.parse(document.getElementById("drawings").textContent);
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const box = (chart) => document.getElementById(chart.id);
  const all = (selector) => [...document.querySelectorAll(selector)];
  // Pixels of A4 without its margins, half its width, and how much smaller the letters of a table are there.
  const PAPER = 650, HALF_PAPER = 312, PAPER_HEIGHT = 900, TABLE = 0.76;

  function draw(chart, change) {
    const look = dark.matches && !change ? chart.dark : chart.light;
    Plotly.react(box(chart), look.data, { ...look.layout, autosize: true, ...change }, held.config);
  }

  // A drawing higher than a page is shrunk to one, a table wider than a page to its width.
  function drawOnPaper(chart) {
    const shrunk = Math.min(1, PAPER_HEIGHT / chart.light.layout.height);
    box(chart).style.zoom = shrunk;
    draw(chart, { autosize: false, width: (box(chart).closest(".half") ? HALF_PAPER : PAPER) / shrunk });
  }
  function fitOnPaper(table) {
    const around = table.parentElement;
    around.style.width = `${PAPER / TABLE}px`;
    table.style.zoom = around.clientWidth / around.scrollWidth;
    around.style.width = "";
  }

  // On paper everything is light and nothing stays folded.
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = all("details:not([open])");
    folded.forEach((details) => { details.open = true; });
    held.charts.forEach(drawOnPaper);
    all(".grid table").forEach(fitOnPaper);
  });
  addEventListener("afterprint", () => {
    folded.forEach((details) => { details.open = false; });
    all(".drawing, .grid table").forEach((each) => { each.style.zoom = ""; });
    held.charts.forEach((chart) => draw(chart));
  });
  dark.addEventListener("change", () => held.charts.forEach((chart) => draw(chart)));

  all(".saving").forEach((line) => { line.hidden = false; });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-chart]");
    if (!button) return;
    const chart = held.charts.find((each) => each.id === button.dataset.chart);
    const { width, height } = chart.picture.layout;
    Plotly.downloadImage(chart.picture, { format: button.dataset.format, width, height, filename: chart.name });
  });

  held.charts.forEach((chart) => draw(chart));
})();
