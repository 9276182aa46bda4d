import { expect, type FrameLocator } from '@playwright/test';
import { MARKUP } from '../../src/lessons/chat/goals';
import type { StepTexts } from '../../src/lessons/chat/texts/annotated';
import { connectTexts } from '../../src/lessons/chat/texts/connect';
import { historyTexts } from '../../src/lessons/chat/texts/history';
import { namesTexts } from '../../src/lessons/chat/texts/names';
import { roomsTexts } from '../../src/lessons/chat/texts/rooms';
import { safeTexts } from '../../src/lessons/chat/texts/safe';
import { sayTexts } from '../../src/lessons/chat/texts/say';
import { typingTexts } from '../../src/lessons/chat/texts/typing';
import type { Play, Student } from './play';

/** Replaces one thing in a text that has it. */
function put(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new RangeError(`the text has no “${from}”`);
  return text.replace(from, to);
}

const SERVER = 'Server';
const PAGE = 'Clients 1–3';

/** What is written differently at one end. */
type Change = Partial<Record<'server' | 'page', readonly [from: string, to: string]>>;

const NAMES = ['Ada', 'Grace', 'Edsger'];

/** Somebody who writes both ends, and sits at the keyboard of three pages. */
class Author {
  readonly #student: Student;
  readonly #written = new Map<string, string>();

  constructor(student: Student) {
    this.#student = student;
  }

  /** Writes these texts, with a change at one end, runs them, and goes on in their pages. */
  async run({ finished }: StepTexts, change: Change = {}, goOn = async () => {}): Promise<void> {
    const { server, clients } = finished;
    await this.#student.inCode(async () => {
      await this.#student.showCode();
      await this.#write(SERVER, change.server ? put(server, ...change.server) : server);
      await this.#write(PAGE, change.page ? put(clients[0]!, ...change.page) : clients[0]!);
      const before = await this.#student.pageRuns();
      await this.#student.runCode();
      await this.#student.hasNewPages(before);
      await goOn();
    });
  }

  async #write(label: string, text: string): Promise<void> {
    if (this.#written.get(label) === text) return;
    this.#written.set(label, text);
    await this.#student.write(label, text);
  }

  /** Enters these pages under their names, each in its room where there are rooms. */
  async enter(rooms: Readonly<Record<number, string>>): Promise<void> {
    for (const [client, room] of Object.entries(rooms)) {
      await this.#at(Number(client), async (page) => {
        await page.getByRole('textbox', { name: 'Your name' }).fill(NAMES[Number(client) - 1]!);
        if (room) await page.getByRole('combobox', { name: 'Room' }).selectOption(room);
        // A frame that has just been moved may miss a click, but no key.
        await page.getByRole('textbox', { name: 'Your name' }).press('Enter');
        await expect(page.getByRole('textbox', { name: 'Message' })).toBeVisible();
      });
    }
  }

  async say(client: number, ...texts: readonly string[]): Promise<void> {
    await this.#at(client, async (page) => {
      for (const text of texts) {
        const message = page.getByRole('textbox', { name: 'Message' });
        await message.fill(text);
        await message.press('Enter');
        await expect(message).toHaveValue('');
      }
    });
  }

  /** Types, and sends nothing: an event for each letter. */
  async type(client: number, letters: string): Promise<void> {
    await this.#at(client, (page) =>
      page.getByRole('textbox', { name: 'Message' }).pressSequentially(letters),
    );
  }

  /** The lists of these pages come to be exactly this, in the order in which it was said. */
  async reads(clients: readonly number[], ...lines: readonly string[]): Promise<void> {
    await this.#student.inCode(async () => {
      for (const client of clients) {
        const page = await this.#student.showPage(client);
        await expect(page.getByRole('listitem')).toHaveText([...lines].reverse());
      }
    });
  }

  #at(client: number, work: (page: FrameLocator) => Promise<void>): Promise<void> {
    return this.#student.inCode(async () => work(await this.#student.showPage(client)));
  }
}

