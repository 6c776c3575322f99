"""Soft actor-critic of Stable-Baselines3 and of this program on one Gymnasium environment, on one core; see README.md.

    compare.py speed [--rounds 3]         updates per second of both, alternately
    compare.py train --seed 0 --out FILE  returns of Stable-Baselines3, a CSV row per evaluation
"""

import argparse
import csv
import os
import pathlib
import subprocess
import sys
import tempfile
import time

os.environ["OMP_NUM_THREADS"] = "1"

import gymnasium  # noqa: E402  (threads must be set first)
import torch  # noqa: E402
from stable_baselines3 import SAC  # noqa: E402
from stable_baselines3.common.callbacks import BaseCallback  # noqa: E402

RANDOM_STEPS = 10_000
RANDOM_STEPS_OF_SPEED = 1000
WARM_UP_STEPS = 3000
MEASURED_STEPS = 5000
REQUIRED_RATIO = 2.0
LAUNCHER = pathlib.Path(__file__).resolve().parents[2] / "minitaur"


def learner(environment, seed, random_steps=RANDOM_STEPS):
    """The settings of `--learner paper`: networks of 256 x 256 units, batch 256, learning rate 3e-4, one update per step."""
    return SAC("MlpPolicy", environment, learning_starts=random_steps, seed=seed, device="cpu")


class Stopwatch(BaseCallback):
    """Notes the time of some steps."""

    def __init__(self, steps):
        super().__init__()
        self.times = dict.fromkeys(steps)

    def _on_step(self):
        if self.num_timesteps in self.times:
            self.times[self.num_timesteps] = time.perf_counter()
        return True


class Evaluation(BaseCallback):
    """Evaluates the mean action every 1,000 steps in three episodes that start from the same seeds."""

    def __init__(self, environment, path):
        super().__init__()
        self.environment = environment
        self.file = open(path, "w", newline="")
        self.rows = csv.writer(self.file)
        self.rows.writerow(["step", "updates", "wall_seconds", "return"])
        self.start = time.perf_counter()

    def _on_step(self):
        if self.num_timesteps % 1000 == 0:
            mean = sum(self.episode_return(seed) for seed in range(3)) / 3
            seconds = time.perf_counter() - self.start
            self.rows.writerow([self.num_timesteps, self.model._n_updates, f"{seconds:.1f}", f"{mean:.1f}"])
            self.file.flush()
        return True

    def episode_return(self, seed):
        observation, _ = self.environment.reset(seed=seed)
        total, ended = 0.0, False
        while not ended:
            action, _ = self.model.predict(observation, deterministic=True)
            observation, reward, terminated, truncated, _ = self.environment.step(action)
            total += float(reward)
            ended = terminated or truncated
        return total


def rate_of_stable_baselines(environment_id):
    stopwatch = Stopwatch([WARM_UP_STEPS, WARM_UP_STEPS + MEASURED_STEPS])
    model = learner(gymnasium.make(environment_id), 0, RANDOM_STEPS_OF_SPEED)
    model.learn(WARM_UP_STEPS + MEASURED_STEPS + 1, callback=stopwatch)
    start, end = stopwatch.times.values()
    return MEASURED_STEPS / (end - start)


def duration_of_minitaur(environment_id, steps):
    """Seconds of a whole training without evaluations before its end."""
    with tempfile.TemporaryDirectory() as directory:
        command = [LAUNCHER, "train", "--no-console", "--no-progress", "--learner", "paper"]
        command += ["--env", f"gymnasium:{environment_id}", "--env-python", sys.executable, "--steps", str(steps)]
        command += ["--set", f"learner.randomSteps={RANDOM_STEPS_OF_SPEED}"]
        command += ["--set", "run.evaluationInterval=1000000", "--set", "run.checkpointInterval=1000000"]
        command += ["--set", "compute.threads=1", "--run-dir", os.path.join(directory, "run")]
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        return time.perf_counter() - start


def rate_of_minitaur(environment_id):
    """The difference of two trainings, without what starts and ends a process."""
    short = duration_of_minitaur(environment_id, WARM_UP_STEPS)
    return MEASURED_STEPS / (duration_of_minitaur(environment_id, WARM_UP_STEPS + MEASURED_STEPS) - short)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mode", choices=["speed", "train"])
    parser.add_argument("--env", default="HalfCheetah-v5")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--steps", type=int, default=50_000)
    parser.add_argument("--out", default="stable-baselines3.csv")
    arguments = parser.parse_args()
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    torch.set_num_threads(1)
    if arguments.mode == "train":
        evaluation = Evaluation(gymnasium.make(arguments.env), arguments.out)
        learner(gymnasium.make(arguments.env), arguments.seed).learn(arguments.steps, callback=evaluation)
        return 0
    ratios = []
    for index in range(arguments.rounds):
        ours, theirs = rate_of_minitaur(arguments.env), rate_of_stable_baselines(arguments.env)
        ratios.append(ours / theirs)
        print(f"round {index}: Minitaur {ours:.0f}/s, Stable-Baselines3 {theirs:.0f}/s, ratio {ours / theirs:.2f}", flush=True)
    median = sorted(ratios)[len(ratios) // 2]
    print(f"updates per second, median ratio {median:.2f}, required {REQUIRED_RATIO:.1f}")
    return 0 if median >= REQUIRED_RATIO else 1


if __name__ == "__main__":
    sys.exit(main())
