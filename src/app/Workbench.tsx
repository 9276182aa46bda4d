import { type FormEvent, lazy, Suspense, useState } from 'react';
import type { Capture } from '../capture/capture';
import { ROWS } from '../capture/revision-store';
import { useRevision } from '../capture/use-capture';
import type { CodeDesk } from '../code/desk';
import type { LabSession } from '../lab/session';
import { useLabState } from '../lab/use-lab';
import { openingFaultOf } from '../timeline/opening-fault';
import { Button } from '../ui/Button';
import { SegmentedControl } from '../ui/SegmentedControl';
import { FromStepNote } from './from-step/FromStepNote';
import type { FromStep } from './from-step/from-step';
import type { Setup } from './from-step/setups';
import { Link } from './Link';
import { NextImpairments } from './NextImpairments';
import { RawControls } from './RawControls';
import { RawOpener } from './RawOpener';
import { Sharing } from './Sharing';
import { SocketControls } from './SocketControls';
import { SaveCapture } from './save/SaveCapture';
import { useRaws } from './use-raws';
import { useSockets } from './use-sockets';
import styles from './Workbench.module.css';

const FrameOpener = lazy(() => import('./FrameOpener'));
const ByHandOpener = lazy(() => import('./by-hand/ByHandOpener'));
const Examples = lazy(() => import('./examples/Examples'));

interface Props {
  readonly lab: LabSession;
  readonly capture: Capture;
  /** The programs and pages of both ends. */
  readonly desk: CodeDesk;
  /** The step of a lesson that it was opened from. */
  readonly from: FromStep | null;
  /** The programs are shown. */
  readonly hasCode: boolean;
  /** The student chose Socket.IO, whose programs are in the instrument. */
  readonly onCode: () => void;
}

/** Opens WebSockets and raw connections to order, and controls each of them. */
export function Workbench({ lab, capture, desk, from, hasCode, onCode }: Props) {
  const { sockets, open, refresh, forget } = useSockets(lab);
  const { raws, open: openRaw, add: addRaw, forget: forgetRaw } = useRaws(lab);
  const connectionOf = useConnections(capture);
  const failureOf = (opener: number) => {
    const connection = connectionOf(opener);
    return connection === undefined ? null : openingFaultOf(capture.decoder, connection.id);
  };
  return (
    <section className={styles.workbench} aria-label="Free lab">
      <h1 className={styles.title}>Free lab</h1>
      <p className={styles.lead}>
        No script, the same instrument. Open as many connections as you like; the server echoes what you send.
      </p>
      {from && <FromStepNote from={from} />}
      <Openers {...{ lab, capture, desk, from, hasCode, onCode, open, openRaw, addRaw }} />
      {sockets.length + raws.length === 0 && (
        <p className={styles.empty}>
          You have opened nothing yet. Press the button and watch the wire: one request, one response, and the
          connection is a WebSocket.
        </p>
      )}
      <ul className={styles.sockets}>
        {raws.toReversed().map((raw) => (
          <li key={`raw ${raw.number}`} className={styles.socket}>
            <RawControls
              raw={raw}
              lab={lab}
              connection={connectionOf(raw.lab.opener)}
              onForget={() => forgetRaw(raw)}
            />
          </li>
        ))}
        {sockets.toReversed().map((socket) => (
          <li key={socket.number} className={styles.socket}>
            <SocketControls
              socket={socket}
              connection={connectionOf(socket.lab.opener)}
              failure={socket.closed && failureOf(socket.lab.opener)}
              lab={lab}
              onChange={() => refresh(socket.lab)}
              onForget={() => forget(socket)}
            />
          </li>
        ))}
      </ul>
      <SaveCapture capture={capture} epochMs={() => Date.now() - lab.nowMicros().at / 1000} />
      <p className={styles.other}>
        <Link href="/open">Open a recording</Link> – a packet capture, a HAR, a hex dump.
      </p>
    </section>
  );
}

interface OpenersProps extends Props {
  readonly open: ReturnType<typeof useSockets>['open'];
  readonly openRaw: ReturnType<typeof useRaws>['open'];
  readonly addRaw: ReturnType<typeof useRaws>['add'];
}

