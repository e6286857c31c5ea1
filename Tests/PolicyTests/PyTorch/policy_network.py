"""The policy network in PyTorch, of the sizes and parameters of a checkpoint of `Policy`.

    network = PolicyNetwork.load("Sources/Policy/Resources/policy.safetensors")

The modules bear the checkpoint's names, so that loading only turns kernels, which the checkpoint
has with channels last. What the optimizer keeps beside the parameters is left out.
"""

import json

import torch
import torch.nn as nn
import torch.nn.functional as F
from safetensors import safe_open

# PyTorch's modules have a method `half`.
RENAMED = ("canvas.half.", "canvas.halved.")


def module_name(name):
    """A module's parameter by the checkpoint's name of it."""
    return name.replace(*RENAMED)


def checkpoint_name(name):
    """The checkpoint's name of a module's parameter."""
    return name.replace(*reversed(RENAMED))


def channels_second(kernel):
    """Kernels as PyTorch has them, from those of a checkpoint."""
    return kernel.permute(0, 3, 1, 2) if kernel.dim() == 4 else kernel


def channels_last(kernel):
    """The way back of `channels_second`; of maps as well."""
    return kernel.permute(0, 2, 3, 1) if kernel.dim() == 4 else kernel


class EdgeConvolution(nn.Module):
    """The mean over a node's edges of relu(W [u v e] + b), both ways along each edge.

    W's columns of u stand above those of v in `node_weight`, so that one product serves all nodes.
    """

    def __init__(self, width, edge_features):
        super().__init__()
        self.node_weight = nn.Parameter(torch.empty(2 * width, width))
        self.edge_weight = nn.Parameter(torch.empty(width, edge_features))
        self.bias = nn.Parameter(torch.empty(width))

    def forward(self, x, features, u, v, share):
        p, q = F.linear(x, self.node_weight).chunk(2, 1)
        terms = F.linear(features, self.edge_weight, self.bias)
        # The way back of index_select is faster than that of brackets.
        pu, pv, qu, qv = (x.index_select(0, y) for x in (p, q) for y in (u, v))
        both = F.relu(pu + qv + terms) + F.relu(pv + qu + terms)
        return torch.zeros_like(x).index_add(0, u, both).index_add(0, v, both) * share


class AttentionPooling(nn.Module):
    """Attention by a query of each decision over all nodes. Keys have no bias: it would cancel."""

    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.query = nn.Linear(width, width)
        self.key = nn.Parameter(torch.empty(width, width))
        self.value = nn.Parameter(torch.empty(width, width))
        self.bias = nn.Parameter(torch.empty(width))

    def forward(self, queries, nodes):
        q, k, v = (
            x.reshape(len(x), self.heads, -1).transpose(0, 1)[None]
            for x in (
                self.query(queries), F.linear(nodes, self.key),
                F.linear(nodes, self.value, self.bias)))
        return F.scaled_dot_product_attention(q, k, v)[0].transpose(0, 1).reshape(queries.shape)


class PolicyNetwork(nn.Module):
    """The network of given sizes, its parameters not yet set."""

    def __init__(self, sizes):
        super().__init__()
        s = self.sizes = sizes
        width, context = s["width"], s["context"]
        half, quarter = s["halfChannels"], s["quarterChannels"]
        layers = range(s["graphLayers"])
        self.graph = nn.ModuleDict(dict(
            embedding=nn.Linear(s["nodeFeatures"], width),
            edges=nn.ModuleList(EdgeConvolution(width, s["edgeFeatures"]) for _ in layers),
            norms=nn.ModuleList(nn.LayerNorm(width, eps=1e-5) for _ in layers),
            attention=AttentionPooling(width, s["heads"])))
        self.context = nn.Linear(2 * width + s["scalars"], context)
        self.code = nn.ModuleDict(dict(
            quarter=nn.Linear(context, s["quarterCode"]), full=nn.Linear(context, s["fullCode"])))
        self.canvas = nn.ModuleDict(dict(
            halved=nn.Conv2d(s["mapChannels"], half, 3, 2, 1),
            quarter=nn.Conv2d(half, quarter, 3, 2, 1),
            coarse=nn.Conv2d(quarter + s["quarterCode"], quarter, 3, 1, 1),
            half_expansion=nn.ConvTranspose2d(quarter, s["halfExpansion"], 3, 2, 1),
            full_expansion=nn.ConvTranspose2d(
                s["halfExpansion"] + half, s["fullExpansion"], 3, 2, 1)))
        full = s["fullExpansion"] + s["mapChannels"] + s["fullCode"]
        self.policy = nn.ModuleDict(dict(
            hidden=nn.Conv2d(full, s["hidden"], 1), logits=nn.Conv2d(s["hidden"], 1, 1)))
        self.value = nn.ModuleDict(dict(
            hidden=nn.Linear(quarter + context, s["valueHidden"]),
            output=nn.Linear(s["valueHidden"], 1)))

    @staticmethod
    def load(file):
        """The network of a checkpoint, in single precision."""
        with safe_open(file, "pt") as checkpoint:
            network = PolicyNetwork(json.loads(checkpoint.metadata()["architecture"]))
            network.load_state_dict({
                name: channels_second(checkpoint.get_tensor(checkpoint_name(name)))
                .reshape(parameter.shape)
                for name, parameter in network.state_dict().items()})
        return network

    def tensors(self, values):
        """Parameters, or as many gradients, by the checkpoint's names and as it lays them out."""
        return {
            # Dense layers over cells are convolutions of single cells here.
            checkpoint_name(name): value.flatten(1) if value.shape[2:] == (1, 1)
            else channels_last(value)
            for (name, _), value in zip(self.named_parameters(), values)}

    def encode(self, node_features, edge_features, u, v):
        """The embeddings of nodes of a graph whose edges have ends `u` and `v`."""
        degrees = torch.bincount(torch.cat([u, v]), minlength=len(node_features))
        share = (0.5 / degrees.clamp(min=1).to(node_features.dtype))[:, None]
        x = F.relu(self.graph["embedding"](node_features))
        for edges, norm in zip(self.graph["edges"], self.graph["norms"]):
            x = norm(x + edges(x, edge_features, u, v, share))
        return x

    def decide(self, x, current, maps, scalars):
        """Logits of all cells and values of decisions on nodes `current`.

        Maps are decisions, channels, rows, columns.
        """
        canvas, policy = self.canvas, self.policy
        queries = x.index_select(0, current)
        pooled = self.graph["attention"](queries, x)
        context = F.relu(self.context(torch.cat([queries, pooled, scalars], 1)))
        half = F.relu(canvas["halved"](maps))
        quarter = F.relu(canvas["quarter"](half))
        coarse = F.relu(canvas["coarse"](self.join(quarter, code=self.code["quarter"](context))))
        back = F.relu(canvas["half_expansion"](coarse, output_size=half.shape[2:]))
        back = F.relu(
            canvas["full_expansion"](torch.cat([back, half], 1), output_size=maps.shape[2:]))
        full = self.join(back, maps, code=self.code["full"](context))
        logits = policy["logits"](F.relu(policy["hidden"](full))).flatten(1)
        hidden = F.relu(self.value["hidden"](torch.cat([coarse.mean((2, 3)), context], 1)))
        return logits, self.value["output"](hidden)

    @staticmethod
    def join(*maps, code):
        """Maps, and beside them the code of each decision at every cell."""
        code = F.relu(code)[:, :, None, None]
        return torch.cat([*maps, code.expand(-1, -1, *maps[0].shape[2:])], 1)
