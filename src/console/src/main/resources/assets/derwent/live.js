// The stream of cases: tells of each case that changed, and whether the line holds; a lost line is said, not hidden, and
// connected again. A page gives #live-lost, a sentence for the time of the loss, and may give #live-state.
(function () {
  'use strict';

  const SILENCE = 40000; // heartbeats come each 15 seconds
  const LONGEST_PAUSE = 10000;

  const state = document.getElementById('live-state');
  const lost = document.getElementById('live-lost');

  let lastHeard = Date.now();
  let lostAt = null;
  let leaving = false;
  let pause = 1000;

  function heard() {
    lastHeard = Date.now();
    if (lostAt !== null) {
      lostAt = null;
      lost.textContent = '';
    }
    tell('live', false);
  }

  function losing() {
    if (leaving) {
      return;
    }
    if (lostAt === null) {
      lostAt = new Date(lastHeard);
      const time = lostAt.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'Europe/London' });
      lost.textContent = lost.dataset.text.replace('{0}', time);
    }
    tell('lost', true);
  }

  function tell(text, isLost) {
    if (state) {
      state.hidden = false;
      state.textContent = state.dataset[text];
      state.classList.toggle('derwent-live--lost', isLost);
    }
  }

  function onEvent(text, changed) {
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
      changed(JSON.parse(data));
    }
  }

  async function listen(opened, changed) {
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
      opened();
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
        events.forEach((event) => onEvent(event, changed));
      }
    } catch (error) {
      // said by losing()
    } finally {
      clearInterval(watch);
    }
  }

  /** Calls opened() each time the stream begins, when something may have been missed, and changed(case) for each event. */
  window.derwentLive = async function (opened, changed) {
    if (!lost || !window.ReadableStream || !window.TextDecoderStream) {
      return;
    }
    window.addEventListener('pagehide', () => { leaving = true; });
    window.addEventListener('pageshow', (event) => {
      if (event.persisted) {
        location.reload(); // a page kept by the browser shows what was
      }
    });
    while (!leaving) {
      await listen(opened, changed);
      losing();
      await new Promise((resolve) => setTimeout(resolve, pause));
      pause = Math.min(pause * 2, LONGEST_PAUSE);
    }
  };
})();
