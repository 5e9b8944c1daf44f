// A stream of changes: tells of each thing that changed, and whether the line holds; a lost line is said, not hidden, and
// connected again from where it was: the stream then tells what changed in between. A page gives #live-lost, with the
// stream's address, a sentence for the time of the loss and maybe the place where the page stands, and may give #live-state.
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
  // the id of the last event: where the stream goes on after a loss; at first, where the page stands, if it says so
  let place = (lost && lost.dataset.place) || '';
  const told = new Map(); // by event and id, so that what is told again is no news

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

  function onEvent(text, started, changed) {
    const isFirst = !place;
    let name = 'message';
    let data = '';
    for (const line of text.split('\n')) {
      if (line.startsWith('event:')) {
        name = line.slice(6).trim();
      } else if (line.startsWith('data:')) {
        data += line.slice(5).trim();
      } else if (line.startsWith('id:')) {
        place = line.slice(3).trim();
      }
    }
    if (name === 'start' || (isFirst && place)) {
      started();
    } else if (data) {
      const one = JSON.parse(data);
      const key = name + ':' + (one.id || one.device || one.epc);
      if (told.get(key) !== data) {
        told.set(key, data);
        changed(one, name);
      }
    }
  }

  async function listen(started, changed) {
    const abort = new AbortController();
    const watch = setInterval(() => {
      if (Date.now() - lastHeard > SILENCE) {
        abort.abort();
      }
    }, 5000);
    try {
      const tenant = new URLSearchParams(location.search).get('tenant');
      const url = lost.dataset.stream + (tenant ? '?tenant=' + encodeURIComponent(tenant) : '');
      const headers = { Accept: 'text/event-stream' };
      if (place) {
        headers['Last-Event-ID'] = place;
      }
      const response = await fetch(url, { headers, signal: abort.signal, cache: 'no-store' });
      if (response.status === 401 || response.status === 403) {
        location.reload();
        return;
      }
      if (!response.ok) {
        return;
      }
      heard();
      pause = 1000;
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
        events.forEach((event) => onEvent(event, started, changed));
      }
    } catch (error) {
      // said by losing()
    } finally {
      clearInterval(watch);
    }
  }

  /** Calls started() when something may have changed that no event tells of, as after a long loss; else changed(thing, event). */
  window.derwentLive = async function (started, changed) {
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
      await listen(started, changed);
      losing();
      await new Promise((resolve) => setTimeout(resolve, pause));
      pause = Math.min(pause * 2, LONGEST_PAUSE);
    }
  };
})();
