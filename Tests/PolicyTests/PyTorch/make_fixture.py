#!/usr/bin/env python3
"""Makes parity.safetensors: a small policy network and what it decides, by PyTorch.

    pip install torch numpy safetensors
    python3 Tests/PolicyTests/PyTorch/make_fixture.py
    python3 Tests/PolicyTests/PyTorch/make_fixture.py CHECKPOINT FIXTURE

The second form takes the network of a checkpoint, and writes the same about it.

The file is a checkpoint of the network. Beside the parameters it holds the inputs and outputs of a
batch of decisions, `fixture.what`, and the gradients of a loss with respect to all parameters,
`gradient.name`. The loss is the sum of logits and values times fixed weights, `gradient.logits` and
`gradient.values`. All is computed in double precision from numbers that single precision holds.
Maps have channels last. PyTorch 2.15.0 made the file that is kept.
"""

import json
import pathlib
import sys

import torch
from policy_network import PolicyNetwork, channels_last
from safetensors.torch import save_file

SMALL = dict(
    features=1, nodeFeatures=16, edgeFeatures=2, mapChannels=14, scalars=20, width=6, graphLayers=2,
    heads=2, context=7, halfChannels=5, quarterChannels=6, quarterCode=3, fullCode=2,
    halfExpansion=4, fullExpansion=3, hidden=5, valueHidden=6)
NODES, EDGES, DECISIONS, ROWS, COLUMNS = 11, 17, 2, 5, 7


def numbers(*shape, scale=1.0):
    """Random numbers that single precision holds exactly."""
    return (scale * torch.randn(*shape)).float().double()


def small_network():
    """An untrained network; biases and gains are no special numbers either."""
    network = PolicyNetwork(SMALL).double()
    for name, parameter in network.named_parameters():
        if parameter.dim() > 1:
            parameter.data = numbers(*parameter.shape, scale=parameter[0].numel() ** -0.5)
        else:
            gain = 1 if name.endswith("weight") else 0
            parameter.data = (gain + numbers(*parameter.shape, scale=0.3)).float().double()
    return network


def fixture(network):
    """Everything about a batch of decisions, by name."""
    # The last node has no edges.
    ends = torch.randint(NODES - 1, (EDGES, 2))
    ends = ends[ends[:, 0].argsort(stable=True)]
    current = torch.tensor([3, 7])
    inputs = dict(
        node_features=numbers(NODES, network.sizes["nodeFeatures"]),
        edge_features=numbers(EDGES, network.sizes["edgeFeatures"]),
        maps=numbers(DECISIONS, network.sizes["mapChannels"], ROWS, COLUMNS),
        scalars=numbers(DECISIONS, network.sizes["scalars"]))
    nodes = network.encode(inputs["node_features"], inputs["edge_features"], *ends.T)
    logits, values = network.decide(nodes, current, inputs["maps"], inputs["scalars"])
    weights = numbers(*logits.shape), numbers(*values.shape)
    loss = (logits * weights[0]).sum() + (values * weights[1]).sum()
    gradients = torch.autograd.grad(loss, list(network.parameters()))
    kept = dict(network.tensors(network.parameters()))
    for name, value in dict(
            inputs, ends=ends, current=current, logits=logits, values=values).items():
        kept[f"fixture.{name}"] = channels_last(value)
    for name, value in network.tensors(gradients).items():
        kept[f"gradient.{name}"] = value
    kept["gradient.logits"], kept["gradient.values"] = weights
    return kept


if __name__ == "__main__":
    torch.manual_seed(1)
    kept = pathlib.Path(__file__).with_name("parity.safetensors")
    if len(sys.argv) > 1:
        network, kept = PolicyNetwork.load(sys.argv[1]).double(), sys.argv[2]
    else:
        network = small_network()
    save_file(
        {name: value.detach().float().contiguous() for name, value in fixture(network).items()},
        kept, dict(architecture=json.dumps(network.sizes), pytorch=torch.__version__))
