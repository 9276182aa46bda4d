import * as v from 'valibot';
import {
  type ClassQuestions,
  type ClassRefusal,
  joinClass,
  lookAtStudent,
  openClass,
  recallInClass,
  removeMember,
  sayInClass,
  showStage,
  steerClass,
} from '../../src/protocol/messages/class';
import { logFault } from '../fault-log';
import type { Doors } from '../guests/doors';
import type { RateLimit } from '../rate';
import {
  CLASS_IS_OVER,
  type ClassNamespace,
  type ClassSocket,
  lookersOf,
  pagesOf,
  sendOut,
  studentsOf,
  teachersOf,
} from './class-pages';
import type { Classes, Refused } from './classes';
import { Classroom } from './classroom';
import type { ClassLimits } from './limits';
import { absentMember, nameMember, recallMembers } from './members';
import type { Agreement } from './nodes/agreement';
import { memberIdOf } from './token';

/** Who a connection is, once it has opened or joined a class. */
type Who =
  | { readonly role: 'teacher'; readonly room: Classroom }
  | { readonly role: 'student'; readonly room: Classroom; readonly id: string };

/** Made once: a schema for each page would take more memory than everything else about it. */
export function schemasOf(bounds: ClassLimits) {
  return {
    open: openClass(bounds),
    join: joinClass(bounds),
    say: sayInClass(bounds),
    steer: steerClass(bounds),
    remove: removeMember,
    recall: recallInClass(bounds),
    guest: v.object({}),
    look: lookAtStudent,
    show: showStage(bounds),
    end: v.object({}),
  };
}

/** What all pages share. */
interface Parts {
  readonly schemas: ReturnType<typeof schemasOf>;
  readonly limits: ClassLimits;
  readonly classes: Classes;
  readonly messages: RateLimit;
  readonly namespace: ClassNamespace;
  readonly end: (room: Classroom, why: string) => void;
  readonly doors: Pick<Doors, 'issue'>;
  /** Null where this is the only node. */
  readonly agreement: Agreement | null;
}

const NOT_THE_TEACHER = 'Only the teacher of this class can do that.';
const NOT_IN_CLASS = 'Join the class first.';

