// The service worker. self.TOLD stands before this text: title, body and page for whoever turned notifications on. What is pushed
// is a reference and nothing else, so that a locked screen shows nothing clinical and no name.
'use strict';

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', event => event.waitUntil(self.clients.claim()));

function reference(data) {
  try {
    return data.json().id;
  } catch (error) {
    return undefined; // not of ours: shown all the same, browsers want every push shown
  }
}

self.addEventListener('push', event => {
  event.waitUntil(self.registration.showNotification(self.TOLD.title, {
    body: self.TOLD.body,
    // the same message twice is one notification
    tag: event.data ? reference(event.data) : undefined
  }));
});

self.addEventListener('notificationclick', event => {
  event.notification.close();
  const page = new URL(self.TOLD.page, self.location.origin).href;
  event.waitUntil((async () => {
    const open = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
    const there = open.find(client => client.url.startsWith(page));
    // a tab with something half typed on another page is left as it is
    return there ? there.focus() : self.clients.openWindow(page);
  })());
});
