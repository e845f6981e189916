/* The drawings. Data comes from figures.js, names and words from the page, colours from the style sheet. */
(() => {
  'use strict';
  const site = window.ovreport, data = site.data, root = document.documentElement;
  const words = JSON.parse(document.getElementById('words').textContent);
  const css = name => getComputedStyle(root).getPropertyValue(name).trim();
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => name in values ? values[name] : whole);
  const escape = text => String(text).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  const cut = (text, most) => text.length > most ? text.slice(0, most - 1) + '…' : text;
  const size = { s: 1000, ms: 1, 'µs': .001, ns: 1e-6 }[words.unit];
  const unit = words.unit;
  const SYMBOLS = ['circle', 'square', 'triangle-up', 'triangle-down', 'cross'], DASHES = ['solid', '6px,4px', '1.5px,3px'];
  const counted = escape(words.fps), perSecond = escape(words.rate); /* the author's word may be in them */
  const cells = data.cells.map((cell, index) => ({ ...cell, index, name: escape(cut(words.names[index], 70)), short: escape(cut(words.short[index], 48)), fpsText: words.fpsText[index], msText: words.msText[index] }));
  const measured = cells.filter(cell => cell.fps);
  const chosen = data.chosen.map(index => cells[index]);

  /* ---------- numbers ---------- */
  const digits = (value, most = 3) => {
    if (!isFinite(value)) return '–';
    const places = Math.max(0, most - 1 - Math.floor(Math.log10(Math.abs(value) || 1)));
    return value.toLocaleString('en', { minimumFractionDigits: Math.min(places, 6), maximumFractionDigits: Math.min(places, 6) });
  };
  const inUnit = ms => ms / size;
  const time = ms => digits(inUnit(ms)) + '\u00a0' + unit;
  const rate = fps => digits(fps) + '\u00a0' + perSecond;
  const finite = list => list.filter(value => value !== null && isFinite(value));
  const span = list => { const known = finite(list); return known.length ? [Math.min(...known), Math.max(...known)] : [0, 1]; };
  const ticks = (low, high, about) => {
    const rough = (high - low || 1) / about, power = 10 ** Math.floor(Math.log10(rough));
    const step = [1, 2, 2.5, 5, 10].map(factor => factor * power).find(value => value >= rough * .999);
    const found = [];
    for (let k = Math.ceil(low / step - 1e-9); k * step <= high + step * 1e-6; k += 1) found.push(+(k * step).toPrecision(12));
    return found;
  };
  const logTicks = (low, high) => {
    const found = [];
    for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power += 1) {
      for (const factor of [1, 2, 5]) { const value = factor * 10 ** power; if (value >= low * .999 && value <= high * 1.001) found.push(value); }
    }
    return found.length > 1 ? found : ticks(low, high, 4);
  };
  const label = value => +value.toPrecision(6) + '';

  /* ---------- the template ---------- */
  const theme = width => {
    const ink = css('--ink'), soft = css('--ink-2'), rule = css('--rule'), strong = css('--rule-2'), paper = css('--paper'), family = css('--sans');
    const axis = { gridcolor: rule, gridwidth: 1, zeroline: false, showline: false, ticks: '', fixedrange: true, automargin: false,
      tickfont: { size: 13, color: soft, family }, title: { font: { size: 13, color: soft, family }, standoff: 8 } };
    const merge = (own = {}) => ({ ...axis, ...own, title: { ...axis.title, ...own.title } });
    return { ink, soft, rule, strong, paper, family, small: width < 560, narrow: width < 760, width,
      layout: (x, y, own) => ({ font: { family, size: 14, color: soft }, paper_bgcolor: 'rgba(0,0,0,0)', plot_bgcolor: 'rgba(0,0,0,0)', showlegend: false, hovermode: 'closest', dragmode: false,
        hoverlabel: { bgcolor: ink, bordercolor: ink, align: 'left', font: { family, size: 13, color: paper } }, ...own, xaxis: merge(x), yaxis: merge(y) }) };
  };
  const note = (look, own) => ({ showarrow: false, xanchor: 'left', yanchor: 'middle', align: 'left', ...own, font: { size: 14, color: look.soft, family: look.family, ...own.font } });
  /* The name of a row hides the grid lines behind it. */
  const title = (look, own) => note(look, { bgcolor: look.paper, borderpad: 0, ...own });
  const above = (look, text, left) => note(look, { xref: 'paper', yref: 'paper', x: 0, y: 1, xshift: -left, yshift: 16, text, font: { size: 13 } });
  const colour = cell => css('--' + cell.hue);
  const symbol = cell => SYMBOLS[cell.shape] + (cell.fill === 2 ? '-dot' : '');
  const SIZES = [1, .94, 1.2, 1.2, 1.15]; /* shapes of equal weight */
  const mark = (cell, look, wide) => ({ size: wide * SIZES[cell.shape], symbol: symbol(cell), color: cell.fill ? look.paper : colour(cell), line: { color: colour(cell), width: 2.5 } });
  /* Long names give way to short ones beside lines and marks. */
  const wordy = cells.some(cell => cell.name.length > 52);
  const room = look => Math.min(310, look.width * .36);
  const called = (look, cell) => look.small || chosen.some(one => extent(one.name) > room(look)) ? cell.short : cell.name;
  const mix = (first, second, share) => '#' + [1, 3, 5].map(at => Math.round(parseInt(first.slice(at, at + 2), 16) * share + parseInt(second.slice(at, at + 2), 16) * (1 - share)).toString(16).padStart(2, '0')).join('');
  /* "91 (83–100)" with its unit, the interval on a line of its own. */
  const hover = (text, suffix) => text.replace(/^([^ ]+) \((.+)\)$/, (whole, value, bounds) => value + '\u00a0' + suffix + '<br>' + fill(words.interval, { interval: bounds })) + (text.includes('(') ? '' : '\u00a0' + suffix);
  const unitOf = rounds => rounds === 'fpsRounds' ? perSecond : unit;
  /* How wide a text is, in pixels, and as much of it as fits. */
  const pen = document.createElement('canvas').getContext('2d');
  const extent = (text, points = 13) => { pen.font = points + 'px ' + css('--sans'); return pen.measureText(text).width; };
  const fitted = (text, room, points = 14) => {
    let most = text.length;
    while (most > 4 && extent(cut(text, most), points) > room) most -= 1;
    return cut(text, most).replace(/&[a-z]*…$/, '…'); /* not in the middle of an escaped letter */
  };
  /* A name in lines of about so many letters, at most three of them. */
  const folded = (text, most) => {
    const lines = [''];
    cut(text, 3 * most).split(' ').forEach(word => {
      const last = lines[lines.length - 1];
      if (last && last.length + 1 + word.length > most) lines.push(word); else lines[lines.length - 1] = last ? last + ' ' + word : word;
    });
    return lines.slice(0, 3).map((line, k) => escape(line) + (k === 2 && lines.length > 3 ? '…' : '')).join('<br>');
  };
  /* The name above a row of its own. */
  const heading = (look, cell) => look.small ? fitted(cell.name, look.width - 8) : '<b>' + fitted(cell.name, look.width - 24, 15) + '</b>';
  const light = tint => [1, 3, 5].map(at => parseInt(tint.slice(at, at + 2), 16) / 255).map(part => part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4).reduce((sum, part, k) => sum + part * [.2126, .7152, .0722][k], 0);
  const contrast = (first, second) => { const pair = [light(first), light(second)].sort((a, b) => b - a); return (pair[0] + .05) / (pair[1] + .05); };
  /* Labels keep a distance on their axis and stay as near to their lines as they can. */
  const apart = (labels, gap) => {
    const sorted = [...labels].sort((a, b) => a.y - b.y);
    sorted.forEach((one, k) => { if (k) one.y = Math.max(one.y, sorted[k - 1].y + gap); });
    const excess = sorted.length ? (sorted[sorted.length - 1].y - sorted[sorted.length - 1].from) / 2 : 0;
    sorted.forEach(one => { one.y -= Math.max(0, excess); });
    return labels;
  };

  /* ---------- one row a configuration ---------- */
  const levels = (width, read, rounds, told, show, named, scale) => {
    const look = theme(width), traces = [], notes = [], count = measured.length;
    const every = measured.flatMap(cell => [...finite(read(cell)), ...cell[rounds].map(scale)]);
    let [low, high] = span(every);
    const log = high / Math.max(low, 1e-9) > 6;
    const pad = (high - low) * .08 || high * .1;
    if (log) { low /= 1.25; high *= 1.25; } else { low = Math.max(0, low - pad); high += pad; }
    const at = value => log ? Math.log10(value) : value;
    const height = 62;
    measured.forEach((cell, k) => {
      const y = count - 1 - k, tint = colour(cell), three = read(cell);
      traces.push({ x: cell[rounds].map(scale), y: cell[rounds].map(() => y), mode: 'markers', marker: { symbol: 'line-ns-open', size: 13, color: tint, opacity: .6, line: { width: 1.5, color: tint } },
        text: cell.rounds.map((number, place) => show(cell[rounds][place]) + ', ' + fill(words.round, { n: number })), hovertemplate: '%{text}<extra>' + cell.name + '</extra>' });
      if (three[1] !== null) traces.push({ x: [three[1], three[2]], y: [y, y], mode: 'lines', line: { color: tint, width: 3 }, hoverinfo: 'skip' });
      traces.push({ x: [three[0]], y: [y], mode: 'markers', marker: mark(cell, look, 12), hovertemplate: hover(told(cell), unitOf(rounds)) + '<extra>' + cell.name + '</extra>' });
      notes.push(title(look, { x: at(low), y: y + .38, text: heading(look, cell), font: { color: tint } }));
      notes.push(look.small ? note(look, { xref: 'paper', x: 1, xshift: 10, y, text: told(cell).split(' ')[0], font: { color: look.ink } })
        : title(look, { x: at(Math.max(three[2] ?? three[0], ...cell[rounds].map(scale))), xshift: 12, y, text: told(cell), font: { color: look.ink } }));
    });
    const edge = at(low) + (at(high) - at(low)) * 14 / look.width; /* no room for a number nearer to the edge */
    const marks = (log ? logTicks(low, high) : ticks(low, high, look.small ? 4 : 6)).filter(value => at(value) > edge);
    return { data: traces, layout: look.layout(
      { type: log ? 'log' : 'linear', range: [at(low), at(high)], tickvals: marks, ticktext: marks.map(label), title: { text: named + (log ? ' (' + words.logScale + ')' : '') } },
      { range: [-.55, count - .25], showgrid: false, showticklabels: false },
      { height: height * count + 60, margin: { l: 0, r: look.small ? 54 : 120, t: 4, b: 48 }, annotations: notes }) };
  };

  /* ---------- many configurations: a row for each setting of the other factors, a mark for each level ---------- */
  const grouped = (width, read, told, suffix, title) => {
    const look = theme(width), traces = [], notes = [], rows = words.rows.length, lanes = Math.max(...words.level) + 1;
    let [low, high] = span(measured.flatMap(read));
    const log = high / Math.max(low, 1e-9) > 6;
    if (log) { low /= 1.15; high *= 1.15; } else { const pad = (high - low) * .06; low = Math.max(0, low - pad); high += pad; }
    /* On a phone the name of a row has a line of its own above the row's marks. */
    const tall = Math.max(30, lanes * 5 + 12) + (look.small ? 16 : 0), drop = look.small ? 8 / tall : 0, part = look.small ? 1 - 24 / tall : .6;
    measured.forEach(cell => {
      const y = rows - 1 - words.row[cell.index] - drop + part * (.5 - (words.level[cell.index] + .5) / lanes), tint = colour(cell), three = read(cell);
      if (three[1] !== null) traces.push({ x: [three[1], three[2]], y: [y, y], mode: 'lines', line: { color: tint, width: 1.5 }, hoverinfo: 'skip' });
      traces.push({ x: [three[0]], y: [y], mode: 'markers', marker: { ...mark(cell, look, 7), line: { color: tint, width: 1.5 } }, hovertemplate: hover(told(cell), suffix) + '<extra>' + cell.name + '</extra>' });
    });
    words.rows.forEach((text, k) => notes.push(note(look, { xref: 'paper', x: 0, xanchor: look.small ? 'left' : 'right', xshift: look.small ? 0 : -12, y: rows - 1 - k + (look.small ? .5 - 9 / tall : 0), text: escape(cut(text, 34)), font: { size: 13, color: look.ink } })));
    const marks = log ? logTicks(low, high) : ticks(low, high, look.small ? 4 : 6), at = value => log ? Math.log10(value) : value;
    return { data: traces, layout: look.layout(
      { type: log ? 'log' : 'linear', range: [at(low), at(high)], tickvals: marks, ticktext: marks.map(label), title: { text: title + (log ? ' (' + words.logScale + ')' : '') } },
      { range: [-.6, rows - .4], showgrid: false, showticklabels: false },
      { height: rows * tall + 60, margin: { l: look.small ? 0 : Math.min(240, 20 + Math.max(...words.rows.map(text => extent(cut(text, 34))))), r: 8, t: 4, b: 48 }, annotations: notes,
        shapes: words.rows.map((text, k) => ({ type: 'line', xref: 'paper', x0: 0, x1: 1, y0: rows - k - .5, y1: rows - k - .5, layer: 'below', line: { color: look.rule, width: 1 } })) }) };
  };

  /* ---------- lines with their names at the right end ---------- */
  const LEADER = 22;
  const beside = (look, labels) => look.small ? 12 : LEADER + 12 + Math.min(room(look), Math.max(...labels.map(one => extent(one.text))));
  /* A thin line leads from the end of each line to its name, since names are pushed apart. */
  const named = (look, labels, low, high, height) => look.small ? [] : apart(labels.map(one => ({ ...one, from: one.y })), (high - low) / height * 17)
    .map(one => note(look, { xref: 'paper', x: 1, y: one.from, ax: LEADER, ay: (one.from - one.y) / (high - low) * height, showarrow: true, arrowhead: 0, arrowwidth: 1, arrowcolor: one.colour,
      standoff: 4, text: fitted(one.text, room(look), 13), font: { size: 13, color: one.colour } }));

  /* ---------- latency over time, a row a configuration: more of them would only cover one another ---------- */
  const timeRows = (look, all) => {
    const traces = [], notes = [], shapes = [], count = all.length, pitch = look.small ? 70 : 76, part = .34;
    const middles = all.map(one => [...one.sy].sort((a, b) => a - b)[one.sy.length >> 1]);
    const far = all.flatMap((one, k) => one.sy.map(value => Math.abs(Math.log(value / middles[k])))).sort((a, b) => a - b);
    const [guide, band] = [[1.05, 1.1], [1.1, 1.2], [1.25, 1.5], [1.5, 2], [2, 3], [3, 6]].find(pair => Math.log(pair[1]) >= far[Math.floor(far.length * .98)]) || [5, 10];
    const end = data.time.end / 1000, off = ratio => Math.max(-1, Math.min(1, Math.log(ratio) / Math.log(band))) * part;
    all.forEach((one, k) => {
      const cell = cells[one.cell], tint = colour(cell), y = count - 1 - k, at = values => values.map(value => y + off(value / middles[k])), x = values => values.map(value => value / 1000);
      [[guide, look.rule], [1, look.strong], [1 / guide, look.rule]].forEach(([ratio, color]) => shapes.push({ type: 'line', x0: 0, x1: end, y0: y + off(ratio), y1: y + off(ratio), layer: 'below', line: { color, width: 1 } }));
      traces.push({ x: x(one.x), y: at(one.y), mode: 'markers', marker: { size: 2.5, color: tint, opacity: .3, line: { width: 0 } }, text: one.y.map(time), hovertemplate: '%{text}, %{x:.1f} s<extra>' + cell.name + '</extra>' });
      traces.push({ x: x(one.sx), y: at(one.sy), mode: 'markers', marker: { ...mark(cell, look, look.small ? 4.5 : 6), line: { width: 1.25, color: tint } }, text: one.sy.map(time), hovertemplate: words.sliceMean + ': %{text}<extra>' + cell.name + '</extra>' });
      notes.push(title(look, { x: 0, y: y + .52, text: heading(look, cell), font: { color: tint } }));
      notes.push(note(look, { x: end, xshift: 8, y, text: time(middles[k]), font: { size: 13, color: look.ink } }));
    });
    [guide, 1 / guide].forEach(ratio => notes.push(note(look, { x: end, xshift: 8, y: count - 1 + off(ratio), text: label(+ratio.toPrecision(2)) + '×', font: { size: 12 } })));
    data.time.rounds.forEach(([number, start], k) => notes.push(note(look, { x: start / 1000, yref: 'paper', y: 0, yshift: -10, text: k || look.small ? '' + number : fill(words.round, { n: number }), font: { size: 13 } })));
    shapes.push(...data.time.rounds.map(([, start]) => ({ type: 'line', x0: start / 1000, x1: start / 1000, yref: 'paper', y0: 0, y1: 1, layer: 'below', line: { color: look.rule, width: 1 } })));
    return { data: traces, layout: look.layout({ range: [-end / 200, end], tickvals: [], showgrid: false }, { range: [-.5, count - .25], showgrid: false, showticklabels: false },
      { height: pitch * count + 34, margin: { l: 0, r: 68, t: 8, b: 26 }, annotations: notes, shapes }) };
  };

  const drawings = {
    throughput: width => words.rows ? grouped(width, cell => cell.fps, cell => cell.fpsText, perSecond, counted)
      : levels(width, cell => cell.fps, 'fpsRounds', cell => cell.fpsText, rate, counted, value => value),
    latency: width => {
      const read = cell => cell.ms.map(value => value === null ? null : inUnit(value)), title = words.meanLatency + ', ' + unit;
      return words.rows ? grouped(width, read, cell => cell.msText, unit, title) : levels(width, read, 'msRounds', cell => cell.msText, time, title, inUnit);
    },

    trade(width) {
      const look = theme(width), traces = [], notes = [], crowd = measured.length > 12;
      const xs = measured.flatMap(cell => cell.ms.map(value => value === null ? NaN : inUnit(value)));
      const ys = measured.flatMap(cell => cell.fps);
      let [left, right] = span(xs), [low, high] = span(ys);
      const log = right / left > 3;
      if (log) { left /= 1.35; right *= look.small ? 1.5 : 1.6; } else { const pad = (right - left) * .15 || right * .2; left -= pad; right += pad; }
      const lift = (high - low) * .16 || high * .2; low = Math.max(0, low - lift); high += lift;
      const front = data.pareto.map(index => cells[index]);
      if (front.length > 1) traces.push({ x: front.map(cell => inUnit(cell.ms[0])), y: front.map(cell => cell.fps[0]), mode: 'lines', line: { color: look.soft, width: 1.25, dash: '2px,3px' }, hoverinfo: 'skip' });
      const height = look.small ? 460 : 430, wide = width - 48;
      const px = value => (log ? Math.log(value / left) / Math.log(right / left) : (value - left) / (right - left)) * wide;
      const py = value => (value - low) / (high - low) * (height - 80);
      const bars = measured.map(cell => ({ cell, x: px(inUnit(cell.ms[0])), y: py(cell.fps[0]), left: px(inUnit(cell.ms[1] ?? cell.ms[0])), right: px(inUnit(cell.ms[2] ?? cell.ms[0])), top: py(cell.fps[2] ?? cell.fps[0]), bottom: py(cell.fps[1] ?? cell.fps[0]) }));
      const boxes = bars.flatMap(bar => [[bar.x - 7, bar.x + 7, bar.y - 7, bar.y + 7], [bar.x - 2, bar.x + 2, bar.bottom, bar.top], [bar.left, bar.right, bar.y - 2, bar.y + 2]]);
      const hits = (box, list) => list.filter(other => box[0] < other[1] && box[1] > other[0] && box[2] < other[3] && box[3] > other[2]).length;
      const placed = [], shapes = [];
      const leader = (x0, y0, x1, y1, tint) => ({ type: 'line', xref: 'paper', yref: 'paper', x0: x0 / wide, x1: x1 / wide, y0: y0 / (height - 80), y1: y1 / (height - 80), line: { color: tint, width: 1, dash: '2px,2px' } });
      bars.forEach(({ cell, x: at, y: up, top, bottom }) => {
        const tint = colour(cell), x = inUnit(cell.ms[0]), y = cell.fps[0];
        const error = (three, value, scale) => three[1] === null ? undefined : { type: 'data', symmetric: false, array: [scale(three[2]) - value], arrayminus: [value - scale(three[1])], color: tint, thickness: crowd ? 1 : 1.5, width: 0 };
        traces.push({ x: [x], y: [y], mode: 'markers', error_x: error(cell.ms, x, inUnit), error_y: error(cell.fps, y, value => value), marker: mark(cell, look, crowd ? 8 : 12),
          hovertemplate: cell.fpsText + '\u00a0' + perSecond + '<br>' + cell.msText + '\u00a0' + unit + '<extra>' + cell.name + '</extra>' });
        if (crowd && !front.includes(cell)) return;
        const text = look.narrow || wordy ? cell.short : cell.name, long = extent(text, look.small ? 12 : 14) + 4;
        const spots = [[at - long / 2, top + 14], [at + 12, up], [at - 12 - long, up], [at - long / 2, bottom - 14], [at + 8, top + 14], [at - 8 - long, bottom - 14], [at + 8, bottom - 14], [at - 8 - long, top + 14], [at - long / 2, top + 30], [at - long / 2, bottom - 30], ...(crowd ? [] : [46, 62, 78, 94]).flatMap(far => [[at - long / 2, top + far], [at - long / 2, bottom - far], [at - long, top + far], [at, top + far], [at - long, bottom - far], [at, bottom - far]])]
          .map(([from, middle], order) => ({ from, middle, box: [from, from + long, middle - 8, middle + 8], order }))
          .map(spot => ({ ...spot, lead: Math.abs(spot.middle - up) > 30 && Math.max(spot.middle - top, bottom - spot.middle) > 22 && [at - 2, at + 2, Math.min(spot.middle + 9, top), Math.max(spot.middle - 9, bottom)] }))
          .map(spot => ({ ...spot, cost: (spot.lead ? 3 + 6 * hits(spot.lead, placed) : 0) + 10 * hits(spot.box, placed) + 4 * hits(spot.box, boxes) + (spot.box[0] < 0 || spot.box[1] > wide ? 100 : 0) + (spot.middle < 4 || spot.middle > height - 84 ? 100 : 0) + spot.order / 10 }));
        const spot = spots.reduce((best, one) => one.cost < best.cost ? one : best);
        if (crowd && spot.cost >= 8) return;
        placed.push(spot.box);
        if (spot.lead) placed.push(spot.lead);
        if (spot.lead) shapes.push(leader(at, spot.middle > up ? top + 3 : bottom - 3, Math.min(Math.max(at, spot.from), spot.from + long), spot.middle + (spot.middle > up ? -9 : 9), tint));
        notes.push(note(look, { xref: 'paper', yref: 'paper', x: spot.from / wide, y: spot.middle / (height - 80), text, font: { size: look.small ? 12 : 14, color: tint } }));
      });
      const marks = log ? logTicks(left, right) : ticks(left, right, look.small ? 3 : 6);
      return { data: traces, layout: look.layout(
        { type: log ? 'log' : 'linear', range: log ? [Math.log10(left), Math.log10(right)] : [left, right], tickvals: marks, ticktext: marks.map((value, k) => k ? label(value) : label(value) + ' ' + unit), title: { text: words.meanLatency + (log ? ' (' + words.logScale + ')' : '') } },
        { range: [low, high], tickvals: ticks(low, high, 5), ticktext: ticks(low, high, 5).map(label) },
        { height, margin: { l: 40, r: 8, t: 28, b: 52 }, annotations: [...notes, above(look, counted, 40)], shapes }) };
    },

    heat(width) {
      const look = theme(width), map = data.heat, notes = [];
      const values = map.cells.map(row => row.map(index => index === null ? null : cells[index].fps[0]));
      values.forEach((row, y) => row.forEach((value, x) => {
        if (value === null) notes.push(note(look, { x, y, xanchor: 'center', text: '–' }));
        else notes.push(note(look, { x, y, xanchor: 'center', align: 'center', text: cells[map.cells[y][x]].fpsText.split(' ')[0], font: { size: look.small ? 10 : 14, color: look.ink } }));
      }));
      const text = map.cells.map(row => row.map(index => index === null ? '' : hover(cells[index].fpsText, perSecond) + '<br>' + cells[index].name));
      /* As dark as the numbers on it stay readable. */
      let top = .6; while (top > .2 && contrast(look.ink, mix(look.ink, look.paper, top)) < 4.8) top -= .02;
      const down = words.y.map(word => folded(word, look.small ? 8 : 18));
      const left = Math.min(look.small ? 72 : 140, 22 + Math.max(...down.flatMap(word => word.split('<br>').map(line => extent(line)))));
      const room = (width - left) / map.x.length / 7;
      const across = words.x.map(word => folded(word, Math.max(room, 6))), lines = Math.max(...across.map(word => word.split('<br>').length));
      return { data: [{ type: 'heatmap', x: map.x.map((_, k) => k), y: map.y.map((_, k) => k), z: values, text, showscale: false, xgap: 2, ygap: 2, hoverongaps: false,
        colorscale: [[0, mix(look.ink, look.paper, .03)], [1, mix(look.ink, look.paper, top)]], hovertemplate: '%{text}<extra></extra>' }],
      layout: look.layout({ tickvals: map.x.map((_, k) => k), ticktext: across, showgrid: false, title: { text: escape(words.xTitle) } },
        { tickvals: map.y.map((_, k) => k), ticktext: down, showgrid: false, autorange: 'reversed' },
        { height: 46 * map.y.length + 74 + 16 * lines, margin: { l: left, r: 0, t: 28, b: 40 + 16 * lines }, annotations: [...notes, above(look, escape(words.yTitle), left)] }) };
    },

    rounds(width) {
      const look = theme(width), traces = [], labels = [], shown = chosen.filter(cell => cell.fps);
      const [least, most] = span(shown.flatMap(cell => cell.fpsRounds)), pad = (most - least) * .1 || most * .1;
      const low = Math.max(0, least - pad), high = most + pad, numbers = [...new Set(shown.flatMap(cell => cell.rounds))].sort((a, b) => a - b);
      shown.forEach(cell => {
        traces.push({ x: cell.rounds, y: cell.fpsRounds, mode: 'lines+markers', cliponaxis: false, line: { color: colour(cell), width: 2, dash: DASHES[cell.fill] }, marker: { ...mark(cell, look, 8), line: { color: colour(cell), width: 2 } },
          text: cell.rounds.map((number, k) => rate(cell.fpsRounds[k]) + ', ' + fill(words.round, { n: number })), hovertemplate: '%{text}<extra>' + cell.name + '</extra>' });
        labels.push({ y: cell.fpsRounds[cell.fpsRounds.length - 1], text: called(look, cell), colour: colour(cell) });
      });
      const height = look.small ? 360 : 400, right = beside(look, labels), marks = ticks(low, high, 5);
      return { data: traces, layout: look.layout(
        { range: [numbers[0] - .15, numbers[numbers.length - 1] + .05], tickvals: numbers, ticktext: numbers.map((number, k) => k ? '' + number : fill(words.round, { n: number })), showgrid: false },
        { range: [low, high], tickvals: marks, ticktext: marks.map(label) },
        { height, margin: { l: 40, r: right, t: 28, b: 34 }, annotations: [...named(look, labels, low, high, height - 62), above(look, counted, 40)] }) };
    },

    ecdf(width) {
      const look = theme(width), traces = [], notes = [], shown = chosen.filter(cell => cell.ecdf);
      const ninetyNine = data.grid.indexOf(99);
      let [left, right] = span(shown.flatMap(cell => [cell.ecdf[1], cell.ecdf[ninetyNine]]));
      const far = Math.max(...shown.map(cell => cell.ecdf[cell.ecdf.length - 1]));
      right = Math.min(far, right * 1.6); left = inUnit(left) / 1.12; right = inUnit(right) * 1.06;
      const log = right / left > 4, height = look.small ? 360 : 420, placed = [], keyed = shown.length > 6; /* more labels than that only cover the curves */
      const px = value => (log ? Math.log(value / left) / Math.log(right / left) : (value - left) / (right - left)) * (width - 56);
      const py = percent => percent / 105 * (height - 80);
      const curves = shown.map(cell => ({ cell, points: cell.ecdf.map((value, place) => [px(inUnit(value)), py(data.grid[place])]) }));
      /* A label stands beside its own curve, where it meets neither another curve nor another label. */
      const free = (box, own) => box[0] > 0 && box[1] < width - 56 && placed.every(other => box[1] < other[0] || box[0] > other[1] || box[3] < other[2] || box[2] > other[3])
        && curves.every(({ cell, points }) => cell === own || points.every(([x, y], k) => {
          const [x2, y2] = points[Math.min(k + 1, points.length - 1)];
          return Math.max(x, x2) < box[0] || Math.min(x, x2) > box[1] || Math.max(y, y2) < box[2] || Math.min(y, y2) > box[3];
        }));
      curves.forEach(({ cell, points }) => {
        const x = cell.ecdf.map(inUnit);
        traces.push({ x, y: data.grid, mode: 'lines', line: { color: colour(cell), width: 2.25, dash: DASHES[cell.fill] }, text: x.map((_, place) => fill(words.atMost, { share: data.grid[place] + ' %', time: time(cell.ecdf[place]) })), hovertemplate: '%{text}<extra>' + cell.name + '</extra>' });
        const marked = [50, 90].map(percent => data.grid.indexOf(percent)).filter(place => place >= 0); /* equal lines differ in their marks */
        traces.push({ x: marked.map(place => x[place]), y: marked.map(place => data.grid[place]), mode: 'markers', marker: { ...mark(cell, look, 8), line: { color: colour(cell), width: 2 } }, hoverinfo: 'skip' });
        if (look.narrow || keyed) return;
        const parts = cut(wordy ? cell.short : cell.name, 60).split(', '), text = parts.length > 2 ? parts[0] + ',<br>' + parts.slice(1).join(', ') : parts.join(',<br>');
        const wide = Math.max(...text.split('<br>').map(line => line.length)) * 6.3, tall = text.split('<br>').length * 9;
        const spots = [50, 70, 30, 85, 15, 60, 40, 92].flatMap(percent => [1, -1].map(side => {
          const place = data.grid.findIndex(value => value >= percent), at = px(x[place]) + side * 9;
          return { percent, side, place, box: [side > 0 ? at : at - wide, side > 0 ? at + wide : at, py(percent) - tall, py(percent) + tall] };
        }));
        const clear = box => placed.every(other => box[1] < other[0] || box[0] > other[1] || box[3] < other[2] || box[2] > other[3]);
        const spot = spots.find(one => free(one.box, cell)) || spots.find(one => one.box[0] > 0 && one.box[1] < width - 56 && clear(one.box)) || spots[0];
        placed.push(spot.box);
        notes.push(note(look, { x: log ? Math.log10(x[spot.place]) : x[spot.place], xshift: spot.side * 9, y: spot.percent, xanchor: spot.side > 0 ? 'left' : 'right', align: spot.side > 0 ? 'left' : 'right', text, font: { size: 13, color: colour(cell) } }));
      });
      const marks = log ? logTicks(left, right) : ticks(left, right, look.small ? 4 : 7);
      return { data: traces, layout: look.layout(
        { type: log ? 'log' : 'linear', range: log ? [Math.log10(left), Math.log10(right)] : [left, right], tickvals: marks, ticktext: marks.map((value, k) => k ? label(value) : label(value) + ' ' + unit), title: { text: words.latency + (log ? ' (' + words.logScale + ')' : '') } },
        { range: [-2, 103], tickvals: [0, 25, 50, 75, 100], ticktext: ['0', '25', '50', '75', '100 %'] },
        { height, margin: { l: 48, r: 8, t: 28, b: 52 }, annotations: [...notes, above(look, words.share, 48)] }), keyed };
    },

    lanes(width) {
      const look = theme(width), traces = [], notes = [];
      const ends = data.lanes.map(lane => Math.max(...lane.slots.flat().map(bar => bar[1])));
      const longest = Math.max(...data.lanes.flatMap(lane => lane.slots.flat().map(bar => bar[1] - bar[0])));
      const most = inUnit(Math.min(Math.max(...ends), longest * (look.small ? 3 : 6)));
      let y = 0;
      data.lanes.forEach(lane => {
        const cell = cells[lane.cell], tint = colour(cell);
        notes.push(title(look, { x: 0, y: y - .85, text: heading(look, cell), font: { color: tint } }));
        lane.slots.forEach((bars, slot) => {
          const shown = bars.map((bar, k) => [inUnit(bar[0]), inUnit(bar[1]), k, bar[1] - bar[0]]).filter(bar => bar[0] < most);
          traces.push({ type: 'bar', orientation: 'h', y: shown.map(() => y), base: shown.map(bar => bar[0]), x: shown.map(bar => Math.min(most, bar[1]) - bar[0]), width: .76,
            marker: { color: shown.map(bar => bar[2] % 2 ? mix(tint, look.paper, .5) : tint), line: { color: look.paper, width: 1 } },
            text: shown.map(bar => fill(words.slot, { n: slot }) + ': ' + time(bar[3])), textposition: 'none', hovertemplate: '%{text}<extra></extra>' });
          y += 1;
        });
        y += 1.35;
      });
      const marks = ticks(0, most, look.small ? 3 : 5).slice(1);
      return { data: traces, layout: look.layout(
        { range: [0, most], tickvals: marks, ticktext: marks.map((value, k) => k ? label(value) : label(value) + ' ' + unit) },
        { range: [y - 1.7, -1.4], showgrid: false, showticklabels: false },
        { barmode: 'overlay', bargap: 0, height: Math.max(180, y * (y > 16 ? 20 : 30) + 50), margin: { l: 0, r: 0, t: 0, b: 32 }, annotations: notes }) };
    },

    time(width) {
      const look = theme(width), traces = [], notes = [], labels = [], all = data.time.cells;
      if (data.time.inRows) return timeRows(look, all);
      const every = all.flatMap(one => [...one.y, ...one.sy]).map(inUnit);
      let [low, high] = span(every); const log = high / low > 4;
      if (log) { low /= 1.15; high *= 1.15; } else { low = Math.max(0, low - (high - low) * .1); high *= 1.05; }
      const at = value => log ? Math.log10(value) : value, second = values => values.map(value => value / 1000);
      all.forEach(one => {
        const cell = cells[one.cell], tint = colour(cell);
        traces.push({ type: 'scatter', x: second(one.x), y: one.y.map(inUnit), mode: 'markers', marker: { size: look.small ? 2.5 : 3, color: tint, opacity: .32, line: { width: 0 } }, hovertemplate: '%{y:.3~g} ' + unit + ', %{x:.1f} s<extra>' + cell.name + '</extra>' });
        traces.push({ type: 'scatter', x: second(one.wx), y: one.wy.map(inUnit), mode: 'markers', marker: { size: look.small ? 3 : 4, symbol: 'circle-open', color: look.soft, opacity: .5, line: { width: .75 } }, hovertemplate: words.warmup + ': %{y:.3~g} ' + unit + '<extra>' + cell.name + '</extra>' });
      });
      all.forEach(one => {
        const cell = cells[one.cell], tint = colour(cell);
        traces.push({ type: 'scatter', x: second(one.sx), y: one.sy.map(inUnit), mode: 'markers', marker: { size: look.small ? 5 : 7, symbol: symbol(cell), color: cell.fill ? look.paper : tint, line: { width: look.small ? 1 : 1.5, color: cell.fill ? tint : look.paper } }, hovertemplate: words.sliceMean + ': %{y:.3~g} ' + unit + '<extra>' + cell.name + '</extra>' });
        if (one.sy.length) labels.push({ y: at(inUnit(one.sy[one.sy.length - 1])), text: called(look, cell), colour: tint });
      });
      data.time.rounds.forEach(([number, start], k) => notes.push(note(look, { x: start / 1000, yref: 'paper', y: 1, yshift: 12, text: k || look.small ? '' + number : fill(words.round, { n: number }), font: { size: 13 } })));
      const height = look.small ? 420 : 460, marks = log ? logTicks(low, high) : ticks(low, high, 5);
      return { data: traces, layout: look.layout(
        { range: [-data.time.end / 1e5, data.time.end / 1000], tickvals: [], showgrid: false },
        { type: log ? 'log' : 'linear', range: [at(low), at(high)], tickvals: marks, ticktext: marks.map((value, k) => k === marks.length - 1 ? label(value) + ' ' + unit : label(value)) },
        { height, margin: { l: 58, r: beside(look, labels), t: 28, b: 8 }, annotations: [...notes, ...named(look, labels, at(low), at(high), height - 36)],
          shapes: data.time.rounds.map(([, start]) => ({ type: 'line', x0: start / 1000 - .1, x1: start / 1000 - .1, yref: 'paper', y0: 0, y1: 1, layer: 'below', line: { color: look.rule, width: 1 } })) }) };
    },

    windows(width) {
      const look = theme(width), traces = [], labels = [], shown = data.windows.filter(one => one.fps.length > 1);
      const [least, most] = span(shown.flatMap(one => one.fps)), pad = (most - least) * .1 || most * .1, low = Math.max(0, least - pad), high = most + pad;
      const length = Math.max(...shown.map(one => one.fps.length));
      shown.forEach(one => {
        const cell = cells[one.cell], tint = colour(cell), x = one.fps.map((_, k) => (k + .5) / one.fps.length * length);
        traces.push({ x, y: one.fps, mode: length > 40 ? 'lines' : 'lines+markers', line: { color: tint, width: 1.75, dash: DASHES[cell.fill] }, marker: { ...mark(cell, look, 6), line: { color: tint, width: 1.5 } },
          text: one.fps.map((value, k) => fill(words.window, { n: k + 1 }) + ', ' + fill(words.round, { n: one.round[k] }) + ': ' + rate(value) + ', ' + time(one.ms[k])), hovertemplate: '%{text}<extra>' + cell.name + '</extra>' });
        labels.push({ y: one.fps[one.fps.length - 1], text: called(look, cell), colour: tint });
      });
      const height = look.small ? 340 : 380, marks = ticks(low, high, 5);
      return { data: traces, layout: look.layout({ range: [0, length], tickvals: [], showgrid: false }, { range: [low, high], tickvals: marks, ticktext: marks.map(label) },
        { height, margin: { l: 40, r: beside(look, labels), t: 28, b: 12 }, annotations: [...named(look, labels, low, high, height - 40), above(look, counted, 40)] }) };
    },

    shares(width) {
      const look = theme(width), traces = [], notes = [], shapes = [], shown = chosen.filter(cell => cell.shares && cell.shares.length > 1), count = shown.length;
      shown.forEach((cell, k) => {
        const y = count - 1 - k, tint = colour(cell), slots = cell.shares.length;
        cell.shares.forEach((share, slot) => {
          const base = cell.shares.slice(0, slot).reduce((sum, value) => sum + value, 0);
          traces.push({ type: 'bar', orientation: 'h', y: [y], base: [base], x: [share], width: .5, marker: { color: slot % 2 ? mix(tint, look.paper, .5) : tint, line: { color: look.paper, width: 1 } }, hovertemplate: fill(words.slot, { n: slot }) + ': ' + share.toFixed(1) + ' %<extra>' + cell.name + '</extra>' });
          if (slots <= (look.small ? 4 : 10)) notes.push(note(look, { x: base + share / 2, y, xanchor: 'center', text: share.toFixed(1), font: { size: 13, color: slot % 2 ? look.ink : look.paper } }));
          if (slot) shapes.push({ type: 'line', x0: slot * 100 / slots, x1: slot * 100 / slots, y0: y - .28, y1: y + .28, line: { color: look.ink, width: 1, dash: '2px,2px' } });
        });
        notes.push(title(look, { x: 0, y: y + .46, text: heading(look, cell), font: { color: tint } }));
      });
      return { data: traces, layout: look.layout({ range: [0, 100], tickvals: [0, 25, 50, 75, 100], ticktext: ['0', '25', '50', '75', '100 %'] }, { range: [-.5, count - .3], showgrid: false, showticklabels: false },
        { barmode: 'overlay', height: 64 * count + 44, margin: { l: 6, r: 30, t: 0, b: 32 }, annotations: notes, shapes }) };
    },

    startup(width) {
      const look = theme(width), traces = [], notes = [], shown = data.startup.map(index => cells[index]), count = shown.length;
      const tints = [.25, .45, .65, .9].map(share => mix(look.ink, look.paper, share));
      const most = Math.max(...shown.map(cell => cell.startup.reduce((sum, value) => sum + value, 0))), room = look.small ? 1.3 : 1.12;
      shown.forEach((cell, k) => {
        let base = 0; const y = count - 1 - k;
        cell.startup.forEach((value, part) => {
          traces.push({ type: 'bar', orientation: 'h', y: [y], base: [base], x: [value], width: .46, marker: { color: tints[part], line: { color: look.paper, width: 1 } }, hovertemplate: words.startup[part] + ': ' + digits(value) + ' ms<extra>' + cell.name + '</extra>' });
          base += value;
        });
        notes.push(title(look, { x: 0, y: y + .42, text: fitted(cell.name, look.width - 8, 13), font: { size: 13, color: colour(cell) } }));
        /* The sentences leave the import out, so the number at the end does too, and the import has its own where it fits. */
        const loading = words.startup[0] + ' ' + digits(cell.startup[0]) + ' ms';
        if (cell.startup[0] / most * (look.width - 10) / room > extent(loading, 13) + 12) notes.push(note(look, { x: 0, xshift: 6, y, text: loading, font: { size: 13, color: look.ink } }));
        notes.push(title(look, { x: base, xshift: 6, y, text: '+ ' + digits(base - cell.startup[0]) + ' ms', font: { size: 13, color: look.ink } }));
      });
      /* Parts are often too narrow to be named in place: a line above tells the tints. */
      const parts = words.startup.map((word, part) => '<span style="color:' + tints[part] + '">■</span> ' + word), marks = ticks(0, most, look.small ? 3 : 5);
      const lines = look.small ? [parts.slice(0, 2).join('   '), parts.slice(2).join('   ')] : [parts.join('     ')];
      const top = 20 * lines.length + 10;
      notes.push(note(look, { x: 0, yref: 'paper', y: 1, yanchor: 'bottom', yshift: 6, text: lines.join('<br>'), font: { size: 13, color: look.ink } }));
      return { data: traces, layout: look.layout({ range: [0, most * room], tickvals: marks, ticktext: marks.map((value, k) => k === marks.length - 1 ? label(value) + ' ms' : label(value)) }, { range: [-.5, count - .35], showgrid: false, showticklabels: false },
        { barmode: 'overlay', height: 52 * count + 42 + top, margin: { l: 0, r: 10, t: top, b: 32 }, annotations: notes }) };
    },

    published(width) {
      const look = theme(width), traces = [], notes = [], shown = [...new Set(data.published.filter(one => one.fps !== null).map(one => one.cell))].map(index => cells[index]), count = shown.length;
      const most = Math.max(...data.published.map(one => one.fps || 0), ...shown.filter(cell => cell.fps).map(cell => cell.fps[2] ?? cell.fps[0])) * 1.06;
      shown.forEach((cell, k) => {
        const y = count - 1 - k, tint = colour(cell);
        const printed = data.published.filter(one => one.cell === cell.index && one.fps !== null);
        const crossed = one => cell.fps && Math.abs(one.fps - cell.fps[0]) / most * width < 48; /* numbers that would overlap lean apart */
        notes.push(title(look, { x: 0, y: y + .38, text: heading(look, cell), font: { color: tint } }));
        if (cell.fps) {
          const beside = printed.find(crossed);
          if (cell.fps[1] !== null) traces.push({ x: [cell.fps[1], cell.fps[2]], y: [y, y], mode: 'lines', line: { color: tint, width: 3 }, hoverinfo: 'skip' });
          traces.push({ x: [cell.fps[0]], y: [y], mode: 'markers', marker: { size: 12, symbol: 'circle', color: tint }, hovertemplate: words.measured + ': ' + hover(cell.fpsText, perSecond) + '<extra>' + cell.name + '</extra>' });
          notes.push(note(look, { x: cell.fps[0], y, yshift: -16, xanchor: beside ? beside.fps < cell.fps[0] ? 'left' : 'right' : 'center', text: cell.fpsText.split(' ')[0], font: { size: 13, color: look.ink } }));
        }
        printed.forEach(one => {
          traces.push({ x: [one.fps], y: [y], mode: 'markers', marker: { size: 11, symbol: 'diamond-open', color: tint, line: { width: 2, color: tint } }, hovertemplate: words.published + ': ' + one.fps + ' ' + perSecond + '<br>' + escape(words.sources[one.source]) + '<extra>' + cell.name + '</extra>' });
          notes.push(note(look, { x: one.fps, xanchor: crossed(one) ? one.fps < cell.fps[0] ? 'right' : 'left' : 'center', y, yshift: -16, text: label(one.fps), font: { size: 13, color: look.soft } }));
        });
      });
      const marks = ticks(0, most, look.small ? 4 : 6);
      return { data: traces, layout: look.layout({ range: [0, most * 1.05], tickvals: marks, ticktext: marks.map(label), title: { text: counted } }, { range: [-.55, count - .25], showgrid: false, showticklabels: false },
        { height: 62 * count + 60, margin: { l: 0, r: 24, t: 4, b: 48 }, annotations: notes }) };
    },
  };

  /* ---------- drawing, redrawing, saving, printing ---------- */
  const drawn = new Set();
  let sheet = 0; /* width of the text on paper while printing */
  const config = { displayModeBar: false, responsive: false, doubleClick: false, locale: 'en' };
  site.draw = host => {
    const made = drawings[host.dataset.figure](sheet || host.clientWidth || 655);
    made.layout.width = sheet || host.clientWidth || 655;
    if (sheet) made.layout.height *= .85;
    drawn.add(host); host.classList.add('drawn');
    const key = host.previousElementSibling;
    if (key.matches('.key')) key.classList.toggle('shown', Boolean(made.keyed));
    return Plotly.react(host, made.data.map(trace => trace.type ? trace : { ...trace, type: 'scatter' }), made.layout, config);
  };
  site.redraw = () => drawn.forEach(site.draw);
  site.save = (host, format) => Plotly.downloadImage(host, { format, width: host.clientWidth, height: host.clientHeight, scale: 2, filename: 'ovreport-' + host.dataset.figure });
  let kept = null;
  site.print = (on, hosts = []) => {
    if (on) { kept = root.dataset.theme || ''; root.dataset.theme = 'light'; sheet = 655; hosts.forEach(host => drawn.add(host)); }
    else { sheet = 0; if (kept) root.dataset.theme = kept; else delete root.dataset.theme; }
    site.redraw();
  };
  let last = innerWidth, waiting = 0;
  addEventListener('resize', () => {
    if (innerWidth === last || sheet) return;
    last = innerWidth; clearTimeout(waiting); waiting = setTimeout(site.redraw, 120);
  });
})();
