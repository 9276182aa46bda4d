import { Link } from './Link';
import { Message } from './Message';

/** For an address without a page, or a lesson that does not exist. */
export default function NotFound() {
  return (
    <Message title="There is no such page">
      <p>
        The address names no page of this course; perhaps a letter is missing. The server did answer, though:
        that was one request and one response.
      </p>
      <p>
        <Link href="/">To the beginning</Link>, or <Link href="/workbench">to the free lab</Link>.
      </p>
    </Message>
  );
}
