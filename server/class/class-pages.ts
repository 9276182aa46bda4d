import type { Server, Socket } from 'socket.io';
import type {
  ClassMember,
  ClassNews,
  ClassQuestions,
  ClassSteering,
} from '../../src/protocol/messages/class';
import type { Classroom } from './classroom';

/** What nodes tell each other; everything else goes to the pages at other nodes themselves. */
interface NodeNews {
  readonly steered: (seal: string, steering: ClassSteering) => void;
}

export type ClassIo = Server<ClassQuestions, ClassNews, NodeNews>;
export type ClassNamespace = ReturnType<ClassIo['of']>;
export type ClassSocket = Socket<ClassQuestions, ClassNews, NodeNews>;

export const CLASS_IS_OVER = 'The class is over.';

/** To whom something is told: the pages at all nodes, at this one alone, or all but one. */
export type Recipients = Pick<ClassNamespace, 'to' | 'in'>;

/** The rooms of Socket.IO that the pages of a class are in. */
export const studentsOf = ({ seal }: Classroom) => `students ${seal}`;
export const teachersOf = ({ seal }: Classroom) => `teachers ${seal}`;
export const pagesOf = ({ seal }: Classroom, id: string) => `member ${seal} ${id}`;
/** The teacher's pages that look at this member's stage. */
export const lookersOf = ({ seal }: Classroom, id: string) => `lookers ${seal} ${id}`;
const everybodyIn = (room: Classroom) => [studentsOf(room), teachersOf(room)];

/** Tells a class where it is. */
export function tellClass(to: Recipients, room: Classroom, steering: ClassSteering): void {
  to.to(everybodyIn(room)).emit('class', steering);
}

/** Tells the teacher's pages what has become of members. */
export function tellTeachers(to: Recipients, room: Classroom, members: readonly ClassMember[]): void {
  if (members.length > 0) to.to(teachersOf(room)).emit('members', members);
}

/** Sends a member out for good, and tells the teacher's pages. */
export function sendOut(to: Recipients, room: Classroom, id: string): void {
  room.remove(id);
  to.to(teachersOf(room)).emit('removed', id);
  to.to(pagesOf(room, id)).emit('out', 'The teacher has sent you out of this class.');
  to.in(pagesOf(room, id)).disconnectSockets(true);
}

/** Sends everybody home. */
export function dismiss(to: Recipients, room: Classroom, why: string): void {
  to.to(everybodyIn(room)).emit('out', why);
  to.in(everybodyIn(room)).disconnectSockets(true);
}