export const chat: Play = {
  lesson: 'chat',
  isLong: true,
  async run(student) {
    const author = new Author(student);
    const { lesson } = student;

    await student.predict('Three: one for each page');
    await author.run(connectTexts, { server: ["'here is', socket.id", "'somebody'"] });
    await student.isNotMet('The goal', /names none of their ids/);
    await author.run(connectTexts);
    await student.isMet('The goal');
    await student.agreed();
    await student.next();

    await student.predict('Three, one to each page');
    await author.run(sayTexts, { server: ['io.emit', 'socket.broadcast.emit'] }, () =>
      author.say(1, 'Hello'),
    );
    await student.isNotMet('First goal', 'It has reached two of three pages.');
    const asMarkup: Change = { page: ['item.textContent', 'item.innerHTML'] };
    await author.run(sayTexts, asMarkup, () => author.say(1, 'Hello'));
    await student.isMet('First goal');
    await student.agreed();
    await student.goOn();
    // The pages that run are those of the second goal, too.
    await author.say(2, MARKUP);
    await student.isNotMet('Second goal', /It ran in three pages/);
    await author.run(sayTexts, {}, () => author.say(2, MARKUP));
    await student.isNotMet('Second goal', /So far it has not run/);
    await author.say(3, 'Hello');
    await student.isMet('Second goal');
    await author.reads([1], MARKUP, 'Hello');
    await student.next();

    await student.predict('Once');
    const ownName: Change = {
      server: ['{ name, text }', 'text'],
      page: ["emit('message', text.value)", "emit('message', { name: who.value, text: text.value })"],
    };
    await author.run(namesTexts, ownName, async () => {
      await author.enter({ 1: '' });
      await author.say(1, 'Hello');
    });
    await student.isNotMet('The goal', /could carry any/);
    await author.run(namesTexts, {}, async () => {
      await author.enter({ 1: '', 2: '', 3: '' });
      await author.say(1, 'Hello', 'Good morning');
    });
    await student.isNotMet('The goal', /Now another page, with another name/);
    await author.say(2, 'Hi');
    await student.isNotMet('The goal', /Grace is heard by name. Say one more thing/);
    await author.say(2, 'Bye');
    await student.isMet('The goal');
    await student.agreed();
    await author.reads([3], 'Ada: Hello', 'Ada: Good morning', 'Grace: Hi', 'Grace: Bye');
    await student.next();

    const meet = async () => {
      await author.enter({ 1: 'tea', 2: 'tea', 3: 'coffee' });
      await author.say(1, 'More tea?');
    };
    await student.predict('Nothing');
    await author.run(roomsTexts, { server: ['io.to(socket.data.room)', 'io'] }, meet);
    await student.isNotMet('The goal', 'Page 3 got it too, and is in coffee.');
    await author.run(roomsTexts, {}, meet);
    await student.isMet('The goal');
    await student.agreed();
    await author.reads([3]);
    await student.next();

    const typeAway = async () => {
      await student.isNotMet('The goal', 'The others are told. Now cut page 1 off.');
      await student.press('Cut page 1 off');
      await expect(lesson.getByRole('button', { name: 'Let page 1 reconnect' })).toBeVisible();
      await author.type(1, 'cde');
      await student.isNotMet('The goal', /Let it reconnect/);
      await student.press('Let page 1 reconnect');
    };
    const type = async () => {
      await author.enter({ 1: 'tea', 2: 'tea' });
      await author.type(1, 'ab');
    };
    await student.predict('Nothing');
    await author.run(typingTexts, { page: ['socket.volatile.emit', 'socket.emit'] }, type);
    await typeAway();
    await student.isNotMet(
      'The goal',
      'Three typing events were kept until page 1 was back, and sent then: make typing volatile.',
    );
    await author.run(typingTexts, {}, type);
    await typeAway();
    await student.isMet('The goal');
    await student.agreed();
    await student.next();

    const speak = async () => {
      await author.enter({ 1: 'tea' });
      await author.say(1, 'one', 'two');
    };
    await author.run(historyTexts, { server: ['answer(rooms.get(room) ?? [])', 'answer([])'] }, speak);
    await student.isNotMet('The goal', /Now let a page enter that room/);
    await author.enter({ 2: 'tea' });
    await student.isNotMet('The goal', 'The answer brought page 2 none of two messages.');
    await author.run(historyTexts, {}, async () => {
      await speak();
      await author.enter({ 3: 'coffee' });
    });
    await student.isNotMet('The goal', /Now let a page enter that room/);
    await author.enter({ 2: 'tea' });
    await student.isMet('The goal');
    await author.reads([2], 'Ada: one', 'Ada: two');
    await student.next();

    const gather = async () => {
      await author.enter({ 1: 'tea', 2: 'tea', 3: 'tea' });
      await author.say(1, 'zero');
      await author.reads([3], 'Ada: zero');
    };
    const tellAway = async () => {
      await student.press('Cut page 3 off');
      await expect(lesson.getByRole('button', { name: 'Let page 3 reconnect' })).toBeVisible();
      await student.inCode(async () => {
        await author.say(3, 'I am away');
        await author.say(1, 'one', 'two');
      });
      await student.isNotMet('The goal', /two of three messages have been said/);
      await author.say(2, 'three');
      await student.isNotMet('The goal', /Let page 3 reconnect/);
      await student.press('Let page 3 reconnect');
    };
    await author.run(safeTexts, { server: ['message.number > last', 'true'] }, gather);
    await tellAway();
    await student.isNotMet('The goal', /one message that it already had: ask for what follows/);
    await author.run(safeTexts, {}, gather);
    await tellAway();
    await student.isMet('The goal');
    // All of it once, also what was said by the page that was away.
    const all = ['Ada: zero', 'Ada: one', 'Ada: two', 'Grace: three', 'Edsger: I am away'];
    await author.reads([1, 2, 3], ...all);
    await student.unfold('An answer that is lost');

    const loseAnswer = async () => {
      await student.press('Lose the next answer to page 1');
      await student.sees(/The cable of page 1 is slow now/);
      await author.say(1, 'tea?');
    };
    await student.predict('Neither: it must send it again');
    // A server that knows no ids keeps it twice.
    await author.run(safeTexts, { server: ['known.add(id);', ''] }, gather);
    await loseAnswer();
    await student.isNotMet('An answer that is lost', /twice: the server must ignore an id that it knows/);
    await author.run(safeTexts, {}, gather);
    await loseAnswer();
    await student.isMet('An answer that is lost');
    await student.agreed();
    await author.say(2, 'yes');
    await author.reads([1, 2, 3], 'Ada: zero', 'Ada: tea?', 'Grace: yes');
  },
};