/** Answers one page of a class, from an address of a client. The page says who it is, by a token or a key, before anything else is done for it. */
export function servePage(
  socket: ClassSocket,
  address: string,
  { schemas, limits: bounds, classes, messages, namespace, end, doors, agreement }: Parts,
): void {
  let who: Who | null = null;
  /** The member at whose stage this page looks. */
  let looksAt: string | null = null;
  const silence = setTimeout(() => socket.disconnect(true), bounds.silentMs).unref();
  on('open', schemas.open, async ({ token, steering, removed }) => {
    const opened = await classes.open(token, address);
    if (!('room' in opened)) return refusal(opened);
    const { room } = opened;
    if (!socket.connected) return never('The connection has gone.');
    if (who?.room !== room || who.role !== 'teacher') {
      leave();
      who = { role: 'teacher', room };
      room.teachers++;
    }
    for (const id of removed) remove(room, id);
    const newest = room.steer(steering);
    clearTimeout(silence);
    void socket.join(teachersOf(room));
    room.announce();
    const { code } = opened;
    const members = (await agreement?.members(room)) ?? room.all();
    return { kind: 'opened', code, token: opened.token, seal: room.seal, steering: newest, members };
  });

  on('join', schemas.join, async ({ code, key, former: formerKey, seal, said }) => {
    const room = await classes.find(code, seal, address);
    if (!(room instanceof Classroom)) return refusal(room);
    const former = await absentMember(room, formerKey, agreement);
    if (!socket.connected) return never('The connection has gone.');
    const id = former?.id ?? memberIdOf(key);
    if (room.isRemoved(id)) return never('The teacher has sent you out of this class.');
    if (!room.hasPlaceFor(id)) {
      return never(`This class has ${bounds.members} members, the most that a class may have.`);
    }
    const nickname = await nameMember(room, said.nickname || former?.nickname, id, {
      limits: bounds,
      agreement,
    });
    if (!socket.connected) {
      if (!room.isMember(id)) room.names.free(id);
      return never('The connection has gone.');
    }
    leave();
    who = { role: 'student', room, id };
    clearTimeout(silence);
    void socket.join([studentsOf(room), pagesOf(room, id)]);
    const done = former && { votes: former.votes, goals: former.goals };
    room.came(id, { ...done, ...said, nickname });
    return {
      kind: 'joined',
      code: room.code ?? code,
      seal: room.seal,
      nickname,
      isFormer: former !== null,
      steering: room.steering,
    };
  });

  on('say', schemas.say, (said) => {
    if (who?.role !== 'student') return never(NOT_IN_CLASS);
    who.room.heard(who.id, said);
    return { kind: 'done' };
  });

  on('guest', schemas.guest, () => {
    if (who?.role !== 'student') return never(NOT_IN_CLASS);
    const { room, id } = who;
    const wire = room.steering?.wire;
    if (!wire) return later('The teacher has not opened a server for the class.');
    const name = room.nicknameOf(id);
    return { kind: 'guest', path: doors.issue(wire.door, room.seal, { id, name }), name };
  });
  on('look', schemas.look, ({ id, isOn }) => {
    if (who?.role !== 'teacher') return never(NOT_THE_TEACHER);
    if (looksAt !== null && (looksAt !== id || !isOn)) lookAway(who.room, looksAt);
    if (isOn) {
      looksAt = id;
      void socket.join(lookersOf(who.room, id));
      namespace.to(pagesOf(who.room, id)).emit('look', true);
    }
    return { kind: 'done' };
  });
  on('show', schemas.show, ({ piece }) => {
    if (who?.role !== 'student') return never(NOT_IN_CLASS);
    const lookers = lookersOf(who.room, who.id);
    namespace.to(lookers).emit('stage', piece);
    if (piece === null) namespace.in(lookers).socketsLeave(lookers);
    return { kind: 'done' };
  });
  on('steer', schemas.steer, (steering) => {
    if (who?.role !== 'teacher') return never(NOT_THE_TEACHER);
    // Its own window gets it back, too: another one may have said something newer.
    who.room.steer(steering);
    who.room.announce();
    return { kind: 'done' };
  });

  on('remove', schemas.remove, ({ id }) => {
    if (who?.role !== 'teacher') return never(NOT_THE_TEACHER);
    remove(who.room, id);
    return { kind: 'done' };
  });

  on('recall', schemas.recall, async (recalled) => {
    if (who?.role !== 'teacher') return never(NOT_THE_TEACHER);
    await recallMembers(who.room, recalled, { limits: bounds, agreement });
    return { kind: 'done' };
  });

  on('end', schemas.end, () => {
    if (who?.role !== 'teacher') return never(NOT_THE_TEACHER);
    const { room } = who;
    // After the answer has left.
    setImmediate(() => end(room, CLASS_IS_OVER));
    return { kind: 'done' };
  });

  socket.on('disconnect', () => {
    clearTimeout(silence);
    leave();
  });

  function remove(room: Classroom, id: string): void {
    if (room.isRemoved(id)) return;
    sendOut(namespace, room, id);
    void agreement?.removed(room, id);
  }

  /** The student is told, unless another of the teacher's pages still looks. */
  function lookAway(room: Classroom, id: string): void {
    looksAt = null;
    const lookers = lookersOf(room, id);
    void socket.leave(lookers);
    if (!namespace.adapter.rooms.has(lookers)) namespace.to(pagesOf(room, id)).emit('look', false);
  }

  /** It is in no class any more. */
  function leave(): void {
    if (who && looksAt !== null) lookAway(who.room, looksAt);
    if (who?.role === 'teacher') who.room.teacherLeft();
    else if (who) who.room.left(who.id);
    who = null;
    leaveRooms();
  }

  function leaveRooms(): void {
    for (const room of socket.rooms) if (room !== socket.id) void socket.leave(room);
  }

  /** Answers one kind of question. What does not follow its schema is refused with the schema's sentence. */
  function on<Name extends keyof ClassQuestions, Schema extends v.GenericSchema<unknown, object>>(
    name: Name,
    schema: Schema,
    answerTo: (message: v.InferOutput<Schema>) => Answer<Name> | Promise<Answer<Name>>,
  ): void {
    const listen = async (message: unknown, answer: unknown) => {
      const give = typeof answer === 'function' ? answer : () => undefined;
      if (!messages.take(socket.id)) {
        give(later(`A page may send ${bounds.messagesPerMinute} messages a minute: wait a little.`));
        return;
      }
      const read = v.safeParse(schema, message, { abortEarly: true });
      try {
        give(read.success ? await answerTo(read.output) : never(read.issues[0].message));
      } catch (error) {
        logFault('A class', error);
        give(later('The server could not do that: try again.'));
      }
    };
    // The type of a listener is that of a schema's message, which a client need not follow.
    socket.on(name, listen as never);
  }
}

type Answer<Name extends keyof ClassQuestions> = Parameters<Parameters<ClassQuestions[Name]>[1]>[0];

const refusal = ({ why, isFinal }: Refused): ClassRefusal => ({ kind: 'refused', why, isFinal });
const never = (why: string): ClassRefusal => ({ kind: 'refused', why, isFinal: true });
const later = (why: string): ClassRefusal => ({ kind: 'refused', why, isFinal: false });
