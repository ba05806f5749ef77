// Areas coloured by supply. All years are in `data`; the state is a material (-1: all) and a year (-1: the period).
const KG_PER_TONNE = 1000;
const { years, materials, areas } = data;
const last = years.length - 1;
const period = last > 0 ? `${years[0]}–${years[last]}` : String(years[0]);
const PERIOD = -1;
const ALL = -1;
let year = data.opensWith ?? PERIOD;
let material = ALL;
let selected = null;

const zeros = () => new Array(years.length).fill(0);
const add = (total, row) => total.map((kg, index) => kg + row[index]);
const sum = (row) => row.reduce((total, kg) => total + kg, 0);
for (const area of areas) area.together = Object.values(area.kg).reduce(add, zeros());

const byYear = (area, which = material) => (which === ALL ? area.together : area.kg[which] || null) ?? zeros();
const supply = (area, which = material) => (year === PERIOD ? sum(byYear(area, which)) : byYear(area, which)[year]);
const density = (area) => {
  const spread = year === PERIOD ? years.length : 1;
  return area.km2 === null ? NaN : supply(area) / spread / KG_PER_TONNE / area.km2;
};
const when = () => (year === PERIOD ? period : String(years[year]));

// -- classes --
const ramp = () => data.ramps[material + 1];
const NOTHING = -1;
const UNKNOWN = -2;
const OPACITY = data.basemap ? 0.8 : 1;
const NONE = "#dad9d4";

function classOf(value) {
  if (Number.isNaN(value)) return UNKNOWN;
  if (value <= 0) return NOTHING;
  const above = ramp().limits.findIndex((limit) => value < limit);
  return above === -1 ? ramp().limits.length : above;
}

function className(index) {
  const { limits } = ramp();
  if (index === UNKNOWN) return words.unknownArea;
  if (index === NOTHING) return words.nothing;
  if (limits.length === 0) return words.positive;
  if (index === 0) return say("below", { to: figures(limits[0]) });
  if (index === limits.length) return say("above", { from: figures(limits[index - 1]) });
  return `${figures(limits[index - 1])} – ${figures(limits[index])}`;
}

// -- map --
const svg = L.svg({ padding: 0.5 }).addTo(map);
const hatch = `hatch-${L.stamp(map)}`;
svg._container.insertAdjacentHTML(
  "afterbegin",
  `<defs><pattern id="${hatch}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">` +
    '<rect width="6" height="6" fill="#e9e9e6"/><rect width="1.6" height="6" fill="#a9acab"/></pattern></defs>',
);

function styleOf(area) {
  const index = classOf(density(area));
  const colour = index === UNKNOWN ? `url(#${hatch})` : index === NOTHING ? NONE : ramp().colours[index];
  const chosen = area === selected;
  return {
    fillColor: colour,
    fillOpacity: OPACITY,
    color: chosen ? "#d6249f" : "#ffffff",
    weight: chosen ? 3 : 1,
    opacity: 1,
  };
}

const drawn = areas.filter((area) => area.shape);
for (const area of drawn) {
  area.layer = L.geoJSON(area.shape, {
    renderer: svg,
    style: () => styleOf(area),
    pointToLayer: (_, at) => L.circleMarker(at, { radius: 7 }),
  });
  area.layer
    .bindTooltip(() => make("div", {}, make("b", {}, area.name), make("br"), told(area)), { sticky: true, className: "ar-tip" })
    .on("mouseover", () => area !== selected && area.layer.setStyle({ color: "#17211f", weight: 2 }).bringToFront())
    .on("mouseout", () => area !== selected && area.layer.setStyle(styleOf(area)))
    .on("click", (event) => choose(area, event.latlng))
    .addTo(map);
}

function told(area) {
  if (area.km2 === null) return words.unknownArea;
  return `${when()}: ${mass(supply(area))} · ${figures(density(area))} ${words.densityUnit}`;
}

// -- popup --
const popup = L.popup({ className: "ar-popup", minWidth: 250, maxWidth: 270, autoPan: false });
popup.on("remove", () => {
  const before = selected;
  selected = null;
  before?.layer.setStyle(styleOf(before));
});

