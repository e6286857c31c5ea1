#!/usr/bin/env python3
"""Makes parity.safetensors: a network's parameters, inputs, outputs and gradients by PyTorch.

    pip install torch numpy safetensors
    python3 Tests/NeuralNetworkTests/PyTorch/make_fixture.py

Each layer is computed from PyTorch's own operations, in double precision, and its loss is the sum of
all outputs times fixed weights. Tensors are stored as this package lays them out: maps with channels
last, kernels with channels last. Names are `layer.what`; `layer.gradient.x` is the gradient of the
loss with respect to `x`. PyTorch 2.15.0 made the file that is kept.
"""

import pathlib

import torch
import torch.nn.functional as F
from safetensors.torch import save_file

torch.manual_seed(1)
torch.set_default_dtype(torch.float64)
kept = {}


def leaf(*shape, scale=1.0):
    """A random tensor that single precision holds exactly."""
    return (scale * torch.randn(*shape)).float().double().requires_grad_()


def keep(layer, leaves, outputs):
    """Stores leaves, outputs, the weights of the loss and the gradients of the leaves."""
    loss = 0
    for name, output in outputs.items():
        weight = torch.randn(*output.shape).float().double()
        loss = loss + (output * weight).sum()
        kept[f"{layer}.{name}"] = output
        kept[f"{layer}.gradient.{name}"] = weight
    gradients = torch.autograd.grad(loss, list(leaves.values()))
    for (name, value), gradient in zip(leaves.items(), gradients):
        kept[f"{layer}.{name}"] = value
        kept[f"{layer}.gradient.{name}"] = gradient


def dense(activation):
    leaves = dict(input=leaf(6, 11), weight=leaf(9, 11, scale=0.3), bias=leaf(9))
    sums = F.linear(leaves["input"], leaves["weight"], leaves["bias"])
    outputs = {"identity": lambda x: x, "relu": F.relu, "tanh": torch.tanh}[activation](sums)
    keep(f"dense_{activation}", leaves, dict(output=outputs))


def layer_norm():
    leaves = dict(input=leaf(5, 19), weight=leaf(19), bias=leaf(19))
    output = F.layer_norm(leaves["input"], [19], leaves["weight"], leaves["bias"], eps=1e-5)
    keep("layer_norm", leaves, dict(output=output))


def edge_convolution():
    nodes, inputs, outputs, features, batch = 7, 6, 10, 3, 2
    edges = torch.tensor([[0, 1], [1, 2], [0, 3], [3, 4], [4, 4], [2, 5], [5, 0], [1, 2]])
    leaves = dict(
        nodes=leaf(batch * nodes, inputs), edges=leaf(batch * len(edges), features),
        node_weight=leaf(2 * outputs, inputs, scale=0.4),
        edge_weight=leaf(outputs, features, scale=0.4), bias=leaf(outputs))
    weight = torch.cat(
        [leaves["node_weight"][:outputs], leaves["node_weight"][outputs:], leaves["edge_weight"]], 1)
    results = []
    for item in range(batch):
        x = leaves["nodes"][item * nodes:(item + 1) * nodes]
        e = leaves["edges"][item * len(edges):(item + 1) * len(edges)]
        u, v = x[edges[:, 0]], x[edges[:, 1]]
        forth = torch.tanh(F.linear(torch.cat([u, v, e], 1), weight, leaves["bias"]))
        back = torch.tanh(F.linear(torch.cat([v, u, e], 1), weight, leaves["bias"]))
        mean = (forth + back) / 2
        total = torch.zeros(nodes, outputs)
        total = total.index_add(0, edges[:, 0], mean).index_add(0, edges[:, 1], mean)
        degree = torch.bincount(edges.reshape(-1), minlength=nodes).clamp(min=1)
        results.append(total / degree[:, None])
    kept["edge_convolution.ends"] = edges.double()
    keep("edge_convolution", leaves, dict(output=torch.cat(results)))


def attention_pooling():
    sets, features, query_features, width, heads = [0, 5, 6, 15], 12, 7, 8, 2
    leaves = dict(
        queries=leaf(3, query_features), vectors=leaf(15, features),
        query_weight=leaf(width, query_features, scale=0.4), query_bias=leaf(width),
        key=leaf(width, features, scale=0.4), value=leaf(width, features, scale=0.4),
        bias=leaf(width))
    results = []
    for item in range(3):
        vectors = leaves["vectors"][sets[item]:sets[item + 1]]
        q = F.linear(leaves["queries"][item], leaves["query_weight"], leaves["query_bias"])
        q = q.reshape(heads, 1, width // heads)
        k = F.linear(vectors, leaves["key"]).reshape(-1, heads, width // heads).transpose(0, 1)
        v = F.linear(vectors, leaves["value"], leaves["bias"])
        v = v.reshape(-1, heads, width // heads).transpose(0, 1)
        results.append(F.scaled_dot_product_attention(q, k, v).reshape(1, width))
    keep("attention", leaves, dict(output=torch.cat(results)))


def convolution(stride):
    x = leaf(2, 5, 9, 6)
    weight, bias = leaf(7, 3, 3, 6, scale=0.2), leaf(7)
    output = F.relu(F.conv2d(
        x.permute(0, 3, 1, 2), weight.permute(0, 3, 1, 2), bias, stride=stride, padding=1))
    keep(
        f"convolution_{stride}", dict(input=x, weight=weight, bias=bias),
        dict(output=output.permute(0, 2, 3, 1)))


def transposed_convolution():
    # Eight rows of four, and seven columns of four.
    x = leaf(2, 4, 4, 6)
    weight, bias = leaf(6, 3, 3, 5, scale=0.2), leaf(5)
    output = F.conv_transpose2d(
        x.permute(0, 3, 1, 2), weight.permute(0, 3, 1, 2), bias, stride=2, padding=1,
        output_padding=(1, 0))
    keep(
        "transposed_convolution", dict(input=x, weight=weight, bias=bias),
        dict(output=output.permute(0, 2, 3, 1)))


def masked_softmax():
    logits = leaf(3, 21, scale=3)
    legal = torch.rand(3, 21) < 0.6
    log_probabilities = torch.log_softmax(logits.masked_fill(~legal, -torch.inf), 1)
    finite = log_probabilities.masked_fill(~legal, 0)
    entropy = -(finite.exp() * finite * legal).sum(1, keepdim=True)
    kept["softmax.legal"] = legal.double()
    keep("softmax", dict(logits=logits), dict(log_probabilities=finite, entropy=entropy))


def adam():
    start = leaf(4, 3)
    value = start.detach().clone().requires_grad_()
    optimizer = torch.optim.AdamW([value], lr=0.05, weight_decay=0.1)
    gradients = torch.randn(3, 4, 3).float().double()
    for gradient in gradients:
        value.grad = gradient
        optimizer.step()
    kept.update({"adam.start": start, "adam.gradients": gradients, "adam.end": value})


for name in ["identity", "relu", "tanh"]:
    dense(name)
layer_norm()
edge_convolution()
attention_pooling()
convolution(1)
convolution(2)
transposed_convolution()
masked_softmax()
adam()
save_file(
    {name: value.detach().float().contiguous() for name, value in kept.items()},
    pathlib.Path(__file__).with_name("parity.safetensors"), {"pytorch": torch.__version__})
