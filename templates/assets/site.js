/* Behaviour of the pages: theme, contents, deep links, copying, search, and fetching pictures when they are near. */
(() => {
  'use strict';
  const root = document.documentElement;
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const site = window.ovreport = window.ovreport || {};

  /* Theme: the system's until the reader says otherwise. */
  const button = one('#theme');
  const system = matchMedia('(prefers-color-scheme:dark)');
  const dark = () => root.dataset.theme ? root.dataset.theme === 'dark' : system.matches;
  const label = () => { one('span', button).textContent = dark() ? button.dataset.light : button.dataset.dark; };
  const redraw = () => { if (site.redraw) site.redraw(); };
  button.addEventListener('click', () => {
    root.dataset.theme = dark() ? 'light' : 'dark';
    try { localStorage.setItem('ovreport-theme', root.dataset.theme); } catch (error) { /* file: may have no storage */ }
    label(); redraw();
  });
  system.addEventListener('change', () => { label(); redraw(); });
  label();

  /* The other language opens at the same place. */
  all('[data-keep-anchor]').forEach(link => link.addEventListener('click', () => {
    link.hash = location.hash || (site.here ? '#' + site.here : '');
  }));

  /* Contents follow the reader; below the wide layout they start closed. */
  const contents = one('.toc');
  if (contents) {
    contents.open = matchMedia('(min-width:80rem)').matches;
    contents.classList.add('ready'); /* until here the style sheet kept it closed, so that nothing moves */
    const links = all('a', contents);
    const marks = links.map(link => document.getElementById(decodeURIComponent(link.hash.slice(1))));
    const follow = () => {
      let at = 0;
      marks.forEach((mark, index) => { if (mark && mark.getBoundingClientRect().top < innerHeight * .3) at = index; });
      if (innerHeight + scrollY >= document.body.scrollHeight - 4) at = links.length - 1;
      links.forEach((link, index) => index === at ? link.setAttribute('aria-current', 'true') : link.removeAttribute('aria-current'));
      site.here = scrollY > 200 && marks[at] ? marks[at].id : '';
    };
    let due = false;
    addEventListener('scroll', () => {
      if (!due) { due = true; requestAnimationFrame(() => { due = false; follow(); }); }
    }, { passive: true });
    follow();
  }

  /* A deep link opens what it leads to. */
  const land = () => {
    let target = null;
    try { target = document.getElementById(decodeURIComponent(location.hash.slice(1))); } catch (error) { /* not ours */ }
    if (!target) return;
    const drawer = target.matches('.concl > li') ? one('details', target) : target.closest('details');
    if (drawer) { drawer.open = true; target.scrollIntoView(); }
  };
  addEventListener('hashchange', land);
  land();

  all('.copy').forEach(copy => {
    const word = copy.textContent;
    copy.addEventListener('click', () => {
      const text = one('pre', copy.parentNode).textContent;
      const done = () => { copy.textContent = copy.dataset.done; setTimeout(() => { copy.textContent = word; }, 1500); };
      if (navigator.clipboard && window.isSecureContext) { navigator.clipboard.writeText(text).then(done, () => {}); return; }
      const area = document.createElement('textarea');
      area.value = text; document.body.append(area); area.select();
      if (document.execCommand('copy')) done();
      area.remove();
    });
  });

  /* Search and filters of the index. */
  const form = one('.find');
  if (form) {
    form.hidden = false;
    form.addEventListener('submit', event => event.preventDefault());
    const cards = all('.cards > li').map(card => ({ card, levels: JSON.parse(card.dataset.levels), text: card.dataset.search + ' ' + card.textContent.toLowerCase() }));
    const search = one('#search'), filters = all('[data-filter]', form), found = one('#found');
    const sift = () => {
      const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
      let number = 0;
      cards.forEach(({ card, levels, text }) => {
        const fits = words.every(word => text.includes(word)) && filters.every(one => !one.value || levels[one.dataset.filter].includes(one.value));
        card.hidden = !fits; number += fits;
      });
      found.textContent = number ? number + ' / ' + cards.length : found.dataset.none;
    };
    form.addEventListener('input', sift);
    sift();
  }

  /* Pictures: plotly.js, the drawings and the data are fetched when the first picture comes near. */
  const hosts = all('.plotly-host');
  if (!hosts.length) return;
  const lazy = one('#lazy');
  const script = address => new Promise((done, failed) => {
    const made = document.createElement('script');
    made.src = address; made.onload = done; made.onerror = failed;
    document.head.append(made);
  });
  const run = id => { const made = document.createElement('script'); made.textContent = one(id).textContent; document.head.append(made); };
  let fetched = null;
  const fetch = () => fetched = fetched || (lazy
    ? Promise.all([script(lazy.dataset.root + 'assets/plotly.min.js'), script(lazy.dataset.figures)])
      .then(() => script(lazy.dataset.root + 'assets/charts.js'))
    : Promise.resolve().then(() => { run('#plotly-source'); run('#charts-source'); }));
  const ready = host => fetch().then(() => document.fonts ? document.fonts.ready : null).then(() => site.draw(host));
  const watch = new IntersectionObserver(entries => entries.forEach(entry => {
    if (entry.isIntersecting) { watch.unobserve(entry.target); ready(entry.target); }
  }), { rootMargin: '800px' });
  hosts.forEach(host => watch.observe(host));
  site.drawAll = () => Promise.all(hosts.map(ready));
  all('[data-image]').forEach(button => button.addEventListener('click', () => {
    const host = one('.plotly-host', button.closest('figure'));
    ready(host).then(() => site.save(host, button.dataset.image));
  }));

  /* On paper: evidence open, pictures light and as wide as the text. A browser does not wait before it prints,
     so where the drawings were never fetched, each picture's table stands in for it. */
  let closed = [];
  addEventListener('beforeprint', () => {
    if (site.print) site.print(true, hosts);
    closed = all('.proof:not([open]), .plotly-host:not(.drawn) ~ .figfoot > details:not([open])');
    closed.forEach(drawer => { drawer.open = true; });
  });
  addEventListener('afterprint', () => { closed.forEach(drawer => { drawer.open = false; }); if (site.print) site.print(false); });
})();
