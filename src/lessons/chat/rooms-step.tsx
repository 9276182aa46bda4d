import { definePrediction, type Step } from '../define';
import { capitalised, inWords, Phrase } from '../prose';
import { useLesson } from '../use-lesson';
import { missingRoom, PAGES } from './goals';
import { OwnCode } from './own-code';
import { enterAndTell, show } from './show';
import { heardOf, isJoin, pagesOf, roomOf, saidIn, type Talk, talkIn } from './talk';
import { roomsTexts } from './texts/rooms';

const IN_ROOM = 'in-room';

export const roomsStep: Step = {
  id: 'rooms',
  title: 'Tea or coffee',
  picture: 'code',
  code: roomsTexts.begun,
  Prose() {
    return (
      <p>
        Visitors now enter a room. A client cannot join by itself: it asks with an event, <code>join</code>,
        and the server calls <code>socket.join(room)</code> and remembers the room in <code>socket.data</code>
        . A message goes to that room with <code>io.to(room).emit</code>.
      </p>
    );
  },
  tasks: [
    {
      kind: 'challenge',
      id: IN_ROOM,
      title: 'The goal',
      prediction: definePrediction({
        question:
          'Two pages are in the room “tea”, and one of them speaks. What comes over the wire to the third, in “coffee”?',
        answers: {
          message: 'The message; its page leaves it out',
          name: 'The name and the room, without the text',
          nothing: 'Nothing',
        },
        verdict: (traffic) => {
          if (missingRoom(traffic) !== null) return null;
          return strayOf(talkIn(traffic)) ? 'message' : 'nothing';
        },
      }),
      goal: 'Put two pages into one room and the third into the other, then say something in one of the two: that room must hear it, and nobody else.',
      Controls: OwnCode,
      missing: missingRoom,
      hints: [
        "Page, on 'connect': socket.emit('join', room.value);",
        "Server: socket.on('join', (room) => { socket.join(room); socket.data.room = room; });",
        "And io.to(socket.data.room).emit('message', { name, text });",
      ],
      showMe: show(roomsTexts, enterAndTell(['tea', 'tea', 'coffee'], 4, 1200)),
      See,
    },
  ],
  notes: {
    minutes: 6,
    say: 'Look at the third lane of the ladder while the first two talk: it stays empty, apart from its heartbeat.',
    ask: 'The server joins whatever room a client asks for. What could a client ask for that is not on the list?',
    answer:
      'Any name: a private room, or the id of another client, since each is in a room with its own id as its name. So the server should know which rooms exist, and who may enter them.',
  },
};

/** The message that two of a room heard in the newest such case. */
const sharedIn = (talk: readonly Talk[]): Talk | undefined =>
  saidIn(talk).findLast((said) => pagesOf(heardOf(talk, said)).length === PAGES - 1);

/** A packet with that message for somebody in another room. */
function strayOf(talk: readonly Talk[]): Talk | undefined {
  const said = sharedIn(talk);
  if (!said) return undefined;
  const room = roomOf(talk, said.session);
  return heardOf(talk, said).find(({ session }) => roomOf(talk, session) !== room);
}

function See() {
  const { run } = useLesson();
  const talk = talkIn(run.tasks.traffic(IN_ROOM));
  const said = sharedIn(talk);
  if (!said) return null;
  const heard = heardOf(talk, said);
  const join = talk.find((packet) => isJoin(packet) && packet.session === said.session);
  return (
    <p>
      {capitalised(inWords(heard.length))} packets for{' '}
      <Phrase unit={said.unit}>what page {said.page} said</Phrase>, and none of it for page{' '}
      {[1, 2, 3].find((page) => !pagesOf(heard).includes(page))}. What is not sent cannot be read there,
      whatever its page does. The page only <Phrase unit={join?.unit}>asked</Phrase>; the room is in the
      server’s memory.
    </p>
  );
}
