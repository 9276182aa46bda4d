import type { Play } from './play';

export const acks: Play = {
  lesson: 'acks',
  async run(student) {
    await student.predict('By a number in both packets');
    await student.press('Run both');
    await student.agreed();
    await student.next();

    await student.predict('The second question’s');
    await student.press('Run both');
    await student.agreed();
    await student.next();

    await student.predict('It is never called');
    await student.press('Run both');
    await student.agreed();
    await student.predict('An error, though it was stored');
    await student.press('Run both, and cut the cable before the answer');
    await student.agreed(2);
    await student.next();

    await student.predict('Twice');
    await student.press('Run both');
    await student.agreed();
    await student.sees(/the same event under the number/);
    await student.next();

    await student.runCode();
    await student.isNotMet('The goal', /One question has been asked; the goal needs two/);
    await student.write(
      'Client 1',
      "const socket = io();\nsocket.emit('ask', 'tea', (r) => console.log(r));\nsocket.emit('ask', 'milk', (r) => console.log(r));",
    );
    await student.runCode();
    await student.isNotMet('The goal', /the first was answered first|before the second was asked/);
    await student.change(
      'Server',
      "answer('about ' + question);",
      "setTimeout(() => answer(question), question === 'tea' ? 400 : 0);",
    );
    await student.runCode();
    await student.isMet('The goal');
  },
};
