/* Drawing, redrawing, saving and printing: what site.js calls when a picture comes near. */

import { drawings, site, theme } from './common.js';

const PAPER = 655; /* width of the text on paper */
const CONFIG = { displayModeBar: false, responsive: false, doubleClick: false, locale: 'en' };

const root = document.documentElement;
const drawn = new Set();
let printing = false;

site.draw = host => {
  const width = printing ? PAPER : host.clientWidth || PAPER;
  const made = drawings[host.dataset.figure](theme(width));
  made.layout.width = width;
  if (printing) made.layout.height *= 0.85;
  drawn.add(host);
  host.classList.add('drawn');
  const key = host.previousElementSibling;
  if (key.matches('.key')) key.classList.toggle('shown', Boolean(made.keyed));
  const traces = made.data.map(trace => ({ type: 'scatter', ...trace }));
  return Plotly.react(host, traces, made.layout, CONFIG);
};

site.redraw = () => {
  for (const host of drawn) site.draw(host);
};

site.save = (host, format) =>
  Plotly.downloadImage(host, {
    format,
    width: host.clientWidth,
    height: host.clientHeight,
    scale: 2,
    filename: `ovreport-${host.dataset.figure}`,
  });

let kept = '';
site.print = (on, hosts = []) => {
  printing = on;
  if (on) {
    kept = root.dataset.theme || '';
    root.dataset.theme = 'light';
    for (const host of hosts) drawn.add(host);
  } else if (kept) {
    root.dataset.theme = kept;
  } else {
    delete root.dataset.theme;
  }
  site.redraw();
};

let last = innerWidth;
let waiting = 0;
addEventListener('resize', () => {
  if (innerWidth === last || printing) return;
  last = innerWidth;
  clearTimeout(waiting);
  waiting = setTimeout(site.redraw, 120);
});
