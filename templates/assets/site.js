/* Behaviour of the pages: theme, contents, deep links, copying, search, and fetching figures when they are near. */
(() => {
  'use strict';
  const root = document.documentElement;
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  window.ovreport = window.ovreport || {};
  const site = window.ovreport;

  /* Theme: the system's until the reader says otherwise. */
  const button = one('#theme');
  const system = matchMedia('(prefers-color-scheme:dark)');
  const dark = () => (root.dataset.theme ? root.dataset.theme === 'dark' : system.matches);
  const label = () => {
    one('span', button).textContent = dark() ? button.dataset.light : button.dataset.dark;
  };
  const turned = () => {
    label();
    if (site.redraw) site.redraw();
  };
  button.addEventListener('click', () => {
    root.dataset.theme = dark() ? 'light' : 'dark';
    try {
      localStorage.setItem('ovreport-theme', root.dataset.theme);
    } catch {
      /* file: may have no storage */
    }
    turned();
  });
  system.addEventListener('change', turned);
  label();

  /* The other language opens at the same place. */
  for (const link of all('[data-keep-anchor]')) {
    link.addEventListener('click', () => {
      link.hash = location.hash || (site.here ? `#${site.here}` : '');
    });
  }

  /* Contents follow the reader; below the wide layout they start closed. */
  const contents = one('.toc');
  if (contents) {
    contents.open = matchMedia('(min-width:80rem)').matches;
    contents.classList.add('ready'); /* until here the style sheet kept it closed, so that nothing moves */
    const links = all('a', contents);
    const marks = links.map(link => document.getElementById(decodeURIComponent(link.hash.slice(1))));
    const follow = () => {
      let at = 0;
      marks.forEach((mark, index) => {
        if (mark && mark.getBoundingClientRect().top < innerHeight * 0.3) at = index;
      });
      if (innerHeight + scrollY >= document.body.scrollHeight - 4) at = links.length - 1;
      links.forEach((link, index) => {
        if (index === at) link.setAttribute('aria-current', 'true');
        else link.removeAttribute('aria-current');
      });
      site.here = scrollY > 200 && marks[at] ? marks[at].id : '';
    };
    let due = false;
    const scrolled = () => {
      if (due) return;
      due = true;
      requestAnimationFrame(() => {
        due = false;
        follow();
      });
    };
    addEventListener('scroll', scrolled, { passive: true });
    follow();
  }

  /* A deep link opens what it leads to. */
  const land = () => {
    let target = null;
    try {
      target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    } catch {
      /* not ours */
    }
    if (!target) return;
    const conclusion = target.closest('.concl > li');
    const drawer = conclusion ? one('details', conclusion) : target.closest('details');
    if (drawer) {
      drawer.open = true;
      target.scrollIntoView();
    }
  };
  addEventListener('hashchange', land);
  land();

  for (const copy of all('.copy')) {
    const word = copy.textContent;
    const done = () => {
      copy.textContent = copy.dataset.done;
      setTimeout(() => {
        copy.textContent = word;
      }, 1500);
    };
    copy.addEventListener('click', () => {
      const text = one('pre', copy.parentNode).textContent;
      if (navigator.clipboard && window.isSecureContext) {
        navigator.clipboard.writeText(text).then(done, () => {});
        return;
      }
      const area = document.createElement('textarea');
      area.value = text;
      document.body.append(area);
      area.select();
      if (document.execCommand('copy')) done();
      area.remove();
    });
  }

  /* Search and filters of the index. */
  const form = one('.find');
  if (form) {
    form.hidden = false;
    form.addEventListener('submit', event => event.preventDefault());
    const cards = all('.cards > li').map(card => ({
      card,
      levels: JSON.parse(card.dataset.levels),
      text: `${card.dataset.search} ${card.textContent.toLowerCase()}`,
    }));
    const [search, found] = [one('#search'), one('#found')];
    const filters = all('[data-filter]', form);
    const sift = () => {
      const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
      let number = 0;
      for (const { card, levels, text } of cards) {
        const said = words.every(word => text.includes(word));
        const fits = filters.every(({ value, dataset }) => !value || levels[dataset.filter].includes(value));
        card.hidden = !(said && fits);
        if (!card.hidden) number += 1;
      }
      found.textContent = number ? `${number} / ${cards.length}` : found.dataset.none;
    };
    form.addEventListener('input', sift);
    sift();
  }

  /* Figures: plotly.js, the drawings, their data and words are fetched when the first figure comes near. */
  const hosts = all('.plotly-host');
  if (!hosts.length) return;
  const lazy = one('#lazy');
  const script = own =>
    new Promise((done, failed) => {
      const made = Object.assign(document.createElement('script'), own);
      made.onload = done;
      made.onerror = failed;
      document.head.append(made);
      if (!own.src) done();
    });
  const load = async () => {
    if (lazy) {
      const { root: top, figures } = lazy.dataset;
      const sources = [`${top}assets/plotly.min.js`, ...figures.split(' ')];
      await Promise.all(sources.map(src => script({ src })));
      await script({ src: `${top}assets/charts.js` });
    } else {
      await script({ textContent: one('#plotly-source').textContent });
      await script({ textContent: one('#charts-source').textContent });
    }
    await document.fonts?.ready;
  };
  let loaded = null;
  const ready = async host => {
    loaded = loaded || load();
    await loaded;
    return site.draw(host);
  };
  const come = entries => {
    for (const { isIntersecting, target } of entries) {
      if (isIntersecting) {
        watch.unobserve(target);
        ready(target);
      }
    }
  };
  const watch = new IntersectionObserver(come, { rootMargin: '800px' });
  for (const host of hosts) watch.observe(host);
  site.drawAll = () => Promise.all(hosts.map(ready));
  for (const button of all('[data-image]')) {
    const host = one('.plotly-host', button.closest('figure'));
    button.addEventListener('click', async () => {
      await ready(host);
      site.save(host, button.dataset.image);
    });
  }

  /* On paper: evidence open, figures light and as wide as the text. A browser does not wait before it prints,
     so where the drawings were never fetched, each figure's table stands in for it. */
  let closed = [];
  const open = now => {
    for (const drawer of closed) drawer.open = now;
  };
  addEventListener('beforeprint', () => {
    if (site.print) site.print(true, hosts);
    closed = all('.proof:not([open]), .plotly-host:not(.drawn) ~ .figfoot > details:not([open])');
    open(true);
  });
  addEventListener('afterprint', () => {
    open(false);
    if (site.print) site.print(false);
  });
})();