const AS_IT_IS: Setup = { opens: 'socket' };
/** Code came with a link. */
const SHARED: Setup = { opens: 'code' };

/** Chooses what to open. Each lab gets new forms. */
function Openers({ lab, capture, desk, from, hasCode, onCode, open, openRaw, addRaw }: OpenersProps) {
  const setup = from?.setup ?? (hasCode ? SHARED : AS_IT_IS);
  const [kind, setKind] = useState<Setup['opens'] | 'by-hand'>(setup.opens);
  const isReady = useLabState(lab).kind === 'ready';
  const labId = lab.addresses?.id;
  return (
    <div className={styles.form}>
      <SegmentedControl
        label="What to open"
        value={kind}
        onChange={(chosen) => {
          setKind(chosen);
          if (chosen === 'code') onCode();
        }}
        options={[
          { value: 'socket', label: 'WebSocket' },
          { value: 'code', label: 'Socket.IO' },
          { value: 'raw', label: 'Raw' },
          { value: 'frames', label: 'Frames' },
          { value: 'by-hand', label: 'Serve' },
        ]}
      />
      {kind === 'socket' && (
        <OpenForm isReady={isReady} onOpen={open} accepts={setup.deflate ?? false} key={labId} />
      )}
      {kind === 'code' && (
        <>
          <p className={styles.empty}>
            Both ends are yours to write: a client is a program or a page of your own, and runs in this
            browser with the real socket.io-client; the server runs as this lab’s Socket.IO server. Edit them
            under the wire, and press Run. What works here works in a project.
          </p>
          <Suspense>
            <Examples desk={desk} />
          </Suspense>
        </>
      )}
      {kind === 'raw' && <RawOpener isReady={isReady} onOpen={openRaw} lab={lab} setup={setup} key={labId} />}
      {kind === 'frames' && (
        <Suspense>
          <FrameOpener {...{ isReady, lab, capture }} onOpened={(raw) => addRaw(raw)} key={labId} />
        </Suspense>
      )}
      {kind === 'by-hand' && (
        <Suspense>
          <ByHandOpener {...{ isReady, lab, capture }} key={labId} />
        </Suspense>
      )}
      <NextImpairments lab={lab} isReady={isReady} setup={setup} key={`next ${labId}`} />
      <Sharing lab={lab} isReady={isReady} key={`sharing ${labId}`} />
    </div>
  );
}

/** The connection that a call opened; undefined until the tap saw it. */
function useConnections(capture: Capture) {
  useRevision(capture, { pace: ROWS });
  return (opener: number) => capture.connections.find(({ openedBy }) => openedBy === opener);
}

interface OpenFormProps {
  readonly isReady: boolean;
  /** Compression is accepted, to begin with. */
  readonly accepts: boolean;
  readonly onOpen: (options: Parameters<LabSession['openWebSocket']>[0]) => void;
}

function OpenForm({ isReady, accepts, onOpen }: OpenFormProps) {
  const [deflate, setDeflate] = useState(accepts);
  const [protocol, setProtocol] = useState('');
  const [problem, setProblem] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const protocols = protocol.split(/[\s,]+/).filter(Boolean);
    try {
      onOpen({ deflate, protocols });
      setProblem('');
    } catch (error) {
      setProblem(`The browser refused: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  return (
    <form className={styles.open} onSubmit={submit}>
      <label className={styles.check}>
        <input type="checkbox" checked={deflate} onChange={(event) => setDeflate(event.target.checked)} />
        <span>
          Let the server accept compression: <code>permessage-deflate</code>
        </span>
      </label>
      <label className={styles.labelled}>
        <span>Subprotocols to offer</span>
        <input
          className={styles.input}
          value={protocol}
          placeholder="none; the server knows echo.wire101"
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setProtocol(event.target.value)}
        />
      </label>
      {problem && (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
      <Button type="submit" kind="primary" disabled={!isReady}>
        Open a WebSocket
      </Button>
    </form>
  );
}
