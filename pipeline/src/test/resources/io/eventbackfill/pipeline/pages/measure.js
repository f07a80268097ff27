// What a page shows once all that is folded is open: its text, what lies outside the window, which
// labels of a chart lie on each other, and how well the least visible text can be read.
(() => {
  document.querySelectorAll('details').forEach((fold) => (fold.open = true));
  const width = document.documentElement.clientWidth;
  const name = (e) => e.tagName + '.' + (e.getAttribute('class') || '') + ' ' + e.textContent.slice(0, 40);

  const outside = [];
  for (const e of document.querySelectorAll('body *')) {
    const box = e.getBoundingClientRect();
    if (box.width > 0 && (box.right > width + 1 || box.left < -1)) outside.push(name(e));
  }
  for (const e of document.querySelectorAll('.axis')) {
    for (const label of e.querySelectorAll('text')) {
      if (label.getBoundingClientRect().left < e.getBoundingClientRect().left - 1) outside.push(name(label));
    }
  }
  if (document.documentElement.scrollWidth > width) outside.push('the page itself');

  const overlapping = [];
  for (const chart of document.querySelectorAll('svg')) {
    const labels = [...chart.querySelectorAll('text')].filter((e) => getComputedStyle(e).display !== 'none');
    labels.forEach((a, i) => {
      const one = a.getBoundingClientRect();
      for (const b of labels.slice(i + 1)) {
        const other = b.getBoundingClientRect();
        const apart =
          one.right <= other.left || other.right <= one.left || one.bottom - 4 <= other.top || other.bottom - 4 <= one.top;
        if (!apart) overlapping.push(a.textContent + ' / ' + b.textContent);
      }
    });
  }

  const numbers = (colour) => colour.match(/[\d.]+/g).slice(0, 3).map(Number);
  const luminance = (colour) => {
    const [r, g, b] = numbers(colour)
      .map((c) => c / 255)
      .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = luminance(getComputedStyle(document.body).backgroundColor);
  let contrast = 21;
  for (const e of document.querySelectorAll('h1, h2, h3, p, dt, dd, td, th, li, b, a, bdi, summary, .muted, svg text')) {
    const style = getComputedStyle(e);
    const ink = luminance(e instanceof SVGElement ? style.fill : style.color);
    contrast = Math.min(contrast, (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05));
  }

  return {
    text: document.body.innerText + [...document.querySelectorAll('svg text')].map((e) => e.textContent).join(' '),
    outside,
    overlapping,
    contrast,
    dark: ground < 0.2,
    owned: window.owned === true,
  };
})();