function choose(area, at) {
  if (!area.layer) return;
  popup.remove();
  selected = area;
  area.layer.setStyle(styleOf(area)).bringToFront();
  popup.setContent(card(area)).setLatLng(at).openOn(map);
  keepClear();
}

// Move the map so that the card lies beside the boxes.
function keepClear() {
  const card = popup.getElement().getBoundingClientRect();
  const frame = map.getContainer().getBoundingClientRect();
  const wide = frame.width > 700;
  const left = wide ? side.getBoundingClientRect().right + 10 : frame.left + 8;
  const top = frame.top + 10;
  const right = frame.right - (wide ? 56 : 8);
  const bottom = foot ? foot.getBoundingClientRect().top - 8 : frame.bottom - 8;
  const x = Math.min(Math.max(0, card.right - right), card.left - left);
  const y = Math.min(Math.max(0, card.bottom - bottom), card.top - top);
  map.panBy([x, y], { duration: 0.2 });
}

function card(area) {
  const box = make("div", { className: "ar-card" }, make("h2", {}, area.name));
  if (area.km2 === null) return make("div", {}, box, words.unknownArea);
  const name = material === ALL ? words.all : materials[material].name;
  box.append(
    make("p", { className: "ar-big" }, mass(supply(area))),
    make("p", { className: "ar-soft" }, `${name}, ${when()} · ${figures(density(area))} ${words.densityUnit}`),
  );
  if (area.range) {
    const expected = `${period}: ${mass(sum(area.together))}`;
    box.append(
      make("p", { className: "ar-range" }, make("b", {}, expected), ` · ${say("range", { range: massRange(...area.range) })}`),
      make("p", { className: "ar-soft" }, words.rangeHint),
    );
  }
  box.append(make("h3", {}, `${words.top}, ${when()}`), topMaterials(area));
  if (last > 0) {
    const profile = columns(years.length, setYear);
    profile.paint(byYear(area), (index) => year === PERIOD || index === year, hue());
    box.append(make("h3", {}, `${words.perYear}, ${name.toLowerCase()}`), profile.element, ends());
  }
  return box;
}

const ends = () => make("div", { className: "ar-ends" }, make("span", {}, String(years[0])), make("span", {}, String(years[last])));
const hue = () => (material === ALL ? "#28776d" : materials[material].colour);

function topMaterials(area) {
  const found = materials.map((item, index) => ({ ...item, kg: supply(area, index) })).filter((item) => item.kg >= 0.5);
  found.sort((a, b) => b.kg - a.kg);
  const shown = found.slice(0, 5);
  const rest = sum(found.slice(5).map((item) => item.kg));
  if (rest > 0) shown.push({ name: words.rest, colour: "#b3b7b4", kg: rest });
  const most = Math.max(...shown.map((item) => item.kg));
  return make("ul", { className: "ar-bars" }, ...shown.map((item) => barRow(item.name, item.kg, item.kg / most, item.colour)));
}

function barRow(name, kg, share, colour) {
  const bar = make("i", { style: { width: `${(100 * share).toFixed(1)}%`, background: colour } });
  return make("li", {}, make("span", {}, name), make("span", { className: "ar-number" }, mass(kg)), bar);
}

// -- panel --
const total = make("p", { className: "ar-huge" });
const totalOf = make("p", { className: "ar-soft", aria: { live: "polite" } });
const option = (item, index) => make("option", { value: String(index) }, item.name);
const choice = make("select", {}, option({ name: words.all }, ALL), ...materials.map(option));
const legend = make("ul", { className: "ar-legend" });
const ranking = make("ol", { className: "ar-ranking" });
const message = areas.length === 0 ? words.noAreas : years.length === 0 || materials.length === 0 ? words.empty : null;
const heading = (text, hint) => make("div", {}, make("h2", {}, text), ...(hint ? [make("p", { className: "ar-soft" }, hint)] : []));
const side = message
  ? panel(make("p", { className: "ar-empty" }, message))
  : panel(
      make("div", {}, total, totalOf),
      make("label", {}, make("span", { className: "ar-soft" }, words.material), choice),
      make("div", {}, heading(words.density, words.densityHint), legend),
      make("div", {}, heading(words.most), ranking),
    );
