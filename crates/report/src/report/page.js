(() => {
  const d = document, all = (q, e) => [...(e || d).querySelectorAll(q)], said = d.getElementById('said');
  d.documentElement.classList.add('js');

  // Tables: the raw value of a cell is in data-v; an empty one is missing and stays last both ways.
  for (const table of all('table.sort')) {
    const heads = [...table.tHead.rows[0].cells], body = table.tBodies[0], rows = [...body.rows];
    heads.forEach((head, c) => {
      const button = d.createElement('button'), glyph = d.createElement('span'), name = head.textContent;
      button.type = 'button';
      glyph.className = 'glyph';
      button.append(...head.childNodes);
      button[head.dataset.t === 'w' ? 'append' : 'prepend'](glyph);
      // On paper a head that is repeated shows text, and no buttons.
      const paper = d.createElement('span');
      paper.className = 'paper';
      paper.textContent = name;
      head.append(button, paper);
      button.addEventListener('click', () => {
        const was = head.getAttribute('aria-sort');
        const to = was ? (was === 'ascending' ? 'descending' : 'ascending') : head.dataset.t === 'n' ? 'descending' : 'ascending';
        const sign = to === 'ascending' ? 1 : -1;
        heads.forEach(h => h.removeAttribute('aria-sort'));
        head.setAttribute('aria-sort', to);
        const by = (a, b) => {
          const x = a.cells[c].dataset.v, y = b.cells[c].dataset.v;
          if (x === '' || y === '') return (x === '') - (y === '');
          return sign * (head.dataset.t === 'w' ? x.localeCompare(y, 'en') : x - y);
        };
        body.append(...rows.slice().sort(by));
        said.textContent = 'Sorted by ' + name + ', ' + to;
      });
    });
  }

  // Figures that do not fit can be enlarged.
  for (const box of all('.picture')) {
    const button = d.createElement('button');
    button.type = 'button';
    button.className = 'enlarge';
    button.textContent = 'Enlarge the figure';
    button.setAttribute('aria-expanded', 'false');
    box.before(button);
    button.addEventListener('click', () => {
      const big = box.classList.toggle('big');
      button.textContent = big ? 'Fit the figure' : 'Enlarge the figure';
      button.setAttribute('aria-expanded', String(big));
      if (big) {
        box.tabIndex = 0;
        box.setAttribute('role', 'group');
        box.setAttribute('aria-label', 'Figure, scrolls sideways');
      } else for (const name of ['tabindex', 'role', 'aria-label']) box.removeAttribute(name);
    });
  }

  // A link into closed details opens them.
  const open = () => {
    const goal = location.hash.length > 1 && d.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let e = goal; e; e = e.parentElement) if (e.localName === 'details' && !e.open) { e.open = true; goal.scrollIntoView(); }
  };
  addEventListener('hashchange', open);
  open();

  // The current section in the navigation.
  const links = new Map(all('nav a').map(a => [a.hash.slice(1), a]));
  const sections = all('main > section');
  const mark = () => {
    const here = sections.filter(s => s.getBoundingClientRect().top < 120).pop() || sections[0];
    for (const [id, a] of links) id === here.id ? a.setAttribute('aria-current', 'true') : a.removeAttribute('aria-current');
  };
  addEventListener('scroll', mark, { passive: true });
  mark();

  // On paper everything is open.
  let closed = [];
  addEventListener('beforeprint', () => { closed = all('details:not([open])'); closed.forEach(e => { e.open = true; }); });
  addEventListener('afterprint', () => closed.forEach(e => { e.open = false; }));
})();
