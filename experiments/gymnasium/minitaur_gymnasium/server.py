"""Serves Gymnasium environments to Minitaur over standard input and output.

Usage: python server.py ENVIRONMENT_ID

The protocol is described in docs/gymnasium.md. This file needs only the standard library and
gymnasium.
"""

import math
import os
import signal
import struct
import sys

MAGIC = 0x564E454D  # "MENV"
VERSION = 1
OPEN, RESET, STEP, CLOSE = 1, 2, 3, 4
SPEC, OBSERVATION, RESULT, ERROR = 17, 18, 19, 20
TERMINATED, TRUNCATED = 1, 2


class Channel:
    """Frames: length of the payload and type, 32 bits each, little-endian; then the payload."""

    def __init__(self, reader, writer):
        self._reader = reader
        self._writer = writer

    def send(self, kind, payload=b""):
        self._writer.write(struct.pack("<II", len(payload), kind) + payload)
        self._writer.flush()

    def receive(self):
        """Returns type and payload; None at the end of the stream."""
        header = self._read(8)
        if header is None:
            return None
        length, kind = struct.unpack("<II", header)
        payload = self._read(length)
        return None if payload is None else (kind, payload)

    def _read(self, count):
        data = self._reader.read(count)
        return data if data is not None and len(data) == count else None


class Rejected(Exception):
    """The environment cannot be served; the message is for the user."""


def box(space, what):
    """The lower and upper bounds of a space, flat."""
    import gymnasium
    import numpy

    if not isinstance(space, gymnasium.spaces.Box):
        raise Rejected(f"{what} space {space} is a {type(space).__name__}; only Box is supported")
    low = numpy.asarray(space.low, dtype="<f4").ravel()
    high = numpy.asarray(space.high, dtype="<f4").ravel()
    if what == "action" and not (numpy.isfinite(low).all() and numpy.isfinite(high).all()):
        raise Rejected(f"{what} space {space} has no finite bounds")
    return low, high


def rate(environment):
    """Control steps per second; 0 when unknown."""
    seconds = getattr(environment.unwrapped, "dt", None)
    if isinstance(seconds, (int, float)) and seconds > 0:
        return 1.0 / seconds
    frames = environment.metadata.get("render_fps", 0) or 0
    return float(frames) if math.isfinite(frames) else 0.0


def serve(environment_id, channel):
    import gymnasium
    import numpy

    request = channel.receive()
    if request is None:
        return
    kind, payload = request
    if kind != OPEN or len(payload) != 20:
        raise Rejected("the client did not begin with OPEN")
    magic, version, count, seed = struct.unpack("<IIIQ", payload)
    if magic != MAGIC or version != VERSION:
        raise Rejected(f"the client speaks version {version} of the protocol, not {VERSION}")
    try:
        environments = [gymnasium.make(environment_id) for _ in range(count)]
    except (gymnasium.error.Error, ImportError) as error:
        raise Rejected(str(error)) from error
    first = environments[0]
    low, high = box(first.observation_space, "observation")
    action_low, action_high = box(first.action_space, "action")
    limit = first.spec.max_episode_steps if first.spec and first.spec.max_episode_steps else 0
    name = environment_id.encode()
    channel.send(
        SPEC,
        struct.pack(
            "<IIIIIIdQ", MAGIC, VERSION, count, low.size, action_low.size, limit, rate(first), seed
        )
        + low.tobytes() + high.tobytes() + action_low.tobytes() + action_high.tobytes()
        + struct.pack("<I", len(name)) + name,
    )

    observations = numpy.zeros((count, low.size), dtype="<f4")
    rewards = numpy.zeros(count, dtype="<f4")
    flags = numpy.zeros(count, dtype="u1")
    running = [False] * count
    shape, dtype = first.action_space.shape, first.action_space.dtype
    while True:
        request = channel.receive()
        if request is None or request[0] == CLOSE:
            break
        kind, payload = request
        if kind == RESET and len(payload) == 16:
            index, _, seed = struct.unpack("<IIQ", payload)
            observation, _ = environments[index].reset(seed=seed)
            observations[index] = numpy.ravel(observation)
            running[index] = True
            flags[index] = 0
            channel.send(OBSERVATION, observations[index].tobytes())
        elif kind == STEP and len(payload) == 4 * count * action_low.size:
            actions = numpy.frombuffer(payload, dtype="<f4").reshape(count, *shape).astype(dtype)
            rewards.fill(0)
            for index in range(count):
                if not running[index]:
                    continue
                observation, reward, terminated, truncated, _ = environments[index].step(
                    actions[index]
                )
                observations[index] = numpy.ravel(observation)
                rewards[index] = reward
                flags[index] = TERMINATED * bool(terminated) | TRUNCATED * bool(truncated)
                running[index] = not flags[index]
            channel.send(RESULT, observations.tobytes() + rewards.tobytes() + flags.tobytes())
        else:
            raise Rejected(f"a frame of type {kind} with {len(payload)} bytes is not expected")
    for environment in environments:
        environment.close()


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    # The client handles Ctrl-C and ends this process by closing standard input.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Output of libraries must not mix with the frames on standard output.
    channel = Channel(sys.stdin.buffer, os.fdopen(os.dup(1), "wb"))
    os.dup2(2, 1)
    try:
        serve(sys.argv[1], channel)
    except ImportError as error:
        message = f"{error}; install it: {sys.executable} -m pip install 'gymnasium[mujoco]'"
        channel.send(ERROR, message.encode())
        sys.exit(1)
    except Rejected as error:
        channel.send(ERROR, str(error).encode())
        sys.exit(1)


if __name__ == "__main__":
    main()
