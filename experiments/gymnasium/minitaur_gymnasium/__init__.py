"""The simulated Minitaur in Gymnasium: `gymnasium.make("minitaur_gymnasium:Minitaur-v0")`."""

import gymnasium

gymnasium.register(
    id="Minitaur-v0",
    entry_point="minitaur_gymnasium.environment:MinitaurEnv",
    vector_entry_point="minitaur_gymnasium.environment:MinitaurVectorEnv",
)
