"""The simulated Minitaur as a Gymnasium environment and vector environment.

Both start `minitaur env-server`, which computes the simulation, and speak the protocol of
docs/gymnasium.md with it.
"""

import collections
import contextlib
import os
import pathlib
import shutil
import struct
import subprocess
import threading

import gymnasium
import numpy
from gymnasium.vector import AutoresetMode, VectorEnv
from gymnasium.vector.utils import batch_space

from . import server
from .server import CLOSE, ERROR, OBSERVATION, OPEN, RESET, RESULT, SPEC, STEP

PROFILES = ("nominal", "realistic", "randomized")


def find_launcher():
    """The launcher: MINITAUR, the source tree that this file is in, or PATH."""
    configured = os.environ.get("MINITAUR")
    if configured:
        return configured
    for folder in pathlib.Path(__file__).resolve().parents:
        launcher = folder / "minitaur"
        if (folder / "pom.xml").is_file() and launcher.is_file():
            return str(launcher)
    launcher = shutil.which("minitaur")
    if launcher is None:
        raise gymnasium.error.DependencyNotInstalled(
            "the launcher minitaur was not found; set MINITAUR to its path in the source tree"
        )
    return launcher


class Simulation:
    """A server process with some environments."""

    def __init__(self, count, profile, terrain, settings, command=None):
        arguments = ["--profile", profile, "--terrain", terrain]
        for key, value in (settings or {}).items():
            arguments += ["--set", f"{key}={value}"]
        self._process = subprocess.Popen(
            [*(command or [find_launcher()]), "env-server", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self._errors = collections.deque(maxlen=20)
        self._error_reader = threading.Thread(target=self._read_errors, daemon=True)
        self._error_reader.start()
        self._channel = server.Channel(self._process.stdout, self._process.stdin)
        payload = self._exchange(
            OPEN, struct.pack("<IIIQ", server.MAGIC, server.VERSION, count, 0), SPEC
        )
        fields = struct.unpack_from("<IIIIIIdQ", payload)
        version, self.count, size, actions, self.episode_steps, self.rate, _ = fields[1:]
        if fields[0] != server.MAGIC or version != server.VERSION or self.count != count:
            raise self._failure("it speaks another version of the protocol")
        bounds = numpy.frombuffer(payload, "<f4", 2 * (size + actions), struct.calcsize("<IIIIIIdQ"))
        low, high, action_low, action_high = numpy.split(
            bounds, [size, 2 * size, 2 * size + actions]
        )
        self.observation_space = gymnasium.spaces.Box(low, high, dtype=numpy.float32)
        self.action_space = gymnasium.spaces.Box(action_low, action_high, dtype=numpy.float32)

    def _read_errors(self):
        for line in self._process.stderr:
            self._errors.append(line.decode(errors="replace").rstrip())

    def reset(self, index, seed):
        """Starts an episode and returns its first observation."""
        payload = self._exchange(RESET, struct.pack("<IIQ", index, 0, seed), OBSERVATION)
        return numpy.frombuffer(payload, "<f4").copy()

    def step(self, actions):
        """Returns observations, rewards and the flags terminated and truncated."""
        payload = self._exchange(STEP, numpy.asarray(actions, "<f4").tobytes(), RESULT)
        size = self.observation_space.shape[0]
        observations = numpy.frombuffer(payload, "<f4", self.count * size)
        rewards = numpy.frombuffer(payload, "<f4", self.count, 4 * self.count * size)
        flags = numpy.frombuffer(payload, "u1", self.count, 4 * self.count * (size + 1))
        return (
            observations.reshape(self.count, size).copy(),
            rewards.astype(numpy.float64),
            (flags & server.TERMINATED) != 0,
            (flags & server.TRUNCATED) != 0,
        )

    def _exchange(self, kind, payload, answer):
        try:
            self._channel.send(kind, payload)
            received = self._channel.receive()
        except OSError as error:
            raise self._failure(str(error)) from error
        if received is None:
            raise self._failure(f"it exited with code {self._process.wait()}")
        if received[0] == ERROR:
            raise self._failure(received[1].decode())
        if received[0] != answer:
            raise self._failure(f"it sent a frame of type {received[0]}")
        return received[1]

    def _failure(self, reason):
        self.close()
        return RuntimeError("\n".join([f"minitaur env-server failed: {reason}", *self._errors]))

    def close(self):
        if self._process.stdout.closed:
            return
        try:
            self._channel.send(CLOSE)
            self._process.wait(5)
        except (OSError, subprocess.TimeoutExpired):
            self._process.kill()
            self._process.wait()
        with contextlib.suppress(OSError):  # Data that could not be sent.
            self._process.stdin.close()
        self._error_reader.join(5)
        self._process.stdout.close()
        self._process.stderr.close()


def draw_seed(generator):
    """The seed of an episode."""
    return int(generator.integers(1 << 32))


class MinitaurEnv(gymnasium.Env):
    """The walking task on the simulated Minitaur.

    Observations hold 12 numbers and their history, actions are 8 targets in [-1, 1]; see
    docs/reference.md. An episode terminates with a fall, and is truncated after 500 steps.

    profile: nominal, realistic or randomized
    terrain: such as flat, slope:8 or a weighted list
    settings: more settings of the configuration, such as {"task.episodeSteps": 1000}
    """

    metadata = {"render_modes": []}

    def __init__(self, profile="realistic", terrain="flat", settings=None, command=None):
        self._simulation = Simulation(1, profile, terrain, settings, command)
        self.observation_space = self._simulation.observation_space
        self.action_space = self._simulation.action_space

    def reset(self, *, seed=None, options=None):
        super().reset(seed=seed)
        return self._simulation.reset(0, draw_seed(self.np_random)), {}

    def step(self, action):
        observations, rewards, terminated, truncated = self._simulation.step(action)
        return observations[0], float(rewards[0]), bool(terminated[0]), bool(truncated[0]), {}

    def close(self):
        self._simulation.close()


class MinitaurVectorEnv(VectorEnv):
    """Several simulated Minitaurs in one process. The step after an episode's end resets it."""

    metadata = {"render_modes": [], "autoreset_mode": AutoresetMode.NEXT_STEP}

    def __init__(
        self, num_envs=1, profile="realistic", terrain="flat", settings=None, command=None
    ):
        self.num_envs = num_envs
        self._simulation = Simulation(num_envs, profile, terrain, settings, command)
        self.single_observation_space = self._simulation.observation_space
        self.single_action_space = self._simulation.action_space
        self.observation_space = batch_space(self.single_observation_space, num_envs)
        self.action_space = batch_space(self.single_action_space, num_envs)
        self._ended = numpy.zeros(num_envs, bool)

    def reset(self, *, seed=None, options=None):
        # A single seed initializes a generator from which each environment's seed is drawn.
        if isinstance(seed, (list, tuple)):
            super().reset(seed=None)
            seeds = [
                draw_seed(numpy.random.default_rng(each)) if each is not None
                else draw_seed(self.np_random)
                for each in seed
            ]
        else:
            super().reset(seed=seed)
            seeds = [draw_seed(self.np_random) for _ in range(self.num_envs)]
        self._ended[:] = False
        observations = [self._simulation.reset(i, each) for i, each in enumerate(seeds)]
        return numpy.stack(observations), {}

    def step(self, actions):
        # The server does not step an environment whose episode has ended; it is reset instead.
        restarting = numpy.flatnonzero(self._ended)
        observations, rewards, terminated, truncated = self._simulation.step(actions)
        for index in restarting:
            observations[index] = self._simulation.reset(int(index), draw_seed(self.np_random))
            rewards[index] = 0
            terminated[index] = truncated[index] = False
        self._ended = terminated | truncated
        return observations, rewards, terminated, truncated, {}

    def close_extras(self, **kwargs):
        self._simulation.close()
