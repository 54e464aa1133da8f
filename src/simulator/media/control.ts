/** The control API's media: what a call hears now and heard before, and people who press keys and speak in it. */
import type { Context } from '../context.ts';
import { bodyOf, ControlError, controlRoute, ok } from '../controlRoute.ts';
import type { Attendance, SimulatedCall } from '../model.ts';
import type { Answer, Route, SimulatorRequest } from '../server.ts';
import { mediaOf, type Sound } from './state.ts';
import { press, toneOf } from './tones.ts';

function callOf({ world }: Context, { params }: SimulatorRequest): SimulatedCall {
  const call = world.calls.get(params.call ?? '');
  if (!call) throw new ControlError(404, 'There is no such call.');
  return call;
}

/** Whoever `person` in the body names; without one, the first who is not the bot. */
function somebodyIn({ world }: Context, call: SimulatedCall, person: unknown): Attendance {
  if (call.state !== 'established') throw new ControlError(409, `The call is ${call.state}.`);
  const found =
    typeof person === 'string'
      ? world.find(call.room, person)
      : [...call.room.people.values()].find(({ participantId }) => participantId !== call.myParticipantId);
  if (!found || found.callId) throw new ControlError(404, 'This person is not in the call.');
  return found;
}

const soundView = ({ wav, ...sound }: Sound, index: number) => ({ index, ...sound, audible: wav !== null });

/** The media of a call, as JSON. */
export function mediaView(call: SimulatedCall) {
  const { line, heard, keys, clips, onHold, subscribed, recordingStatus } = mediaOf(call);
  const recording = line[0]?.recording;
  return {
    /** What sounds now, hold music included. */
    playing: heard.map(soundView).filter(({ outcome }) => outcome === 'playing'),
    /** Listens since then; null while it does not. */
    recordingSince: recording ? recording.startedAt : null,
    /** Operations that wait or run. */
    waiting: line.map(({ operation }) => ({ id: operation.id, type: operation.type })),
    heard: heard.map(soundView),
    keys,
    subscribed,
    clips: clips.size,
    onHold: onHold?.participantId ?? null,
    recordingStatus,
  };
}

function pressKey(context: Context, request: SimulatorRequest): Answer {
  const call = callOf(context, request);
  const { key, person } = bodyOf(request);
  if (typeof key !== 'string' || !toneOf(key))
    throw new ControlError(400, "'key' is one of 0 to 9, *, #, A to D.");
  const presser = somebodyIn(context, call, person);
  const told = press(context, call, presser.person.id, key);
  return ok({ told, media: mediaView(call) });
}

function speak(context: Context, request: SimulatorRequest): Answer {
  const call = callOf(context, request);
  const { words, person, seconds } = bodyOf(request);
  if (typeof words !== 'string') throw new ControlError(400, "'words' is missing; empty words are a noise.");
  if (seconds !== undefined && (typeof seconds !== 'number' || seconds <= 0)) {
    throw new ControlError(400, "'seconds' must be a positive number.");
  }
  const speaker = somebodyIn(context, call, person);
  const recording = speaker.muted ? null : mediaOf(call).line[0]?.recording;
  recording?.say(words.trim(), seconds === undefined ? undefined : seconds * 1000);
  return ok({ heard: Boolean(recording), media: mediaView(call) });
}

function listen(context: Context, request: SimulatorRequest): Answer {
  const { wav } = mediaOf(callOf(context, request)).heard[Number(request.params.sound)] ?? {};
  if (!wav) throw new ControlError(404, 'There is no such sound, or it is gone.');
  return { status: 200, headers: { 'content-type': 'audio/wav', 'cache-control': 'no-store' }, body: wav };
}

export const mediaControlRoutes = (context: Context): Route[] => [
  controlRoute('GET', '/calls/{call}/media', (request) => ok(mediaView(callOf(context, request)))),
  controlRoute('GET', '/calls/{call}/media/{sound}', (request) => listen(context, request)),
  controlRoute('POST', '/calls/{call}/press', (request) => pressKey(context, request)),
  controlRoute('POST', '/calls/{call}/speak', (request) => speak(context, request)),
];
