/* Throughput as a map of two factors. */

import {
  above,
  cells,
  cut,
  data,
  drawings,
  escaped,
  extent,
  hover,
  mix,
  note,
  perSecond,
  sum,
  words,
} from './common.js';

/* Luminance and contrast as WCAG defines them. */
const luminance = tint => {
  const linear = [1, 3, 5]
    .map(at => Number.parseInt(tint.slice(at, at + 2), 16) / 255)
    .map(part => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return sum(linear.map((part, k) => part * [0.2126, 0.7152, 0.0722][k]));
};
const contrast = (first, second) => {
  const [light, dark] = [luminance(first), luminance(second)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
};

/* A name in lines of about so many letters, at most three of them. */
const folded = (text, most) => {
  const lines = [''];
  for (const word of cut(text, 3 * most).split(' ')) {
    const last = lines.length - 1;
    if (lines[last] && lines[last].length + 1 + word.length > most) lines.push(word);
    else lines[last] = lines[last] ? `${lines[last]} ${word}` : word;
  }
  const more = k => (k === 2 && lines.length > 3 ? '…' : '');
  return lines.slice(0, 3).map((line, k) => escaped(line) + more(k));
};

drawings.heat = look => {
  const map = data.figures.heat.map(row => row.map(index => (index === null ? null : cells[index])));
  const { x, y, xTitle, yTitle } = words.figures.heat;
  const notes = map.flatMap((row, down) =>
    row.map((cell, across) => {
      const place = { x: across, y: down, xanchor: 'center' };
      if (!cell) return note(look, { ...place, text: '–' });
      const font = { size: look.small ? 10 : 14, color: look.ink };
      return note(look, { ...place, align: 'center', text: cell.fpsText.split(' ')[0], font });
    }),
  );
  /* As dark as the numbers on it stay readable. */
  let top = 0.6;
  while (top > 0.2 && contrast(look.ink, mix(look.ink, look.paper, top)) < 4.8) top -= 0.02;
  const down = y.map(word => folded(word, look.small ? 8 : 18));
  const widest = Math.max(...down.flat().map(line => extent(line)));
  const left = Math.min(look.small ? 72 : 140, 22 + widest);
  const across = x.map(word => folded(word, Math.max((look.width - left) / x.length / 7, 6)));
  const lines = Math.max(...across.map(each => each.length));
  const axis = (names, own) => ({
    tickvals: names.map((_, k) => k),
    ticktext: names.map(each => each.join('<br>')),
    showgrid: false,
    ...own,
  });
  return {
    data: [
      {
        type: 'heatmap',
        x: x.map((_, k) => k),
        y: y.map((_, k) => k),
        z: map.map(row => row.map(cell => cell?.fps[0] ?? null)),
        text: map.map(row =>
          row.map(cell => (cell ? `${hover(cell.fpsText, perSecond)}<br>${cell.name}` : '')),
        ),
        showscale: false,
        xgap: 2,
        ygap: 2,
        hoverongaps: false,
        colorscale: [
          [0, mix(look.ink, look.paper, 0.03)],
          [1, mix(look.ink, look.paper, top)],
        ],
        hovertemplate: '%{text}<extra></extra>',
      },
    ],
    layout: look.layout(
      axis(across, { title: { text: escaped(xTitle) } }),
      axis(down, { autorange: 'reversed' }),
      {
        height: 46 * y.length + 74 + 16 * lines,
        margin: { l: left, r: 0, t: 28, b: 40 + 16 * lines },
        annotations: [...notes, above(look, escaped(yTitle), left)],
      },
    ),
  };
};
