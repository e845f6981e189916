/* What the drawings share: the data and the words of the page, numbers as texts, the look of axes and labels.
   Data comes from figures.js, names and words from words.<language>.js, colours from the style sheet. */

export const site = window.ovreport;
export const data = site.data;
export const words = site.words;

/* By the name of a figure the function that draws it: from how the page looks to what Plotly draws. */
export const drawings = {};

/* ---------- texts ---------- */

const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
export const escaped = text => String(text).replace(/[&<>]/g, letter => ENTITIES[letter]);
export const fill = (text, values) =>
  text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
export const cut = (text, most) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

/* The author's word may be in them. */
export const counted = escaped(words.fps);
export const perSecond = escaped(words.rate);

/* ---------- configurations ---------- */

export const cells = data.cells.map((cell, index) => ({
  ...cell,
  index,
  name: escaped(cut(words.names[index], 70)),
  short: escaped(cut(words.short[index], 48)),
  fpsText: words.fpsText[index],
  msText: words.msText[index],
}));
export const measured = cells.filter(cell => cell.fps);
export const chosen = data.chosen.map(index => cells[index]);

/* ---------- numbers ---------- */

export const unit = words.unit;
const size = { s: 1000, ms: 1, µs: 0.001, ns: 1e-6 }[unit];
export const inUnit = ms => ms / size;

const written = (value, options) => value.toLocaleString(document.documentElement.lang, options);
export const fixed = (value, places) =>
  written(value, { minimumFractionDigits: places, maximumFractionDigits: places });
export const digits = (value, most = 3) => {
  if (!Number.isFinite(value)) return '–';
  const places = Math.max(0, most - 1 - Math.floor(Math.log10(Math.abs(value) || 1)));
  const shown = Math.min(places, 6);
  return fixed(value, shown);
};
export const label = value => written(value, { maximumSignificantDigits: 6, useGrouping: false });
export const time = ms => `${digits(inUnit(ms))}\u00a0${unit}`;
export const rate = fps => `${digits(fps)}\u00a0${perSecond}`;
export const roundName = number => fill(words.round, { n: number });

/* "91 (83–100)" with its unit, the interval on a line of its own. */
export const hover = (text, suffix) => {
  const [, value, bounds] = text.match(/^([^ ]+) \((.+)\)$/) || [null, text, ''];
  const interval = bounds ? `<br>${fill(words.interval, { interval: bounds })}` : '';
  return `${value}\u00a0${suffix}${interval}`;
};
/* The configuration's name beside what hovering tells. */
export const extra = cell => `<extra>${cell.name}</extra>`;

/* ---------- axes ---------- */

export const finite = list => list.filter(value => value !== null && Number.isFinite(value));
export const sum = list => list.reduce((total, value) => total + value, 0);
export const span = list => {
  const known = finite(list);
  return known.length ? [Math.min(...known), Math.max(...known)] : [0, 1];
};

export const ticks = (low, high, about) => {
  const rough = (high - low || 1) / about;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map(factor => factor * power).find(value => value >= rough * 0.999);
  const found = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + step * 1e-6; k += 1) {
    found.push(+(k * step).toPrecision(12));
  }
  return found;
};
const logTicks = (low, high) => {
  const found = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power += 1) {
    for (const factor of [1, 2, 5]) {
      const value = factor * 10 ** power;
      if (value >= low * 0.999 && value <= high * 1.001) found.push(value);
    }
  }
  return found.length > 1 ? found : ticks(low, high, 4);
};

/* An axis of numbers, linear or logarithmic. */
export const scale = (low, high, log, about) => ({
  low,
  high,
  log,
  marks: log ? logTicks(low, high) : ticks(low, high, about),
  at: value => (log ? Math.log10(value) : value),
  /* Position between the ends, from 0 to `wide`. */
  place: (value, wide) =>
    (log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low)) * wide,
});
/* For Plotly: `text` labels a tick, `title` names the axis. */
export const axis = ({ low, high, log, marks, at }, text = label, title = '') => ({
  type: log ? 'log' : 'linear',
  range: [at(low), at(high)],
  tickvals: marks,
  ticktext: marks.map(text),
  ...(title && { title: { text: title + (log ? ` (${words.logScale})` : '') } }),
});
export const firstWith = suffix => (value, k) => (k ? label(value) : `${label(value)} ${suffix}`);
export const lastWith = suffix => (value, k, all) =>
  k === all.length - 1 ? `${label(value)} ${suffix}` : label(value);
/* The axis of rows that have their names above them. */
export const rows = (low, high) => ({ range: [low, high], showgrid: false, showticklabels: false });

/* ---------- the look of the page ---------- */

const root = document.documentElement;
const css = name => getComputedStyle(root).getPropertyValue(name).trim();

