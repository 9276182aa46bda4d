/** By lesson and task: the keys of the answers in the order offered when progress stored places. Frozen. */
const PLACES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  connection: {
    open: 'no yes',
    clients: 'wait moved same-port',
    'back-to-back': 'three two one',
    large: 'one two more',
    'lost-segment': 'nothing first without-second all',
  },
  'non-persistent': {
    ports: 'one two five',
    kept: 'ends stays',
    cost: 'ms-100 ms-500 ms-1000 ms-2000',
  },
  persistent: {
    keep: 'ends waits',
    old: 'ends waits',
    ways: 'payload headers round-trips',
    blocked: 'at-once after-first',
    idle: 'sign-of-life ends stays',
  },
  polling: {
    short: 'one five all',
    long: 'server browser',
    events: 'three one none',
  },
  handshake: {
    'fetch-upgrade': 'with without throws',
    authorization: 'with without throws',
    'changed-key': 'one half nearly-all',
    'wrong-version': 'status-101 status-400 status-426 status-505',
    'no-key': 'status-101 status-400 status-401 status-403',
    'no-upgrade': 'status-101 status-200 status-400 status-426',
    'foreign-origin': 'status-101 status-200 status-403',
    'by-hand': 'yes no',
  },
  upgraded: {
    'first-frame': 'same new',
    'second-socket': 'same new',
    early: 'kept throws lost',
    back: 'status-200 status-426 frame',
  },
  'full-duplex': {
    burst: 'tenth-second one-second two-seconds',
    'one-by-one': 'tenth-second one-second two-seconds',
    'long-polling': 'few hundreds',
    pairs: 'answer anything',
    returned: 'at-server on-its-way',
  },
  frames: {
    hello: 'bytes-5 bytes-7 bytes-11 hundreds',
    lengths: 'bytes-2 bytes-6 bytes-8 bytes-14',
    masked: 'same different',
    types: 'opcode payload length',
    build: 'echo close-1002 end',
  },
  messages: {
    fragmented: 'one three four',
    'by-hand': 'before after never',
    ping: 'ping text throws',
    compressed: 'same smaller tenth',
  },
  closing: {
    heartbeat: 'nothing pings texts',
    'you-close': 'none one two',
    'server-closes': 'code-1000 code-1006 code-4001',
    'no-code': 'code-1000 code-1005 code-1006',
    codes: 'cut-off close-1009 refused',
    reset: 'code-1000 code-1002 code-1006',
    silence: 'at-once in-seconds nothing',
    refused: 'status error-only no-event',
  },
  socketio: {
    connect: 'none one three',
    layers: 'event socketio engineio',
    blocked: 'error over-http waits',
    compared: 'twice five twenty',
    'plain-to-socketio': 'refused event ended',
    'socketio-to-plain': 'connect error nothing',
  },
  emit: {
    line: 'arguments array object',
    data: 'map object empty',
    bigint: 'number string throws',
    bytes: 'one two three',
    returns: 'answer promise socket',
    reserved: 'disconnects event throws',
  },
  on: {
    names: 'client-error server-error unheard',
    several: 'two six seven eight',
    doubles: 'once twice',
  },
  acks: {
    ask: 'order event number',
    order: 'first second',
    forgotten: 'error empty never',
    cut: 'not-stored stored late-answer',
  },
  rooms: {
    broadcast: 'one two three',
    everyone: 'one two three',
    room: 'join event none',
    namespace: 'one two',
  },
  reconnect: {
    missed: 'all last none',
    silence: 'at-once after-timeout never',
    backoff: 'same longer shorter',
    buffer: 'all kept last',
  },
};

/** The most answers in a prediction. */
const MAX_ANSWERS = 4;

/**
 * Progress in a lesson that an earlier version stored, with the keys of answers instead of their places. Returns
 * anything else unchanged. An answer that the course never offered becomes null, and the question about the status code that opens
 * a WebSocket, which the lesson's title answered, is no longer asked: its task is left out.
 */
export function withKeys(lesson: string, progress: unknown): unknown {
  if (!isObject(progress) || !isObject(progress.tasks)) return progress;
  const tasks = Object.entries(progress.tasks).flatMap(([id, task]) => {
    if (!isObject(task)) return [[id, task]];
    const { answer, wire } = task;
    if (lesson === 'handshake' && id === 'open' && /^(\d|status-)/.test(String(answer))) return [];
    return [[id, { ...task, answer: keyAt(lesson, id, answer), wire: keyAt(lesson, id, wire) }]];
  });
  return { ...progress, tasks: Object.fromEntries(tasks) };
}

function keyAt(lesson: string, task: string, place: unknown): unknown {
  if (typeof place !== 'number' || !Number.isInteger(place) || place < 0 || place >= MAX_ANSWERS)
    return place;
  const keys = Object.hasOwn(PLACES, lesson) ? PLACES[lesson] : undefined;
  const offered = keys && Object.hasOwn(keys, task) ? keys[task] : undefined;
  return offered?.split(' ')[place] ?? null;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
