// The banner about our own outage, on every page: asks every few seconds, shows what comes, and takes it away again. Asked
// without cookies, so that the answer needs no database. Where nobody answers, the page says that itself, unless it has a
// stream that does (live.js).
(function () {
  'use strict';

  const EVERY = 8000;
  const SILENT_AFTER = 20000;

  const place = document.getElementById('outage');
  let shown = place.innerHTML.trim();
  let lastAnswer = Date.now();

  function show(html) {
    if (html !== shown) {
      shown = html;
      place.innerHTML = html;
    }
  }

  function unreachable() {
    const time = new Date(lastAnswer).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'Europe/London' });
    const template = document.getElementById('outage-unreachable').content.cloneNode(true);
    const since = template.querySelector('[data-text]');
    since.textContent = since.dataset.text.replace('{0}', time);
    const html = document.createElement('div');
    html.append(template);
    show(html.innerHTML.trim());
  }

  async function ask() {
    try {
      const response = await fetch(place.dataset.from, { credentials: 'omit', cache: 'no-store', signal: AbortSignal.timeout(EVERY) });
      if (response.ok) {
        show((await response.text()).trim());
        lastAnswer = Date.now();
        return;
      }
    } catch (error) {
      // said below, once it lasts
    }
    if (Date.now() - lastAnswer > SILENT_AFTER && !document.getElementById('live-lost')) {
      unreachable();
    }
  }

  setInterval(ask, EVERY);
})();
