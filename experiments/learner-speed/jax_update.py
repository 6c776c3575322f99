"""Updates per second of the default learner's update, written in JAX and compiled with jit, on one core.

The comparison for `./minitaur bench learner`; see README.md. Needs jax (CPU). Prints one line per round.
"""

import argparse
import os
import time

os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
os.environ["OMP_NUM_THREADS"] = "1"
os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})

import jax  # noqa: E402  (the settings above must come first)
import jax.numpy as jnp  # noqa: E402

STATE, ACTION, UNITS, BATCH = 112, 8, 256, 128
GAMMA, TAU, TARGET_ENTROPY, POLICY_DELAY, AVERAGE = 0.99, 0.005, -4.0, 4, 0.995


def dense(key, inputs, outputs):
    return {"w": jax.random.uniform(key, (inputs, outputs), minval=-1, maxval=1) / inputs**0.5, "b": jnp.zeros(outputs)}


def network(key, inputs, outputs, normalized):
    keys = jax.random.split(key, 3)
    layers = [dense(keys[0], inputs, UNITS), dense(keys[1], UNITS, UNITS), dense(keys[2], UNITS, outputs)]
    if normalized:
        for layer in layers[:2]:
            layer.update(gain=jnp.ones(UNITS), offset=jnp.zeros(UNITS))
    return layers


def apply(layers, x):
    for layer in layers[:-1]:
        x = x @ layer["w"] + layer["b"]
        if "gain" in layer:
            mean = x.mean(-1, keepdims=True)
            variance = ((x - mean) ** 2).mean(-1, keepdims=True)
            x = (x - mean) * jax.lax.rsqrt(variance + 1e-5) * layer["gain"] + layer["offset"]
        x = jax.nn.relu(x)
    return x @ layers[-1]["w"] + layers[-1]["b"]


def sample(policy, states, key):
    mean, log_std = jnp.split(apply(policy, states), 2, axis=-1)
    log_std = jnp.clip(log_std, -20, 2)
    noise = jax.random.normal(key, mean.shape)
    u = mean + jnp.exp(log_std) * noise
    log_likelihood = (
        -0.5 * noise**2 - log_std - 0.5 * jnp.log(2 * jnp.pi) - 2 * (jnp.log(2.0) - u - jax.nn.softplus(-2 * u))
    ).sum(-1)
    return jnp.tanh(u), log_likelihood


def q_values(critic, states, actions):
    return apply(critic, jnp.concatenate([states, actions], -1))[:, 0]


def adam_start(parameters):
    zeros = jax.tree.map(jnp.zeros_like, parameters)
    return {"m": zeros, "v": zeros, "t": jnp.zeros((), jnp.int32)}


def adam(parameters, gradient, moments, rate):
    t = moments["t"] + 1
    m = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, moments["m"], gradient)
    v = jax.tree.map(lambda v, g: 0.999 * v + 0.001 * g * g, moments["v"], gradient)
    first, second = 1 - 0.9**t, 1 - 0.999**t
    new = jax.tree.map(lambda p, m, v: p - rate * (m / first) / (jnp.sqrt(v / second) + 1e-8), parameters, m, v)
    return new, {"m": m, "v": v, "t": t}


def update_critics(s, batch, key):
    alpha = jnp.exp(s["log_alpha"])
    actions, log_likelihood = sample(s["policy"], batch["next"], key)
    q = jnp.minimum(*(q_values(target, batch["next"], actions) for target in s["targets"]))
    target = batch["rewards"] + GAMMA * batch["discounts"] * (q - alpha * log_likelihood)

    def loss(critics):
        return sum(0.5 * ((q_values(c, batch["states"], batch["actions"]) - target) ** 2).mean() for c in critics)

    critics, moments = adam(s["critics"], jax.grad(loss)(s["critics"]), s["critic_adam"], s["rate"])
    targets = jax.tree.map(lambda t, c: t + TAU * (c - t), s["targets"], critics)
    return {**s, "critics": critics, "critic_adam": moments, "targets": targets}


def update_policy(s, batch, key):
    alpha = jnp.exp(s["log_alpha"])

    def loss(policy):
        actions, log_likelihood = sample(policy, batch["states"], key)
        q = sum(q_values(c, batch["states"], actions) for c in s["critics"]) / 2
        return (alpha * log_likelihood - q).mean(), log_likelihood.mean()

    gradient, log_likelihood = jax.grad(loss, has_aux=True)(s["policy"])
    policy, moments = adam(s["policy"], gradient, s["policy_adam"], s["rate"])
    alpha_gradient = -alpha * (log_likelihood + TARGET_ENTROPY)
    log_alpha, alpha_moments = adam(s["log_alpha"], alpha_gradient, s["alpha_adam"], s["rate"])
    average = jax.tree.map(lambda a, p: AVERAGE * a + (1 - AVERAGE) * p, s["average"], policy)
    return {
        **s, "policy": policy, "policy_adam": moments, "average": average,
        "log_alpha": log_alpha, "alpha_adam": alpha_moments,
    }  # fmt: skip


def step(s, batches, key):
    """POLICY_DELAY updates of the critics and one of the policy, as one compiled call."""
    for i in range(POLICY_DELAY):
        key, a, b = jax.random.split(key, 3)
        batch = jax.tree.map(lambda x, i=i: x[i], batches)
        s = update_critics(s, batch, a)
    return update_policy(s, batch, b), key


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--rounds", type=int, default=1)
    arguments = parser.parse_args()
    keys = jax.random.split(jax.random.key(0), 8)
    policy = network(keys[0], STATE, 2 * ACTION, False)
    critics = [network(keys[i], STATE + ACTION, 1, True) for i in (1, 2)]
    log_alpha = jnp.log(0.05)
    s = {
        "policy": policy, "average": policy, "critics": critics, "targets": critics, "log_alpha": log_alpha,
        "policy_adam": adam_start(policy), "critic_adam": adam_start(critics), "alpha_adam": adam_start(log_alpha),
        "rate": jnp.float32(1e-3),
    }  # fmt: skip
    shape = (POLICY_DELAY, BATCH)
    batches = {
        "states": jax.random.normal(keys[3], (*shape, STATE)), "next": jax.random.normal(keys[4], (*shape, STATE)),
        "actions": jax.random.uniform(keys[5], (*shape, ACTION), minval=-1), "rewards": jax.random.normal(keys[6], shape),
        "discounts": jnp.ones(shape),
    }  # fmt: skip
    s = jax.tree.map(jnp.copy, s)
    compiled = jax.jit(step, donate_argnums=0)
    key = keys[7]
    for _ in range(20):
        s, key = compiled(s, batches, key)
    jax.block_until_ready(s)
    for _ in range(arguments.rounds):
        start, count = time.perf_counter(), 0
        while time.perf_counter() - start < arguments.seconds:
            s, key = compiled(s, batches, key)
            jax.block_until_ready(s)
            count += POLICY_DELAY
        print(f"{count / (time.perf_counter() - start):.1f} updates/s", flush=True)


if __name__ == "__main__":
    main()
