"""Tests of Minitaur-v0. Run them with: python -m unittest, after ./minitaur was built once.

MINITAUR_COMMAND replaces the launcher by a command, words separated by spaces.
"""

import os
import unittest

import gymnasium
import numpy
from gymnasium.utils.env_checker import check_env

import minitaur_gymnasium  # noqa: F401 (registers Minitaur-v0)

COMMAND = os.environ.get("MINITAUR_COMMAND", "").split() or None


class MinitaurTest(unittest.TestCase):
    def make(self, **arguments):
        environment = gymnasium.make("Minitaur-v0", command=COMMAND, **arguments)
        self.addCleanup(environment.close)
        return environment

    def make_vector(self, **arguments):
        environment = gymnasium.make_vec(
            "Minitaur-v0", vectorization_mode="vector_entry_point", command=COMMAND, **arguments
        )
        self.addCleanup(environment.close)
        return environment

    def test_passes_the_checker_of_gymnasium(self):
        check_env(self.make().unwrapped)

    def test_same_seed_gives_the_same_episode_on_every_profile_and_terrain(self):
        for profile, terrain in (
            ("nominal", "flat"),
            ("realistic", "slope:8"),
            ("randomized", "rough:0.01"),
            ("nominal", "stairs-down:0.04x0.35x4"),
            ("realistic", "2*flat,blocks"),
        ):
            with self.subTest(profile=profile, terrain=terrain):
                environment = self.make(profile=profile, terrain=terrain)
                one, other = self.episode(environment, 7), self.episode(environment, 7)
                numpy.testing.assert_array_equal(one, other)
                self.assertFalse(numpy.array_equal(one, self.episode(environment, 8)))
                environment.close()

    def episode(self, environment, seed):
        observation, _ = environment.reset(seed=seed)
        environment.action_space.seed(1)
        observations = [observation]
        for _ in range(5):
            observations.append(environment.step(environment.action_space.sample())[0])
        return numpy.stack(observations)

    def test_episode_is_truncated_at_its_limit(self):
        environment = self.make(settings={"task.episodeSteps": 10})
        environment.reset(seed=0)
        for step in range(1, 11):
            _, _, terminated, truncated, _ = environment.step(numpy.zeros(8, numpy.float32))
            self.assertFalse(terminated)
            self.assertEqual(truncated, step == 10)

    def test_vector_environment_restarts_an_episode_in_the_next_step(self):
        vector = self.make_vector(num_envs=3, settings={"task.episodeSteps": 4})
        observations, _ = vector.reset(seed=3)
        self.assertEqual(observations.shape, (3, 112))
        actions = numpy.zeros((3, 8), numpy.float32)
        for step in range(1, 12):
            _, rewards, terminated, truncated, _ = vector.step(actions)
            self.assertEqual(list(truncated), [step % 5 == 4] * 3)
            self.assertFalse(terminated.any())
            if step % 5 == 0:
                self.assertEqual(list(rewards), [0, 0, 0])

    def test_wrong_terrain_is_reported(self):
        with self.assertRaisesRegex(RuntimeError, "sim.terrain"):
            self.make(terrain="swamp")


if __name__ == "__main__":
    unittest.main()