choice.onchange = () => {
  material = Number(choice.value);
  show();
};

function paintLegend() {
  const counts = new Map();
  for (const area of areas) {
    const index = classOf(density(area));
    counts.set(index, (counts.get(index) || 0) + 1);
  }
  const rows = ramp().colours.map((colour, index) => [index, colour]).reverse();
  if (areas.some((area) => area.km2 !== null && sum(area.together) >= 0)) rows.push([NOTHING, NONE]);
  if (areas.some((area) => area.km2 === null)) rows.push([UNKNOWN, "repeating-linear-gradient(45deg,#a9acab 0 1.6px,#e9e9e6 1.6px 5px)"]);
  legend.replaceChildren(
    ...rows.map(([index, background]) =>
      make(
        "li",
        {},
        make("i", { className: "ar-swatch", style: { background, opacity: OPACITY } }),
        make("span", {}, className(index)),
        make("span", { className: "ar-number" }, whole.format(counts.get(index) || 0)),
      ),
    ),
  );
}

function paintRanking() {
  const sorted = drawn.filter((area) => supply(area) > 0).sort((a, b) => supply(b) - supply(a)).slice(0, 8);
  ranking.replaceChildren(
    ...sorted.map((area) => {
      const bar = make("i", { style: { width: `${((100 * supply(area)) / supply(sorted[0])).toFixed(1)}%`, background: hue() } });
      const row = [make("span", {}, area.name), make("span", { className: "ar-number" }, mass(supply(area))), bar];
      return make("li", {}, make("button", { type: "button", onclick: () => choose(area, area.layer.getBounds().getCenter()) }, ...row));
    }),
  );
}

// -- years --
const chart = columns(years.length, setYear);
const slider = make("input", { type: "range", min: "0", max: String(Math.max(last, 0)), value: "0", step: "1", aria: { label: words.year } });
const shown = make("output", { className: "ar-year" });
const play = make("button", { type: "button", className: "ar-play" });
const wholePeriod = make("button", { type: "button", className: "ar-toggle" }, words.whole);
let timer = null;

function setPlaying(on) {
  clearInterval(timer);
  timer = on ? setInterval(() => step(), 1100) : null;
  play.textContent = on ? "❚❚" : "▶";
  play.setAttribute("aria-label", on ? words.pause : words.play);
}

function step() {
  if (year === last) setPlaying(false);
  else show((year = year + 1));
}

function setYear(index) {
  setPlaying(false);
  year = index;
  show();
}

play.onclick = () => {
  if (timer) return setPlaying(false);
  if (year === last) year = PERIOD;
  setPlaying(true);
  step();
};
slider.oninput = () => setYear(Number(slider.value));
wholePeriod.onclick = () => setYear(year === PERIOD ? 0 : PERIOD);
const track = make("div", { className: "ar-track" }, chart.element, under(years, "", slider), yearTicks(years));
const foot = message || last < 1 ? null : box("ar-foot", words.year, play, track, make("div", { className: "ar-when" }, shown, wholePeriod));

function show() {
  for (const area of drawn) area.layer.setStyle(styleOf(area));
  const everywhere = areas.map((area) => byYear(area)).reduce(add, zeros());
  const kg = year === PERIOD ? sum(everywhere) : everywhere[year];
  total.textContent = mass(kg);
  totalOf.textContent = say(year === PERIOD ? "inPeriod" : "inYear", { year: when() });
  paintLegend();
  paintRanking();
  chart.paint(everywhere, (index) => year === PERIOD || index === year, hue());
  track.classList.toggle("ar-idle", year === PERIOD);
  slider.value = String(Math.max(year, 0));
  slider.setAttribute("aria-valuetext", when());
  shown.textContent = when();
  wholePeriod.setAttribute("aria-pressed", String(year === PERIOD));
  if (selected) popup.setContent(card(selected));
}

setPlaying(false);
fit(data.bounds, side, foot);
if (!message) show();