export const theme = width => {
  const [ink, soft, rule, strong, paper, family] = [
    '--ink',
    '--ink-2',
    '--rule',
    '--rule-2',
    '--paper',
    '--sans',
  ].map(css);
  const base = {
    gridcolor: rule,
    gridwidth: 1,
    zeroline: false,
    showline: false,
    ticks: '',
    fixedrange: true,
    automargin: false,
    tickfont: { size: 13, color: soft, family },
    title: { font: { size: 13, color: soft, family }, standoff: 8 },
  };
  const merge = (own = {}) => ({ ...base, ...own, title: { ...base.title, ...own.title } });
  const layout = (x, y, own) => ({
    font: { family, size: 14, color: soft },
    paper_bgcolor: 'rgba(0,0,0,0)',
    plot_bgcolor: 'rgba(0,0,0,0)',
    showlegend: false,
    hovermode: 'closest',
    separators: fixed(0.5, 1)[1] /* of the numbers that Plotly writes itself */,
    dragmode: false,
    hoverlabel: { bgcolor: ink, bordercolor: ink, align: 'left', font: { family, size: 13, color: paper } },
    ...own,
    xaxis: merge(x),
    yaxis: merge(y),
  });
  return { ink, soft, rule, strong, paper, family, small: width < 560, narrow: width < 760, width, layout };
};

/* ---------- labels ---------- */

export const note = (look, own) => ({
  showarrow: false,
  xanchor: 'left',
  yanchor: 'middle',
  align: 'left',
  ...own,
  font: { size: 14, color: look.soft, family: look.family, ...own.font },
});
/* The name of a row hides the grid lines behind it. */
export const title = (look, own) => note(look, { bgcolor: look.paper, borderpad: 0, ...own });
/* What the vertical axis counts, above it. */
export const above = (look, text, left) =>
  note(look, {
    xref: 'paper',
    yref: 'paper',
    x: 0,
    y: 1,
    xshift: -left,
    yshift: 16,
    text,
    font: { size: 13 },
  });

/* How wide a text is, in pixels, and as much of it as fits. */
const pen = document.createElement('canvas').getContext('2d');
export const extent = (text, points = 13) => {
  pen.font = `${points}px ${css('--sans')}`;
  return pen.measureText(text).width;
};
export const fitted = (text, room, points = 14) => {
  let most = text.length;
  while (most > 4 && extent(cut(text, most), points) > room) most -= 1;
  return cut(text, most).replace(/&[a-z]*…$/, '…'); /* not in the middle of an escaped letter */
};
/* The name above a row of its own. */
export const heading = (look, cell) =>
  look.small ? fitted(cell.name, look.width - 8) : `<b>${fitted(cell.name, look.width - 24, 15)}</b>`;

/* ---------- marks ---------- */

const SYMBOLS = ['circle', 'square', 'triangle-up', 'triangle-down', 'cross'];
const SIZES = [1, 0.94, 1.2, 1.2, 1.15]; /* shapes of equal weight */
const DASHES = ['solid', '6px,4px', '1.5px,3px'];
export const colour = cell => css(`--${cell.hue}`);
export const dash = cell => DASHES[cell.fill];
export const symbol = cell => SYMBOLS[cell.shape] + (cell.fill === 2 ? '-dot' : '');
export const mark = (cell, look, wide, edge = 2.5) => ({
  size: wide * SIZES[cell.shape],
  symbol: symbol(cell),
  color: cell.fill ? look.paper : colour(cell),
  line: { color: colour(cell), width: edge },
});
/* A line that nobody points at, from left to right. */
export const bar = (from, to, y, tint, width) => ({
  x: [from, to],
  y: [y, y],
  mode: 'lines',
  line: { color: tint, width },
  hoverinfo: 'skip',
});

/* The parts of a colour, 0 to 255. */
const parts = tint => [1, 3, 5].map(at => Number.parseInt(tint.slice(at, at + 2), 16));
export const mix = (first, second, share) => {
  const other = parts(second);
  const mixed = parts(first).map((part, k) => Math.round(part * share + other[k] * (1 - share)));
  return `#${mixed.map(part => part.toString(16).padStart(2, '0')).join('')}`;
};

/* ---------- lines with their names at the right end ---------- */

const LEADER = 22;
const room = look => Math.min(310, look.width * 0.36);
/* Long names give way to short ones beside lines and marks. */
export const wordy = cells.some(cell => cell.name.length > 52);
export const called = (look, cell) =>
  look.small || chosen.some(one => extent(one.name) > room(look)) ? cell.short : cell.name;
export const beside = (look, labels) =>
  look.small ? 12 : LEADER + 12 + Math.min(room(look), Math.max(...labels.map(one => extent(one.text))));

/* Labels keep a distance on their axis and stay as near to their lines as they can. */
const apart = (labels, gap) => {
  const sorted = [...labels].sort((a, b) => a.y - b.y);
  sorted.forEach((one, k) => {
    if (k) one.y = Math.max(one.y, sorted[k - 1].y + gap);
  });
  const last = sorted[sorted.length - 1];
  const excess = last ? Math.max(0, (last.y - last.from) / 2) : 0;
  for (const one of sorted) one.y -= excess;
  return labels;
};
/* A thin line leads from the end of each line to its name, since names are pushed apart. */
export const named = (look, labels, low, high, height) => {
  if (look.small) return [];
  const placed = labels.map(one => ({ ...one, from: one.y }));
  return apart(placed, ((high - low) / height) * 17).map(one =>
    note(look, {
      xref: 'paper',
      x: 1,
      y: one.from,
      ax: LEADER,
      ay: ((one.from - one.y) / (high - low)) * height,
      showarrow: true,
      arrowhead: 0,
      arrowwidth: 1,
      arrowcolor: one.colour,
      standoff: 4,
      text: fitted(one.text, room(look), 13),
      font: { size: 13, color: one.colour },
    }),
  );
};
