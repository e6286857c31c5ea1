#!/usr/bin/env python3
"""Times what `CoreBenchmarks policy` times of the policy network in PyTorch, for comparison.

    pip install torch numpy safetensors
    python3 Tests/PolicyTests/PyTorch/measure_policy.py [--nodes 1410] [--edges 10763]
        [--columns 24] [--rows 21] [--batches 1 32] [--runs 11] [--model CHECKPOINT]

One thread encodes a graph, decides a batch on it, and goes back from the losses to all gradients.
The sizes are those of ariane133 in NanGate45. On a busy machine the best runs tell more than medians.
Large tensors come from the C library's allocator, which returns them to the system after each use;
PyTorch is at its best where it may not:

    MALLOC_MMAP_MAX_=0 MALLOC_TRIM_THRESHOLD_=8000000000 MALLOC_TOP_PAD_=500000000 python3 ...
"""

import argparse
import pathlib
import time

import torch
import torch.nn.functional as F
from policy_network import PolicyNetwork

SHIPPED = pathlib.Path(__file__).parents[3] / "Sources/Policy/Resources/policy.safetensors"
options = argparse.ArgumentParser()
for name, value in dict(nodes=1410, edges=10763, columns=24, rows=21, runs=11).items():
    options.add_argument(f"--{name}", type=int, default=value)
options.add_argument("--batches", type=int, nargs="+", default=[1, 32])
options.add_argument("--model", default=str(SHIPPED))
options = options.parse_args()
torch.set_num_threads(1)
torch.manual_seed(1)


def timing(body):
    """Milliseconds: the median of several runs, and the best."""
    times = []
    for _ in range(options.runs):
        start = time.perf_counter()
        body()
        times.append(time.perf_counter() - start)
    times.sort()
    return f"{times[options.runs // 2] * 1e3:.2f} ms (best {times[0] * 1e3:.2f} ms)"


def measure(network, batch, is_last):
    sizes = network.sizes
    format = torch.channels_last if is_last else torch.contiguous_format
    network = network.to(memory_format=format)
    node_features = torch.rand(options.nodes, sizes["nodeFeatures"])
    edge_features = torch.rand(options.edges, sizes["edgeFeatures"])
    ends = torch.randint(options.nodes, (options.edges, 2))
    u, v = ends[ends[:, 0].argsort()].T.contiguous()
    maps = torch.rand(batch, sizes["mapChannels"], options.rows, options.columns)
    maps = maps.contiguous(memory_format=format)
    scalars = torch.rand(batch, sizes["scalars"])
    current = torch.arange(batch) * 7 % options.nodes
    legal = torch.arange(batch * options.rows * options.columns).reshape(batch, -1) % 3 != 0
    target = legal.float() / legal.sum(1, keepdim=True)
    goal = torch.rand(batch, 1)

    def losses(nodes):
        logits, values = network.decide(nodes, current, maps, scalars)
        policy = torch.log_softmax(logits.masked_fill(~legal, -torch.inf), 1)
        loss = -(target * policy.masked_fill(~legal, 0)).sum() / batch
        return loss + 0.5 * F.mse_loss(values, goal)

    def encode():
        return network.encode(node_features, edge_features, u, v)

    def step():
        network.zero_grad(set_to_none=False)
        losses(encode()).backward()

    for _ in range(3):
        step()
    with torch.no_grad():
        nodes = encode()
        forward = timing(lambda: losses(encode()))
        encoding, deciding = timing(encode), timing(lambda: losses(nodes))
    print(
        f"channels {'last' if is_last else 'first'}, batch {batch}: encoding {encoding}, "
        f"deciding {deciding}; forward {forward}, forward and backward {timing(step)}")


network = PolicyNetwork.load(options.model)
print(
    f"PyTorch {torch.__version__}, one thread, {sum(p.numel() for p in network.parameters())} "
    f"parameters, {options.nodes} nodes, {options.edges} edges, {options.columns} x "
    f"{options.rows} cells, medians of {options.runs} runs")
for batch in options.batches:
    for is_last in [False, True]:
        measure(network, batch, is_last)
