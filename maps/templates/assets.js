// Assets as points: numbers unpacked once, drawn on canvas tiles. They lie along a Z-curve, so that a run of them is a
// small patch of the map: a tile looks only into the runs whose box it touches.
const RUN = 256;
const REACH = 12;
const WORLD = 256;
const { count, groups, types, labels, materials } = data;
const hidden = new Set();

// -- unpacking (maps/packing.py) --
const bytes = Uint8Array.from(atob(data.packed), (character) => character.charCodeAt(0));
let at = 0;

function next() {
  let value = 0;
  for (let place = 1; ; place *= 128) {
    const byte = bytes[at++];
    value += (byte & 127) * place;
    if (byte < 128) return value;
  }
}

const column = (type) => type.from({ length: count }, next);

function stepped(origin) {
  let value = 0;
  return Float64Array.from({ length: count }, () => {
    const step = next();
    value += step % 2 ? -(step + 1) / 2 : step / 2;
    return origin + value * data.step;
  });
}

const lon = stepped(data.origin[0]);
const lat = stepped(data.origin[1]);
const type = column(Uint16Array);
const end = column(Uint16Array).map((years) => years && data.baseYear + years);
const kg = column(Float64Array).map((steps) => steps * data.kgStep);
const label = column(Uint32Array);
const built = column(Uint16Array).map((years) => years && data.baseBuilt + years);
const material = column(Uint16Array);
const condition = column(Uint8Array);
const group = type.map((number) => types[number].group);

// -- places in web mercator, in pixels of zoom 0, and the boxes of the runs --
const x = lon.map((degrees) => (degrees / 360 + 0.5) * WORLD);
const y = lat.map((degrees) => (0.5 - Math.asinh(Math.tan((degrees * Math.PI) / 180)) / (2 * Math.PI)) * WORLD);
const runs = Array.from({ length: Math.ceil(count / RUN) }, (_, run) => {
  const from = run * RUN;
  const to = Math.min(count, from + RUN);
  const [xs, ys] = [x.subarray(from, to), y.subarray(from, to)];
  return { from, to, west: Math.min(...xs), east: Math.max(...xs), north: Math.min(...ys), south: Math.max(...ys) };
});

// -- the years that are asked for; ends before or after the axis belong to its first or last year --
const known = end.filter((year) => year > 0).sort();
const firstYear = known.length ? known[0] : 0;
const lastYear = known.length ? Math.max(known[Math.ceil((known.length - 1) * 0.995)], firstYear) : 0;
const years = known.length ? Array.from({ length: lastYear - firstYear + 1 }, (_, index) => firstYear + index) : [];
let from = firstYear;
let to = lastYear;
const allYears = () => from === firstYear && to === lastYear;
const inYears = (index) => allYears() || (end[index] > 0 && Math.min(end[index], lastYear) >= from && Math.min(end[index], lastYear) <= to);
const isShown = (index) => !hidden.has(group[index]) && inYears(index);

// Calls `found` for the shown assets in a box given in pixels of zoom 0.
function within(west, north, east, south, found) {
  for (const run of runs) {
    if (run.east < west || run.west > east || run.south < north || run.north > south) continue;
    for (let index = run.from; index < run.to; index++) {
      if (x[index] >= west && x[index] <= east && y[index] >= north && y[index] <= south && isShown(index)) found(index);
    }
  }
}

// -- drawing --
const radiusAt = (zoom) => Math.max(1.1, Math.min(7, 1.1 * 1.45 ** (zoom - 12)));
const tiles = new Map();
let repaint = 0;

function paint(tile, coords) {
  const scale = 2 ** coords.z;
  const radius = radiusAt(coords.z);
  const margin = radius / scale;
  const side = WORLD / scale;
  const [west, north] = [coords.x * side, coords.y * side];
  const pen = tile.getContext("2d", { willReadFrequently: true }); // many small shapes: the processor is quicker at it
  pen.setTransform(tile.width / WORLD, 0, 0, tile.height / WORLD, 0, 0);
  pen.clearRect(0, 0, WORLD, WORLD);
  const inGroup = groups.map(() => []);
  within(west - margin, north - margin, west + side + margin, north + side + margin, (index) => inGroup[group[index]].push(index));
  groups.forEach(({ colour }, number) => {
    pen.fillStyle = colour;
    pen.strokeStyle = "rgb(23 33 31 / 55%)";
    for (const index of inGroup[number]) {
      const [left, top] = [(x[index] - west) * scale, (y[index] - north) * scale];
      if (radius < 2) pen.fillRect(left - radius, top - radius, 2 * radius, 2 * radius);
      else {
        pen.beginPath();
        pen.arc(left, top, radius, 0, 2 * Math.PI);
        pen.fill();
        if (coords.z >= 15) pen.stroke();
      }
    }
  });
}

const Points = L.GridLayer.extend({
  createTile(coords) {
    const tile = make("canvas", { width: WORLD * devicePixelRatio, height: WORLD * devicePixelRatio });
    paint(tile, coords);
    tiles.set(tile, coords);
    return tile;
  },
});

L.geoJSON(data.outlines, { interactive: false, style: { color: "#8b9592", weight: 1, fillColor: "#f6f5f1", fillOpacity: data.basemap ? 0 : 1 } }).addTo(map);
map.createPane("assets").style.zIndex = 450;
map.getPane("assets").style.pointerEvents = "none";
const points = new Points({ pane: "assets", updateWhenZooming: false, keepBuffer: 1 });
points.on("tileunload", ({ tile }) => tiles.delete(tile));

