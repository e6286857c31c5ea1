import numpy as np
import pytest

from chipplace.gym import PlacementEnv


def run(env, seed):
    observation, info = env.reset(seed=seed)
    rewards, terminated = [], False
    while not terminated:
        assert (observation["mask"] == env.action_masks()).all()
        observation, reward, terminated, truncated, info = env.step(env.sample_legal())
        assert not truncated
        rewards.append(reward)
    return rewards, info


def test_rewards_sum_to_what_was_gained(design):
    env = PlacementEnv(design, dead_end_reward=0)
    start = env.session.evaluate()
    for seed in range(5):
        rewards, info = run(env, seed)
        assert sum(rewards) == pytest.approx(start - info["cost"], abs=1e-9)
        env.session.store(design)
        assert design.evaluate().proxy == pytest.approx(info["cost"], abs=1e-9)
        if info["unplaced"] == 0:
            assert design.check().is_legal


def test_final_reward_is_the_cost(design):
    rewards, info = run(PlacementEnv(design, reward="final", dead_end_reward=0), 1)
    assert rewards[-1] == -info["cost"] and not any(rewards[:-1])


def test_episodes_repeat(design):
    env = PlacementEnv(design)
    assert run(env, 3) == run(env, 3)


def test_dead_ends_cost_what_they_should(design):
    # So much clearance that not all macros can have it.
    env = PlacementEnv(design, halo=200, dead_end_reward=-7, reward="final")
    rewards, info = run(env, 1)
    assert info["unplaced"] > 0
    assert rewards[-1] == pytest.approx(-info["cost"] - 7)


def test_refuses_illegal_actions(design):
    env = PlacementEnv(design)
    with pytest.raises(RuntimeError):
        env.step(0)
    env.reset()
    env.step(env.sample_legal())
    illegal = int(np.flatnonzero(~env.action_masks())[0])
    with pytest.raises(ValueError):
        env.step(illegal)
    with pytest.raises(ValueError):
        env.step(-1)


def test_observation_shapes(design):
    observation, info = PlacementEnv(design).reset()
    assert observation["maps"].shape == (3, *design.grid)
    assert observation["wires"].shape == design.grid and observation["wires"].min() == 0
    assert observation["macro"][0] == pytest.approx(
        design.widths[info["macro"]] / (design.die[2] - design.die[0])
    )
    assert set(PlacementEnv(design, maps=False).reset()[0]) == {"mask", "macro"}


def test_gymnasium_accepts_it(design):
    gymnasium = pytest.importorskip("gymnasium")
    env = gymnasium.make("chipplace/Placement-v0", design=design)
    observation, _ = env.reset(seed=1)
    assert env.observation_space.contains(observation)
    observation, *_ = env.step(env.unwrapped.sample_legal())
    assert env.observation_space.contains(observation)
