// Keeps the list of cases live. The stream says that something changed; the list is fetched and morphed at most once a second,
// and never while somebody points at it or is in it: then a button says what waits. A lost line is said, not hidden.
(function () {
  'use strict';

  const REFRESH_EVERY = 1000;
  const SILENCE = 40000; // heartbeats come each 15 seconds
  const LONGEST_PAUSE = 10000;

  const list = document.getElementById('case-list');
  const state = document.getElementById('live-state');
  const lost = document.getElementById('live-lost');
  const news = document.getElementById('case-news');
  const show = document.getElementById('show-news');
  if (!list || !window.htmx || !window.ReadableStream) {
    return;
  }

  const changed = new Set();
  let pointed = false;
  let lastRefresh = 0;
  let timer = null;
  let lastHeard = Date.now();
  let lostAt = null;
  let pause = 1000;

  list.addEventListener('pointerenter', () => { pointed = true; });
  list.addEventListener('pointerleave', () => { pointed = false; schedule(); });
  list.addEventListener('focusout', () => setTimeout(schedule, 0));
  show.addEventListener('click', () => {
    refresh();
    const first = list.querySelector('a');
    if (first) {
      list.addEventListener('htmx:afterSettle', () => list.querySelector('a')?.focus(), { once: true });
    }
  });

  function inUse() {
    return pointed || list.contains(document.activeElement);
  }

  function schedule() {
    if (changed.size === 0) {
      news.hidden = true;
      return;
    }
    if (inUse()) {
      show.textContent = changed.size === 1 ? show.dataset.one : show.dataset.many.replace('{0}', changed.size);
      news.hidden = false;
      return;
    }
    if (timer === null) {
      timer = setTimeout(() => {
        timer = null;
        if (inUse()) {
          schedule();
        } else {
          refresh();
        }
      }, Math.max(0, lastRefresh + REFRESH_EVERY - Date.now()));
    }
  }

  function refresh() {
    lastRefresh = Date.now();
    changed.clear();
    news.hidden = true;
    window.htmx.trigger(list, 'derwent:refresh');
  }

  function heard() {
    lastHeard = Date.now();
    if (lostAt !== null) {
      lostAt = null;
      lost.textContent = '';
    }
    state.hidden = false;
    state.textContent = state.dataset.live;
    state.classList.remove('derwent-live--lost');
  }

  function losing() {
    if (lostAt === null) {
      lostAt = new Date(lastHeard);
      const time = lostAt.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'Europe/London' });
      lost.textContent = lost.dataset.text.replace('{0}', time);
    }
    state.hidden = false;
    state.textContent = state.dataset.lost;
    state.classList.add('derwent-live--lost');
  }

  function onEvent(text) {
    let name = 'message';
    let data = '';
    for (const line of text.split('\n')) {
      if (line.startsWith('event:')) {
        name = line.slice(6).trim();
      } else if (line.startsWith('data:')) {
        data += line.slice(5).trim();
      }
    }
    if (name === 'case' && data) {
      changed.add(JSON.parse(data).id);
      schedule();
    }
  }

  async function listen() {
    const abort = new AbortController();
    const watch = setInterval(() => {
      if (Date.now() - lastHeard > SILENCE) {
        abort.abort();
      }
    }, 5000);
    try {
      const tenant = new URLSearchParams(location.search).get('tenant');
      const url = '/api/v1/cases/stream' + (tenant ? '?tenant=' + encodeURIComponent(tenant) : '');
      const response = await fetch(url, { headers: { Accept: 'text/event-stream' }, signal: abort.signal, cache: 'no-store' });
      if (response.status === 401 || response.status === 403) {
        location.reload();
        return;
      }
      if (!response.ok) {
        return;
      }
      heard();
      pause = 1000;
      refresh(); // whatever changed before the stream was open
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      let rest = '';
      for (;;) {
        const { value, done } = await reader.read();
        if (done) {
          return;
        }
        heard();
        const events = (rest + value).split('\n\n');
        rest = events.pop();
        events.forEach(onEvent);
      }
    } catch (error) {
      // said by losing()
    } finally {
      clearInterval(watch);
    }
  }

  async function stayLive() {
    for (;;) {
      await listen();
      losing();
      await new Promise((resolve) => setTimeout(resolve, pause));
      pause = Math.min(pause * 2, LONGEST_PAUSE);
    }
  }

  window.addEventListener('pagehide', () => { lastHeard = Infinity; });
  stayLive();
})();
