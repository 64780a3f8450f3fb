// node send.mjs CLIENT ADDRESS: makes every call of one unmodified client, as an application does; the write key comes in WRITE_KEY.
// Prints {"calls": n, "failed": [...]} when all of them were answered.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const [client, address] = process.argv.slice(2);
const writeKey = process.env.WRITE_KEY;
const failed = [];
const onError = (error) => failed.push(String(error?.reason?.message ?? error?.message ?? error));

const clients = {
  '@segment/analytics-node': () => {
    const { Analytics } = require('@segment/analytics-node');
    const analytics = new Analytics({ writeKey, host: address, flushInterval: 200 });
    analytics.on('error', onError);
    return { analytics, flush: () => analytics.flush(), close: () => analytics.closeAndFlush() };
  },
  'analytics-node': () => {
    const Analytics = require('analytics-node');
    const analytics = new Analytics(writeKey, { host: address, flushInterval: 200, errorHandler: onError });
    return { analytics, flush: () => analytics.flush(), close: () => drain(analytics) };
  },
  '@rudderstack/rudder-sdk-node': () => {
    const Analytics = require('@rudderstack/rudder-sdk-node');
    const analytics = new Analytics(writeKey, { dataPlaneUrl: address, flushInterval: 200, errorHandler: onError });
    return { analytics, flush: () => analytics.flush(), close: () => drain(analytics) };
  },
};

/** These two send at most flushAt calls a flush. */
async function drain(analytics) {
  while (analytics.queue.length > 0) await analytics.flush();
}

const { analytics, flush, close } = clients[client]();
const [userId, anonymousId, previousId] = [`user of ${client}`, `device of ${client}`, `old id of ${client}`];
const context = {
  locale: 'de-AT',
  userAgent: 'Mozilla/5.0 (SMART-TV; Linux; Tizen 7.0)',
  location: { country: 'AT' },
  timezone: 'Europe/Vienna',
  consent: { categoryPreferences: { Advertising: true, Functional: true } },
};

let calls = 0;
const answered = [];
const call = (kind, message) => {
  calls++;
  answered.push(new Promise((done) => analytics[kind]({ context, ...message }, done)));
};

call('page', { anonymousId, name: 'Start', properties: { url: 'https://example.test/' } });
call('identify', { userId, anonymousId, traits: { plan: 'premium', seats: 3, address: { city: 'Wien' } } });
for (let i = 0; i < 40; i++) {
  call('track', { userId, event: 'Title Watched', properties: { title_id: `t${i}`, genres: ['Thriller'], completion: 1 }, timestamp: new Date(Date.now() - i * 1000) });
}
call('track', { anonymousId, event: 'Trailer Played', properties: { genres: ['comedy'] } });
call('screen', { userId, name: 'Home' });
call('group', { userId, groupId: 'household-7', traits: { name: 'Müller & Söhne' } });
call('alias', { userId, previousId });
await flush();
await close();
await Promise.all(answered);
console.log(JSON.stringify({ calls, failed }));
