"use strict";

const page = JSON.parse(document.getElementById("data").textContent);
const words = { true: "yes", false: "no", null: "unknown" };

/** Numbers that JSON has no word for come as texts. */
const isNumber = value => typeof value === "number";
const number = value => value === null ? "–" : isNumber(value) ? Number(value.toPrecision(4)).toString() : value;
const percent = share => isNumber(share) ? (100 * share).toFixed(share > 0 && share < 0.001 ? 3 : 1) + " %" : "–";

function add(parent, tag, text, className) {
  const element = parent.appendChild(document.createElement(tag));
  element.textContent = text ?? "";
  if (className) {
    element.className = className;
  }
  return element;
}

/** A colour of the page's style, whichever of light and dark it is shown in. */
function colour(name) {
  const probe = add(document.body, "i");
  probe.style.color = `var(${name})`;
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}

function overview(columns) {
  const body = document.querySelector("#overview tbody");
  columns.forEach((column, i) => {
    column.tests.forEach((test, j) => {
      const row = add(body, "tr");
      const first = add(row, "td");
      if (j === 0) {
        add(first, "a", column.name).href = `#column-${i}`;
      }
      [test.name, number(test.value), number(test.pValue), number(test.threshold)].forEach(text => add(row, "td", text));
      add(row, "td", words[test.drifted], words[test.drifted]);
    });
  });
}

function chart(parent, name, histogram) {
  const place = add(parent, "div", "", "chart");
  const canvas = add(place, "canvas");
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", `distribution of ${name} in the reference and now`);
  const side = (label, key) => ({
    label,
    data: histogram.bars.map(bar => isNumber(bar[key]) ? 100 * bar[key] : null),
    backgroundColor: colour(`--${key}`),
    categoryPercentage: 0.9,
    barPercentage: 1,
  });
  new Chart(canvas, {
    type: "bar",
    data: { labels: histogram.bars.map(bar => bar.label), datasets: [side("reference", "reference"), side("current", "current")] },
    options: {
      animation: false,
      maintainAspectRatio: false,
      plugins: {
        legend: { display: false },
        tooltip: { callbacks: { label: item => `${item.dataset.label}: ${percent(item.raw === null ? null : item.raw / 100)}` } },
      },
      scales: {
        x: { ticks: { color: colour("--faint"), maxRotation: 45, autoSkip: true }, grid: { display: false } },
        y: { beginAtZero: true, ticks: { color: colour("--faint"), callback: value => `${value} %` }, grid: { color: colour("--line") } },
      },
    },
  });
}

function section(column, i) {
  const part = add(document.getElementById("columns"), "section");
  part.id = `column-${i}`;
  const heading = add(part, "h2", column.name);
  add(heading, "span", column.drifted === true ? " drifted" : column.drifted === null ? " unknown" : "", words[column.drifted]);
  if (column.note) {
    add(part, "p", column.note);
  }
  if (column.histogram) {
    chart(part, column.name, column.histogram);
    add(part, "p", `missing: reference ${percent(column.histogram.referenceMissing)}, current ${percent(column.histogram.currentMissing)}`);
  }
}

document.title = page.title;
document.querySelector("h1").textContent = page.title;
add(document.getElementById("verdict"), "span", page.verdict, words[page.drift]);
page.facts.forEach(fact => add(document.getElementById("facts"), "li", fact));
overview(page.columns);
page.columns.forEach(section);
document.body.dataset.drawn = page.columns.length;
