"""Questions about who is tied to whom: on the layer of linkages unless another is named."""

from graphgov.network.adjacency import UNREACHED, Adjacency
from graphgov.network.conversion import to_networkx
from graphgov.network.model import Network, Tie, network
from graphgov.network.nearby import Neighbourhood, Path, Step, neighbourhood, path

__all__ = [
    "UNREACHED",
    "Adjacency",
    "Neighbourhood",
    "Network",
    "Path",
    "Step",
    "Tie",
    "neighbourhood",
    "network",
    "path",
    "to_networkx",
]
