#!/usr/bin/env python3
"""Times the network of `CoreBenchmarks network` in PyTorch, for comparison.

    pip install torch numpy
    python3 Tests/NeuralNetworkTests/PyTorch/measure_network.py [threads] [runs]

Layers, sizes and losses are the same. Like there, edge convolutions apply weights to nodes once
before edges add them up: PyTorch is not made to do more work. Large tensors come from the C library's
allocator, which returns them to the system after each use; PyTorch is at its best where it may not:

    MALLOC_MMAP_MAX_=0 MALLOC_TRIM_THRESHOLD_=8000000000 MALLOC_TOP_PAD_=500000000 python3 ...
"""

import sys
import time

import torch
import torch.nn as nn
import torch.nn.functional as F

THREADS = int(sys.argv[1]) if len(sys.argv) > 1 else 1
RUNS = int(sys.argv[2]) if len(sys.argv) > 2 else 11
BATCH, NODES, EDGES, WIDTH, CHANNELS, CANVAS = 32, 1000, 5000, 64, 32, 32
NODE_FEATURES, EDGE_FEATURES, MAP_CHANNELS, CODE, HEADS = 12, 2, 6, 8, 4
torch.set_num_threads(THREADS)
torch.manual_seed(1)


class EdgeConvolution(nn.Module):
    def __init__(self):
        super().__init__()
        self.nodes = nn.Linear(WIDTH, 2 * WIDTH, bias=False)
        self.edges = nn.Linear(EDGE_FEATURES, WIDTH)

    def forward(self, x, features, u, v, share):
        p, q = self.nodes(x).split(WIDTH, 1)
        terms = self.edges(features).repeat(BATCH, 1)
        # The way back of index_select is faster than that of brackets.
        pu, pv, qu, qv = (x.index_select(0, y) for x in (p, q) for y in (u, v))
        mean = F.relu(pu + qv + terms) + F.relu(pv + qu + terms)
        total = torch.zeros_like(x).index_add(0, u, mean).index_add(0, v, mean)
        return total * share


class Network(nn.Module):
    def __init__(self, channels_last):
        super().__init__()
        self.channels_last = channels_last
        self.embedding = nn.Linear(NODE_FEATURES, WIDTH)
        self.edges = nn.ModuleList(EdgeConvolution() for _ in range(3))
        self.norms = nn.ModuleList(nn.LayerNorm(WIDTH) for _ in range(3))
        self.query = nn.Linear(WIDTH, WIDTH)
        self.key = nn.Linear(WIDTH, WIDTH, bias=False)
        self.values = nn.Linear(WIDTH, WIDTH)
        self.maps = nn.ModuleList(
            nn.Conv2d(MAP_CHANNELS if i == 0 else CHANNELS, CHANNELS, 3, 2 if i == 2 else 1, 1)
            for i in range(4))
        self.code = nn.Linear(WIDTH, CODE * (CANVAS // 2) ** 2)
        self.expansion = nn.ConvTranspose2d(CHANNELS + CODE, CHANNELS // 2, 3, 2, 1, 1)
        self.logits = nn.Conv2d(CHANNELS // 2, 1, 1)
        self.hidden = nn.Linear(WIDTH, WIDTH)
        self.value = nn.Linear(WIDTH, 1)

    def forward(self, nodes, features, u, v, share, current, maps, legal):
        x = F.relu(self.embedding(nodes))
        for edges, norm in zip(self.edges, self.norms):
            x = norm(edges(x, features, u, v, share))
        q = self.query(x[current]).reshape(BATCH, 1, HEADS, -1).transpose(1, 2)
        sets = x.reshape(BATCH, NODES, WIDTH)
        k = self.key(sets).reshape(BATCH, NODES, HEADS, -1).transpose(1, 2)
        w = self.values(sets).reshape(BATCH, NODES, HEADS, -1).transpose(1, 2)
        pooled = F.scaled_dot_product_attention(q, k, w).reshape(BATCH, WIDTH)
        for layer in self.maps:
            maps = F.relu(layer(maps))
        code = F.relu(self.code(pooled)).reshape(BATCH, CODE, CANVAS // 2, CANVAS // 2)
        joined = torch.cat([maps, code], 1)
        if self.channels_last:
            joined = joined.contiguous(memory_format=torch.channels_last)
        logits = self.logits(F.relu(self.expansion(joined)))
        logits = logits.reshape(BATCH, -1).masked_fill(~legal, -torch.inf)
        return torch.log_softmax(logits, 1), self.value(F.relu(self.hidden(pooled)))


def measure(channels_last):
    network = Network(channels_last)
    nodes = torch.rand(BATCH * NODES, NODE_FEATURES)
    ends = torch.randint(NODES, (EDGES, 2))
    ends = ends[ends[:, 0].argsort()]
    shifts = torch.arange(BATCH)[:, None] * NODES
    u, v = (ends[:, 0] + shifts).reshape(-1), (ends[:, 1] + shifts).reshape(-1)
    degree = torch.bincount(torch.cat([u, v]), minlength=BATCH * NODES)
    share = (0.5 / degree.clamp(min=1))[:, None]
    features = torch.rand(EDGES, EDGE_FEATURES)
    current = torch.arange(BATCH) * NODES + 7 * torch.arange(BATCH) % NODES
    maps = torch.rand(BATCH, MAP_CHANNELS, CANVAS, CANVAS)
    if channels_last:
        network = network.to(memory_format=torch.channels_last)
        maps = maps.contiguous(memory_format=torch.channels_last)
    legal = torch.arange(BATCH * CANVAS * CANVAS).reshape(BATCH, -1) % 3 != 0
    target = legal.float() / legal.sum(1, keepdim=True)
    goal = torch.rand(BATCH, 1)

    def step(backward):
        network.zero_grad(set_to_none=False)
        with torch.set_grad_enabled(backward):
            policy, value = network(nodes, features, u, v, share, current, maps, legal)
            loss = -(target * policy.masked_fill(~legal, 0)).sum() / BATCH
            loss = loss + 0.5 * F.mse_loss(value, goal)
        if backward:
            loss.backward()

    def median(backward):
        times = []
        for _ in range(RUNS):
            start = time.perf_counter()
            step(backward)
            times.append(time.perf_counter() - start)
        times.sort()
        return times[RUNS // 2] * 1e3, times[0] * 1e3

    for _ in range(3):
        step(True)
    forward, (both, best) = median(False)[0], median(True)
    print(
        f"PyTorch {torch.__version__}, {THREADS} threads, "
        f"{'channels last' if channels_last else 'channels first'}, medians: "
        f"forward {forward:.1f} ms, forward and backward {both:.1f} ms (best {best:.1f} ms)")


a, b = torch.rand(1024, 1024), torch.rand(1024, 1024)
times = []
for _ in range(RUNS):
    start = time.perf_counter()
    a @ b
    times.append(time.perf_counter() - start)
print(f"products of 1024 x 1024 matrices at {2.147 / sorted(times)[RUNS // 2]:.1f} GFLOP/s")
measure(False)
measure(True)