// -- click: the nearest shown asset --
const ring = L.circleMarker([0, 0], { radius: 11, color: "#d6249f", weight: 3, fill: false, interactive: false });
const popup = L.popup({ className: "ar-popup", minWidth: 200, maxWidth: 280, offset: [0, -6] }).on("remove", () => ring.remove());

map.on("click", ({ latlng }) => {
  const scale = 2 ** map.getZoom();
  const place = map.project(latlng, 0);
  const reach = REACH / scale;
  let [best, nearest] = [-1, reach];
  within(place.x - reach, place.y - reach, place.x + reach, place.y + reach, (index) => {
    const away = Math.hypot(x[index] - place.x, y[index] - place.y);
    if (away <= nearest) [best, nearest] = [index, away];
  });
  if (best < 0) return;
  ring.setLatLng([lat[best], lon[best]]).addTo(map);
  popup.setLatLng([lat[best], lon[best]]).setContent(card(best)).openOn(map);
});

function card(index) {
  const { name } = types[type[index]];
  const facts = [
    [words.built, built[index] ? String(built[index]) : words.unknown],
    [words.end, end[index] ? String(end[index]) : words.unknown],
    [words.mass, kg[index] > 0 ? mass(kg[index]) : words.unknown],
  ];
  if (condition[index]) facts.push([words.condition, words[`condition${condition[index]}`]]);
  if (material[index]) facts.unshift([words.mainMaterial, materials[material[index] - 1]]);
  if (groups[group[index]].name !== name) facts.unshift([words.kind, groups[group[index]].name]);
  if (label[index]) facts.unshift([words.name, labels[label[index] - 1]]);
  const list = facts.flatMap(([term, text]) => [make("dt", {}, term), make("dd", {}, text)]);
  return make("div", { className: "ar-card" }, make("h2", {}, name), make("dl", { className: "ar-facts" }, ...list));
}

// -- panel and years --
const total = make("p", { className: "ar-huge" });
const totalMass = make("p", { className: "ar-soft", aria: { live: "polite" } });
const counters = groups.map(() => make("span", { className: "ar-number" }));
const legend = groups.map(({ name, colour }, number) => {
  const tick = make("input", { type: "checkbox", checked: true, onchange: () => (tick.checked ? hidden.delete(number) : hidden.add(number), show()) });
  const dot = make("i", { className: "ar-swatch ar-dot", style: { background: colour } });
  return make("li", {}, make("label", {}, tick, dot, make("span", {}, name), counters[number]));
});
const notes = [make("p", { className: "ar-soft" }, words.hint)];
if (data.outlines.length) notes.push(make("p", { className: "ar-soft" }, words.overBorder));
if (data.unplaced) notes.push(make("p", { className: "ar-soft" }, say("unplaced", { count: whole.format(data.unplaced) })));
const heading = make("div", {}, make("h2", {}, words.legend), make("p", { className: "ar-soft" }, words.legendHint));
const side = count
  ? panel(make("div", {}, total, totalMass), make("div", {}, heading, make("ul", { className: "ar-legend" }, ...legend)), make("div", {}, ...notes))
  : panel(make("p", { className: "ar-empty" }, words.empty));

const chart = columns(years.length, (index) => setYears(years[index], years[index]));
const thumb = (name, value) => make("input", { type: "range", min: String(firstYear), max: String(lastYear), value: String(value), aria: { label: `${words.end}: ${name}` } });
const low = thumb(words.from, from);
const high = thumb(words.to, to);
const shown = make("output", { className: "ar-year" });
const every = make("button", { type: "button", className: "ar-toggle", onclick: () => setYears(firstYear, lastYear) }, words.everyYear);
const track = make("div", { className: "ar-track" }, chart.element, under(years, "ar-two", low, high), yearTicks(years));
const title = make("h2", {}, words.end);
const foot = years.length > 1 ? box("ar-foot", words.end, title, track, make("div", { className: "ar-when" }, shown, every)) : null;
low.oninput = () => setYears(Math.min(Number(low.value), to), to);
high.oninput = () => setYears(from, Math.max(Number(high.value), from));

function setYears(first, last) {
  [from, to] = [first, last];
  show();
}

function show() {
  const [counts, byYear] = [groups.map(() => 0), years.map(() => 0)];
  let [assets, weight] = [0, 0];
  for (let index = 0; index < count; index++) {
    const wanted = !hidden.has(group[index]);
    if (wanted && end[index]) byYear[Math.min(end[index], lastYear) - firstYear]++;
    if (!inYears(index)) continue;
    counts[group[index]]++;
    if (wanted) [assets, weight] = [assets + 1, weight + kg[index]];
  }
  total.textContent = whole.format(assets);
  totalMass.textContent = `${assets === 1 ? words.oneAsset : words.assets} · ${say("inUse", { mass: mass(weight) })}`;
  counters.forEach((counter, number) => (counter.textContent = whole.format(counts[number])));
  chart.paint(byYear, (index) => years[index] >= from && years[index] <= to, "#0d5c56");
  [low.value, high.value] = [String(from), String(to)];
  shown.textContent = from === to ? String(from) : `${from}–${to}`;
  every.setAttribute("aria-pressed", String(allYears()));
  cancelAnimationFrame(repaint);
  repaint = requestAnimationFrame(() => tiles.forEach((coords, tile) => paint(tile, coords)));
}

fit(data.bounds, side, foot);
if (count) show();
points.addTo(map);
